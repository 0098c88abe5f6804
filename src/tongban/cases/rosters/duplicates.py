"""Who on a list has a matter of the same item already: under way, or granted within the year; as applicant or named in it.

A list is brought again by mistake, and two lists name the same household.  The list refuses such a row and nobody loses
anything by it: whoever must apply again does so by a matter of their own, which a person looks at.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tongban.cases.models import Case, RosterRow
from tongban.cases.rosters.judging import ROW, digest_of, numbers_in
from tongban.cases.sealed import open_content
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Erased, FieldFault
from tongban.kernel.secrets import open_vault
from tongban.rules.lifecycle import Status

RUNNING = (Status.SUBMITTED.value, Status.AWAITING_CORRECTIONS.value, Status.IN_REVIEW.value)


@dataclass(frozen=True)
class Known:
    """A matter that somebody has: its number, empty where the actor may not see it; ``granted``: it came to its end."""

    number: str
    granted: bool = False

    @staticmethod
    def fault(
        people: Sequence[bytes], known: Mapping[bytes, "Known"], named: Mapping[bytes, str]
    ) -> FieldFault | None:
        """Why a row is not taken; None where nothing stands against it.

        Args:
            people: everybody the row names, the applicant first.
            known: matters by their applicant.
            named: matters under way by who is named in them beside the applicant.
        """
        for place, person in enumerate(people):
            found = known.get(person)
            if found is not None and not (found.granted and place):
                code = (
                    "roster_granted"
                    if found.granted
                    else "roster_running"
                    if place == 0
                    else "roster_member_running"
                )
                return FieldFault(
                    ROW, code if found.number else f"{code}_elsewhere", {"number": found.number}
                )
            if person in named:
                return FieldFault(ROW, "roster_member_running", {"number": named[person]})
        return None


def hold_people(item_code: str, people: Collection[bytes]) -> None:
    """Hold some people's applications for an item until the transaction ends; always in the same order."""
    with connection.cursor() as cursor:
        for person in sorted(people):
            key = f"application:{item_code}:{person.hex()}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def known_matters(actor: Actor, item_code: str, digests: Collection[bytes]) -> dict[bytes, Known]:
    """Of these people those who applied for this item: a matter under way, or one granted this calendar year.

    The matter's number stands there only where the actor may see it.
    """
    asked = {"applicant__number_digest__in": list(digests), "item_version__item__code": item_code}
    year = time.today().year
    granted = {
        "outcome": "granted",
        "concluded_at__gte": datetime(year, 1, 1, tzinfo=time.SHANGHAI),
    }
    found: dict[bytes, Known] = {}
    for more in (granted, {"status__in": RUNNING}):  # what is under way says more than what is over
        rows = Case.objects.filter(**asked, **more).values_list("applicant__number_digest", flat=True)
        here = {bytes(digest): "" for digest in rows if digest}
        if here:
            seen = visible_to(actor).filter(**asked, **more)
            pairs = seen.values_list("applicant__number_digest", "number")
            here |= {bytes(digest): number for digest, number in pairs if digest}
        found |= {digest: Known(number, more is granted) for digest, number in here.items()}
    return found


def named_in_matters(
    actor: Actor, item: ItemDefinition, *, but: QuerySet[RosterRow, Any] | None = None
) -> dict[bytes, str]:
    """Who is named in matters of an item that are under way and the actor sees: members of a household by its matter.

    Args:
        but: ids of matters that are left out: the list's own, of which nobody stands on it twice.
    """
    if not any(question.kind == "people" for question in item.questions):
        return {}
    running = visible_to(actor).filter(item_version__item__code=item.code, status__in=RUNNING)
    if but is not None:
        running = running.exclude(id__in=but)
    found: dict[bytes, str] = {}
    for case in running.select_related("key").only("number", "content", "key").iterator(chunk_size=500):
        try:
            answers = open_content(case.content, open_vault(case.key)).answers
        except Erased:
            continue
        found |= {digest_of(number): case.number for number in numbers_in(answers, item)}
    return found

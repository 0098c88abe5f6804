"""What may be read of odd matters: the owner's list, one of them, and where one's own stands."""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime

from tongban.cases.models import OddMatter
from tongban.cases.odd.owners import possible_owners
from tongban.cases.odd.records import Answer, Told, open_answer, open_told, plain_odd_number
from tongban.cases.odd.visibility import HANDLES, odd_visible_to
from tongban.cases.query_code import query_code
from tongban.directory.models import Site
from tongban.directory.queries import assignment_labels, places, present
from tongban.kernel import time
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Erased, NotAuthorized, NotFound
from tongban.kernel.masking import mask_name, mask_phone
from tongban.kernel.secrets import open_vault
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

__all__ = [
    "my_odd_matters",
    "odd_counters",
    "odd_matter",
    "odd_matters",
    "odd_overdue",
    "odd_status",
]

MOST = 200


@dataclass(frozen=True)
class OddView:
    """An odd matter; name and phone masked, the words of who told it in full for whoever works at it."""

    number: str
    state: str
    site: str
    name: str
    phone: str
    words: str
    tried: str
    passed: tuple[tuple[str, str], ...]
    owner: str
    taken_by: str
    mine: bool
    received_at: datetime
    due: date
    overdue: bool
    answered_at: datetime | None
    result: str
    answer: Answer | None
    case_number: str
    owners: tuple[tuple[int, str], ...] = ()
    owner_away: bool = False  # today; the head passes it on, or a colleague of the same post answers


def odd_matters(actor: Actor, *, state: str = "open") -> tuple[OddView, ...]:
    """The odd matters this actor works at, those due first; on the access log as a list.

    Args:
        state: ``open`` or ``answered``.

    Raises:
        NotAuthorized: nobody who handles such matters.
    """
    if not isinstance(actor, Staff) or actor.role not in HANDLES:
        raise NotAuthorized("not_your_power")
    rows = odd_visible_to(actor).filter(state=state)
    rows = rows.order_by("due", "number") if state == "open" else rows.order_by("-answered_at")
    found = list(rows[:MOST])
    labels = _labels(found)
    here = present({row.owner_id for row in found}) if state == "open" else {}
    views = tuple(
        replace(_view(row, labels, actor), owner_away=state == "open" and row.owner_id not in here)
        for row in found
    )
    record_list(actor, "odd", persons=len(views), asked={"state": state})
    return views


def odd_matter(actor: Actor, number: str) -> OddView:
    """One of them, with whom it may be passed on to.

    Raises:
        NotFound: none of this actor's.
    """
    if not isinstance(actor, Staff):
        raise NotFound("odd")
    row = odd_visible_to(actor).filter(number=plain_odd_number(number)).first()
    if row is None:
        raise NotFound("odd")
    record_list(actor, "odd", persons=1, asked={"number": row.number})
    return _view(row, _labels([row]), actor, owners=possible_owners(row.site.body_id))


def odd_overdue(actor: Actor) -> int:
    """How many of an actor's open matters are past their day.

    Raises:
        NotAuthorized: nobody who handles such matters.
    """
    if not isinstance(actor, Staff) or actor.role not in HANDLES:
        raise NotAuthorized("not_your_power")
    return odd_visible_to(actor).filter(state=OddMatter.State.OPEN, due__lt=time.today()).count()


def odd_status(number: str, *, phone: str = "", code: str = "") -> OddView:
    """Where a matter stands, for who names its number and the phone told with it, or the code on the slip.

    Raises:
        NotFound: no such matter, or another phone or code; the same for all.
    """
    plain = plain_odd_number(number)
    row = OddMatter.objects.select_related("key", "site", "owner", "case").filter(number=plain).first()
    if row is None or not (_phone_fits(row, phone) or _code_fits(plain, code)):
        raise NotFound("odd")
    return _view(row, {}, None)


def my_odd_matters(citizen: Citizen) -> tuple[OddView, ...]:
    """What was told with one's own proven phone, the newest first."""
    rows = odd_visible_to(citizen).order_by("-received_at")[:MOST]
    return tuple(_view(row, {}, None) for row in rows)


def odd_counters() -> tuple[tuple[int, str], ...]:
    """The centres that one may tell it to: id and name."""
    centres = (
        one for one in places().sites.values() if one.kind == Site.Kind.CENTRE and one.closed_on is None
    )
    return tuple((one.id, one.name) for one in sorted(centres, key=lambda one: one.code))


def _phone_fits(row: OddMatter, typed: str) -> bool:
    if not typed.strip() or row.phone_digest is None:
        return False
    try:
        digest = keyed_digest("phone", check_phone(typed).number)
    except IdentifierFault:
        return False
    return hmac.compare_digest(digest, bytes(row.phone_digest))


def _code_fits(number: str, typed: str) -> bool:
    given = typed.strip().upper()
    return bool(given) and hmac.compare_digest(query_code(number).encode(), given.encode(errors="replace"))


def _labels(rows: list[OddMatter]) -> dict[int, str]:
    return assignment_labels({row.owner_id for row in rows} | {row.taken_by_id for row in rows})


def _view(
    row: OddMatter, labels: dict[int, str], actor: Staff | None, *, owners: tuple[tuple[int, str], ...] = ()
) -> OddView:
    told, answer = Told("", ""), None
    try:
        vault = open_vault(row.key)
        told = open_told(row.content, vault)
        answer = open_answer(row.answer, vault) if row.answer else None
    except Erased:
        pass  # its time is over: that it was told and answered stays
    works_at_it = actor is not None and (
        actor.assignment_id == row.owner_id
        or actor.position_id == row.owner.position_id
        or actor.role == "approver"
    )
    return OddView(
        number=row.number,
        state=str(row.state),
        site=row.site.name,
        name=mask_name(told.name),
        phone=mask_phone(told.phone),
        words=told.words,
        tried=told.tried,
        passed=told.passed if actor else (),
        owner=labels.get(row.owner_id, ""),
        taken_by=labels.get(row.taken_by_id, ""),
        mine=works_at_it,
        received_at=row.received_at,
        due=row.due,
        overdue=row.state == OddMatter.State.OPEN and row.due < time.today(),
        answered_at=row.answered_at,
        result=row.result,
        answer=answer,
        case_number=row.case.number if row.case else "",
        owners=tuple(one for one in owners if one[0] != row.owner_id),
    )

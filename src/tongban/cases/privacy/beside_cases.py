"""What is kept of a person beside their cases: what they told the window for what could not be done, and rows of lists
that became no matter.  Whose it is shows only when it is opened; there is little of it, and it is kept for days.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from tongban.cases.models import Case, OddMatter, RosterRow
from tongban.cases.odd.records import open_told
from tongban.cases.odd.visibility import odd_visible_to
from tongban.cases.rosters.columns import NUMBER
from tongban.cases.rosters.records import open_held
from tongban.cases.rosters.visibility import all_rows
from tongban.kernel.actors import System
from tongban.kernel.models import DataKey
from tongban.kernel.secrets import open_vault
from tongban.parties.models import Party
from tongban.parties.registry import letters, open_party

FORGETTING = System("forgetting")
ERASED = "erased"


def forget_beside(party: Party, at: datetime) -> tuple[int, int]:
    """Make unreadable what is kept of somebody beside their cases; inside the erasing command's transaction.

    The person's own key must open still.

    Returns:
        how many odd matters, how many rows of rosters.
    """
    own = list(odd_matters_of(party))
    for row in own:
        row.phone_digest = None
        if row.state == OddMatter.State.OPEN:  # nobody is left to answer
            row.state, row.result, row.answered_at = OddMatter.State.ANSWERED, ERASED, at
        row.version += 1
        row.save(update_fields=["phone_digest", "state", "result", "answered_at", "version"])
    keys = DataKey.objects.filter(id__in=[row.key_id for row in own], wrapped__isnull=False)
    keys.update(wrapped=None, destroyed_at=at)
    lines = [row.id for row in _rows_of(party)]
    all_rows().filter(id__in=lines).update(values=b"")
    return len(own), len(lines)


def odd_matters_of(party: Party) -> Iterator[OddMatter]:
    """Those told in somebody's name by a phone of theirs, and those that became a case of theirs."""
    cases = Case.objects.filter(applicant=party)
    phones = {bytes(party.phone_digest)} if party.phone_digest else set()
    phones |= {bytes(one) for one in cases.values_list("contact_digest", flat=True) if one}
    name = letters(open_party(party).name)
    rows = odd_visible_to(FORGETTING).filter(Q(phone_digest__in=phones) | Q(case__in=cases.values("id")))
    for row in rows.filter(key__wrapped__isnull=False):
        if row.case_id is not None or letters(open_told(row.content, open_vault(row.key)).name) == name:
            yield row


def _rows_of(party: Party) -> Iterator[RosterRow]:
    number = _plain(open_party(party).number)
    kept = all_rows().filter(case__isnull=True, roster__key__wrapped__isnull=False).exclude(values=b"")
    for row in kept.select_related("roster__key").iterator(chunk_size=500):
        cells = open_held(row.values, open_vault(row.roster.key)).cells
        if number and _plain(cells.get(NUMBER, "")) == number:
            yield row


def _plain(number: str) -> str:
    return "".join(number.split()).upper()

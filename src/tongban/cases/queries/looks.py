"""Who looked at my data: for the citizen of a case (个人信息保护法 art. 44, 48: to know how it is handled).

Of whoever looked the authority and the position are told, not the name: the office answers for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.cases.frame import plain_number
from tongban.cases.odd.visibility import odd_visible_to
from tongban.cases.queries.access import last_of, look_cursor, what_of
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.queries.duties import Duty, duties
from tongban.kernel import access_log, time
from tongban.kernel.access_log import Look, Wanted
from tongban.kernel.actors import Actor, Citizen, Tracker

SHOWN_KINDS = ("unmasked", "scan", "original", "paper", "case", "export")
BACK = timedelta(days=3 * 366)
MOST_CASES = 100
PAGE_ROWS = 50


@dataclass(frozen=True)
class MyLook:
    """One look at a case of mine, or at what I told the window for what could not be done."""

    at: datetime
    number: str
    item: Text | None  # None: of a matter that could not be done
    body: str
    position: str
    kind: str
    field: str
    what: Text | None  # the question's or material's name, where it is one of the form's
    reason: str
    erased: bool


@dataclass(frozen=True)
class MyLooks:
    """A page of them, newest first."""

    looks: tuple[MyLook, ...]
    next_cursor: str | None


def looks_at_mine(actor: Actor, *, number: str = "", cursor: str = "") -> MyLooks:
    """Every look of staff at the cases an actor sees as their citizen or tracker, and at what a citizen told beside them.

    Args:
        number: of one case only; "": of all.

    Raises:
        NotFound: no case could have that number.
    """
    if not isinstance(actor, Citizen | Tracker):
        return MyLooks((), None)
    cases = visible_to(actor).order_by("-received_at", "-id")
    cases = cases.filter(number=plain_number(number)) if number else cases
    found_cases = cases.values_list("id", "number", "item_version_id")[:MOST_CASES]
    rows: dict[str, tuple[str, int | None]] = {str(one): (number, item) for one, number, item in found_cases}
    if not number:
        told_of = odd_visible_to(actor).order_by("-received_at")[:MOST_CASES]
        rows |= {one: (one, None) for one in told_of.values_list("number", flat=True)}
    if not rows:
        return MyLooks((), None)
    now = time.now()
    wanted = Wanted(now - BACK, now + timedelta(seconds=1), subjects=tuple(rows), kinds=SHOWN_KINDS)
    found = access_log.looks(wanted, last=last_of(cursor), limit=PAGE_ROWS + 1)
    shown = found[:PAGE_ROWS]
    reasons = access_log.reasons_of(shown)
    held = duties({look.assignment_id for look in shown} - {0})
    told = tuple(
        _told(
            look,
            *rows[look.subject],
            held.get(look.assignment_id),
            reasons[look.id],
        )
        for look in shown
    )
    return MyLooks(told, look_cursor(shown[-1]) if len(found) > PAGE_ROWS else None)


def _told(look: Look, number: str, version_id: int | None, duty: Duty | None, reason: str | None) -> MyLook:
    return MyLook(
        at=look.at,
        number=number,
        item=pinned(version_id).definition.name if version_id else None,
        body=duty.body_name if duty else "",
        position=duty.position_name if duty else "",
        kind=look.kind,
        field=look.field,
        what=what_of(look.field, version_id) if version_id else None,
        reason=reason or "",
        erased=reason is None,
    )

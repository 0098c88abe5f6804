"""Who has no phone is told a new date face to face or in writing, and that is written down.

No event: the event is the counting anew, which has both dates.  Who told it, when and how is a plain record beside
the stream, as a note in a register is; the window's clerk or the point's assister ticks it off.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.calendar.deferred import DEFERRED, still_moved
from tongban.cases.calendar.telling import TOLD_COLUMNS
from tongban.cases.clocks import calendar_of
from tongban.cases.frame import plain_number
from tongban.cases.models import Case, DateChange
from tongban.cases.queries.files import ONE_LOOK
from tongban.cases.queries.one import shown_name
from tongban.cases.sealed import open_content
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import entered_by, require_role
from tongban.kernel.access import record_access, record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import Erased, FieldFault, InputFaults, NotFound
from tongban.kernel.secrets import open_vault

FRONT = ("clerk", "assister")
HOW = ("in_person", "letter", "called")
MOST = 200


@dataclass(frozen=True)
class DateToTell:
    """Somebody who holds a date that is no longer the last day.

    Args:
        number: of the case.
        was: the date they were told.
        becomes: the one to tell.
        since: when it moved.
    """

    number: str
    item: Text
    name: str
    kind: str
    was: date
    becomes: date
    reason: str
    since: datetime
    body: str
    site: str
    site_phone: str
    also: tuple[tuple[str, date, date], ...] = ()  # further dates that moved: which, from when, to when


def dates_to_tell(actor: Actor) -> tuple[DateToTell, ...]:
    """The people to be told by this window or point, who waits longest first; at most 200.

    Raises:
        NotAuthorized: ``front_only``.
    """
    require_role(actor, *FRONT, code="front_only")
    open_ones = DateChange.objects.filter(told_at__isnull=True).values("case_id")
    rows = visible_to(actor).filter(id__in=open_ones).select_related("key", "body", "handling_site")
    found = [told for row in rows.order_by("id")[:MOST] if (told := _to_tell(row)) is not None]
    record_list(actor, "new_dates", persons=len(found), asked={})
    return tuple(sorted(found, key=lambda one: (one.since, one.number)))


def date_to_tell(actor: Actor, number: str) -> DateToTell:
    """One of them.

    Raises:
        NotFound: nobody is to be told in this case, or not by this actor.
    """
    if not _at_the_front(actor):
        raise NotFound("date_change")
    row = (
        visible_to(actor)
        .filter(number=plain_number(number))
        .select_related("key", "body", "handling_site")
        .first()
    )
    told = _to_tell(row, masked=False) if row else None
    if row is None or told is None:
        raise NotFound("date_change")
    record_access(actor, "case", row.id, once_in=ONE_LOOK)
    return told


def _at_the_front(actor: Actor) -> bool:
    return isinstance(actor, Staff) and actor.role in FRONT


def _to_tell(row: Case, *, masked: bool = True) -> DateToTell | None:
    """``masked``: as lists show names, those under fourteen not in full.  None where nothing is to be told any more: the date is back, or its limit is over."""
    changes = list(DateChange.objects.filter(case_id=row.id, told_at__isnull=True).order_by("seq"))
    if not changes:
        return None
    moved = [
        found for kind in dict.fromkeys(one.kind for one in changes) if (found := _moved(row, kind, changes))
    ]
    if not moved:
        return None
    try:
        person = open_content(row.content, open_vault(row.key)).applicant
    except Erased:
        return None
    return DateToTell(
        number=row.number,
        item=pinned(row.item_version_id).definition.name,
        name=shown_name(person) if masked else person["name"],
        kind=moved[0][0],
        was=moved[0][1],
        becomes=moved[0][2],
        reason=changes[-1].reason,
        since=changes[0].at,
        body=row.body.name,
        site=row.handling_site.name,
        site_phone=row.handling_site.phone,
        also=tuple(moved[1:]),
    )


def _moved(row: Case, kind: str, changes: list[DateChange]) -> tuple[str, date, date] | None:
    """One limit: from the date that was told to the one that holds; None where that is no news any more."""
    own = [one for one in changes if one.kind == kind]
    was, becomes = own[0].was, own[-1].becomes
    if was == becomes or _over(row, kind):
        return None
    if kind == DEFERRED:
        stands = still_moved(row.id, becomes, calendar_of(row.body.division_code))
    else:
        stands = getattr(row, TOLD_COLUMNS[kind]) == becomes
    return (kind, was, becomes) if stands else None


def _over(row: Case, kind: str) -> bool:
    return row.accepted_at is not None if kind == "intake_check" else row.concluded_at is not None


def note_date_told(actor: Actor, number: str, how: str, *, idempotency_key: str) -> None:
    """Write down that somebody was told the new date.

    Args:
        how: ``in_person``, ``letter`` (left or sent) or ``called``.

    Raises:
        NotFound: nobody is to be told in this case, or not by this actor.
        InputFaults: ``how``: ``not_an_option``.
    """
    plain = plain_number(number)
    row = visible_to(actor).filter(number=plain).first() if _at_the_front(actor) else None
    if row is None:
        raise NotFound("date_change")
    if how not in HOW:
        raise InputFaults([FieldFault("how", "not_an_option")])
    with command("cases.note_date_told", actor, idempotency_key, {"number": plain, "how": how}, {}) as run:
        if run.replayed:
            return
        told = DateChange.objects.filter(case_id=row.id, told_at__isnull=True).update(
            told_at=run.at, told_by_id=entered_by(actor), told_how=how
        )
        if not told:
            raise NotFound("date_change")

"""The day by which a promised paper follows (容缺), where a calendar moved it: told again like any date that was told.

The day itself stands, as it was promised; a day of rest gives its place to the next working day (民法典 art. 203), so
that a corrected notice moves what holds.  What was told last is known by the records of telling, of a message as of a
letter: without them an unrelated correction would tell it twice.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases.calendar.telling import Change, message, to_tell
from tongban.cases.models import CaseMaterial, DateChange
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault
from tongban.rules.promises import Promise
from tongban.rules.workdays import WorkCalendar

DEFERRED = "deferred"
BY_MESSAGE = "message"


@dataclass(frozen=True)
class Addressee:
    """Who is told, of which case."""

    case_id: UUID
    number: str
    item: PinnedItem
    phone: str
    vault: Vault


def holds(promised_for: date, calendar: WorkCalendar) -> date:
    """The last day that holds for what was to follow by a day."""
    return calendar.end_of_period(promised_for)[0]


def moved_deferrals(cases: Collection[UUID], calendar: WorkCalendar) -> dict[UUID, Change]:
    """Case → the day of what is to follow, where it is another than the one told last.

    Args:
        cases: under review, and of this calendar.
    """
    awaited = CaseMaterial.objects.filter(
        case_id__in=cases, promise=Promise.DEFERRED, promise_kept=None, promise_due__isnull=False
    )
    days = {case_id: due for case_id, due in awaited.values_list("case_id", "promise_due") if due}
    if not days:
        return {}
    told = DateChange.objects.filter(case_id__in=days, kind=DEFERRED).order_by("id")
    last = days | dict(told.values_list("case_id", "becomes"))
    return {
        case_id: Change(DEFERRED, last[case_id], day, doubtful)
        for case_id, due in days.items()
        for day, doubtful in [calendar.end_of_period(due)]
        if day != last[case_id]
    }


def telling(
    change: Change, to: Addressee, seq: int, reason: str, *, command_id: UUID, at: datetime
) -> Iterator[DateChange | Message]:
    """The rows: what is to be told in person or in writing; with a phone the message, and that it was written.

    Args:
        seq: the event by which the calendar's edition came into the case, or the last one where none was needed.
    """
    row = to_tell(change, to.case_id, seq, reason, at)
    if to.phone:
        row.told_at, row.told_how = at, BY_MESSAGE
        yield message(change, to.phone, to.number, to.item, reason, to.vault, command_id=command_id, at=at)
    yield row


def still_moved(case_id: UUID, becomes: date, calendar: WorkCalendar) -> bool:
    """Whether something is still to follow by that day."""
    awaited = CaseMaterial.objects.filter(case_id=case_id, promise=Promise.DEFERRED, promise_kept=None)
    return any(
        due and holds(due, calendar) == becomes for due in awaited.values_list("promise_due", flat=True)
    )

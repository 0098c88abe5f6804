"""Those who were told a date are told the new one: by message, or, without a phone, in person or in writing.

What an applicant was told: the last day of the intake check on the receipt, the promise and the law's limit on the
acceptance notice, the day to bring what is missing on the correction notice.  The last day of delivery stands on no paper.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tongban.cases.clocks import DUE_COLUMNS
from tongban.cases.models import DateChange
from tongban.cases.state import CaseState
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault
from tongban.rules.lifecycle import Status
from tongban.rules.workdays import WorkCalendar

TOLD: dict[str, tuple[str, ...]] = {
    Status.SUBMITTED: ("intake_check",),
    Status.AWAITING_CORRECTIONS: ("correction",),
    Status.IN_REVIEW: ("promised", "statutory"),
}
"""Of which limits the applicant holds a date, the one that binds first."""
TOLD_COLUMNS = {**DUE_COLUMNS, "correction": "correction_due"}
WORDS = {
    "correction": "补正材料的最后日期",
    "intake_check": "是否受理的答复日期",
    "promised": "承诺办结日期",
    "statutory": "法定办结日期",
    "deferred": "后补材料的最后日期",
}


@dataclass(frozen=True)
class Change:
    """A date that was told and that a calendar moved.

    Args:
        kind: ``intake_check``, ``correction``, ``promised`` or ``statutory``.
        provisional: a notice that is not in hand may still move it.
        also: another date that was told, and moved too: of an extension, which names the law's last day.
    """

    kind: str
    was: date
    becomes: date
    provisional: bool = False
    also: "Change | None" = None


def told_change(state: CaseState, moved: Mapping[str, object], calendar: WorkCalendar) -> Change | None:
    """What of the moved dates the applicant has to be told; None for nothing.

    Args:
        state: as it was before.
        moved: column → new value.
        calendar: by which they were counted anew.
    """
    found = list(_changes(state, moved, calendar))
    if not found:
        return None
    first = found[0]
    extended = state.course.extension is not None  # its notice, and its message, named the law's last day
    return replace(first, also=found[1]) if extended and len(found) > 1 else first


def _changes(state: CaseState, moved: Mapping[str, object], calendar: WorkCalendar) -> Iterator[Change]:
    for kind in TOLD.get(state.status, ()):
        was, becomes = getattr(state, TOLD_COLUMNS[kind]), moved.get(TOLD_COLUMNS[kind])
        if isinstance(was, date) and isinstance(becomes, date):
            start = becomes if kind == "correction" else moved.get("clock_start") or state.clock_start
            first = start if isinstance(start, date) and start <= becomes else becomes
            yield Change(kind, was, becomes, calendar.provisional_between(first, becomes))


def still_holds(change: Change, state: CaseState) -> bool:
    """Whether a change is worth telling after an act that may have ended the limit."""
    return change.kind in TOLD.get(state.status, ()) and (
        getattr(state, TOLD_COLUMNS[change.kind]) == change.becomes
    )


def message(
    change: Change,
    phone: str,
    number: str,
    item: PinnedItem,
    reason: str,
    vault: Vault,
    *,
    command_id: UUID,
    at: datetime,
) -> Message:
    """The row of the message, once for an event."""
    values = {
        "item": item.definition.name.zh,
        "number": number,
        "what": WORDS[change.kind],
        "was": _said(change.was),
        "due": new_days(change),
        "reason": reason_said(reason),
    }
    return new_message("date_changed", phone, values, command_id=command_id, at=at, vault=vault)


def words_of_limit(kind: str) -> str:
    """What the date is, as a message or a letter says it."""
    return WORDS[kind]


def reason_said(source: str) -> str:
    """Why, in words: the notice by its number."""
    return f"节假日安排有变化（{source}）" if source else "节假日安排有变化"


def new_days(change: Change) -> str:
    """The new day, said to be provisional where it is; and the other date that moved with it."""
    told = f"{_said(change.becomes)}（暂定）" if change.provisional else _said(change.becomes)
    if change.also is None:
        return told
    return f"{told}，{WORDS[change.also.kind]}由{_said(change.also.was)}改为{new_days(change.also)}"


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def to_tell(change: Change, case_id: UUID, seq: int, reason: str, at: datetime) -> DateChange:
    """The row of somebody without a phone."""
    return DateChange(
        case_id=case_id,
        seq=seq,
        kind=change.kind,
        was=change.was,
        becomes=change.becomes,
        reason=reason,
        at=at,
    )

"""听证 before a licence is decided: the right to ask for it, its days, its chair, its minutes.

行政许可法 art. 46 (held of oneself where a law says so or the public is concerned), art. 47 (who is told of the right asks
within five days, and it is held within twenty; no fee), art. 48 (notice of time and place seven days before; the chair
is nobody who looks at the application; minutes, signed; the decision rests on them).  All days are working days (art. 82).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tongban.rules.workdays import WorkCalendar

TO_ASK = 5  # working days after being told of the right
TO_HOLD = 20  # working days after it was asked for
NOTICE = 7  # whole working days between the notice and the hearing


@dataclass(frozen=True)
class Sitting:
    """One hearing as it is set.

    Args:
        told_on: when the applicant or third party was told of the right; None: the authority holds it of itself.
        asked_on: when it was asked for; None: the authority holds it of itself.
        notice_on: when time and place were told.
        held_on: its day.
        chair: who presides, a staff id.
        reviewers: who looked at the application, staff ids.
    """

    told_on: date | None
    asked_on: date | None
    notice_on: date
    held_on: date
    chair: int
    reviewers: Collection[int]


def last_day_to_ask(told_on: date, calendar: WorkCalendar) -> date:
    """The last day on which asking is in time; the day of being told does not count."""
    return calendar.add_working_days(told_on, TO_ASK)


def last_day_to_hold(asked_on: date, calendar: WorkCalendar) -> date:
    """The last day on which it is held in time."""
    return calendar.add_working_days(asked_on, TO_HOLD)


def first_day_to_hold(notice_on: date, calendar: WorkCalendar) -> date:
    """The first day that leaves seven whole working days after the notice (七日前; the careful reading, 待核对)."""
    return calendar.add_working_days(notice_on, NOTICE + 1)


def why_not_set(told: Sitting, calendar: WorkCalendar) -> tuple[str, ...]:
    """Everything that speaks against a hearing as it is set, as codes.

    Returns:
        of ``asked_before_told``, ``asked_too_late``, ``held_too_late``, ``notice_too_late``, ``chair_is_reviewer``.
    """
    faults = []
    if told.told_on is not None and told.asked_on is not None:
        if told.asked_on < told.told_on:
            faults.append("asked_before_told")
        elif told.asked_on > last_day_to_ask(told.told_on, calendar):
            faults.append("asked_too_late")
    if told.asked_on is not None and told.held_on > last_day_to_hold(told.asked_on, calendar):
        faults.append("held_too_late")
    if told.held_on < first_day_to_hold(told.notice_on, calendar):
        faults.append("notice_too_late")
    if told.chair in told.reviewers:
        faults.append("chair_is_reviewer")
    return tuple(faults)

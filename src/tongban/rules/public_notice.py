"""How long a public notice hangs, and when its step may close.

Source: the item's own rule with its basis; 民法典 art. 201, 203 (the day it is put up does not count, a last day that is a
rest day moves on).  An objection is answered before the step closes.
"""

from datetime import date, timedelta

from tongban.rules.clock import Limit, Unit, due
from tongban.rules.workdays import WorkCalendar

AHEAD = timedelta(days=15)  # a notice is printed and carried to the village before it hangs


def last_day(first: date, days: int, unit: Unit, basis: str, calendar: WorkCalendar) -> date:
    """The last day that a notice must hang.

    Args:
        first: the day it is put up.
        days: as the item states them, of ``unit``.
    """
    return due(first, Limit(days, unit, basis), calendar).due


def fault_of_days(
    first: date | None, last: date | None, *, least: date | None, opened: date, today: date
) -> tuple[str, str, dict[str, date]] | None:
    """What is wrong with the days of a notice.

    Args:
        least: the last day at the earliest (`last_day`).
        opened: the day from which it could be put up.

    Returns:
        (field, code, params): ``required``; ``before_the_step`` (opened); ``too_far_ahead``; ``notice_too_short``
        (least); None where nothing is.
    """
    if first is None:
        return "hung_first", "required", {}
    if first < opened:
        return "hung_first", "before_the_step", {"opened": opened}
    if first > today + AHEAD:
        return "hung_first", "too_far_ahead", {}
    if last is not None and least is not None and last < least:
        return "hung_last", "notice_too_short", {"least": least}
    return None


def hangs(first: date | None, last: date | None, today: date) -> bool:
    """Whether it hangs on a day."""
    return first is not None and last is not None and first <= today <= last


def why_not_closed(last: date | None, objections: int, today: date) -> str:
    """A code that says why the step of a notice cannot close yet; empty where it can.

    Args:
        last: the last day of what is posted; None: nothing is.
        objections: still to be answered.
    """
    if last is None:
        return "notice_not_posted"
    if today <= last:
        return "notice_still_hangs"
    return "objections_open" if objections else ""

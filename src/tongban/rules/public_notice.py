"""How long a public notice hangs, and when its step may close.

Source: the item's own rule with its basis; 民法典 art. 201, 203 (the day it is put up does not count, a last day that is a
rest day moves on); 个人信息保护法 art. 19, from memory (no longer than its purpose needs).  An objection is answered before
the step closes.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import normalize

from tongban.rules.clock import Limit, Unit, due
from tongban.rules.workdays import WorkCalendar

AHEAD = timedelta(days=15)  # a notice is printed and carried to the village before it hangs
BEYOND = timedelta(
    days=30
)  # longer than the item asks: a holiday, a snowed-in village; not a name on a wall for years
MOST_YUAN = 1_000_000
_AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")


def last_day(first: date, days: int, unit: Unit, basis: str, calendar: WorkCalendar) -> date:
    """The last day that a notice must hang.

    Args:
        first: the day it is put up.
        days: as the item states them, of ``unit``.
    """
    return due(first, Limit(days, unit, basis), calendar).due


def fault_of_days(
    first: date | None, last: date | None, *, least: date | None, today: date
) -> tuple[str, str, dict[str, date]] | None:
    """What is wrong with the days of a notice.

    Args:
        least: the last day at the earliest (`last_day`).
        today: the day it is entered: it hangs online from then on, so no day before counts.

    Returns:
        (field, code, params): ``required``; ``notice_back_dated`` (today); ``too_far_ahead``; ``notice_too_short``
        (least); ``notice_too_long`` (most); None where nothing is.
    """
    if first is None:
        return "hung_first", "required", {}
    if first < today:
        return "hung_first", "notice_back_dated", {"today": today}
    if first > today + AHEAD:
        return "hung_first", "too_far_ahead", {}
    if last is not None and least is not None and last < least:
        return "hung_last", "notice_too_short", {"least": least}
    if last is not None and least is not None and last > least + BEYOND:
        return "hung_last", "notice_too_long", {"most": least + BEYOND}
    return None


def amount_of(typed: str) -> str:
    """The amount that a notice shows, in yuan with at most two decimals; empty where what was typed is none.

    Args:
        typed: figures, also of full width as an input method leaves them.
    """
    text = normalize("NFKC", typed).strip()
    if _AMOUNT.fullmatch(text) is None or not 0 < (amount := Decimal(text)) <= MOST_YUAN:
        return ""
    return f"{amount:.2f}".removesuffix(".00")


def hangs(first: date | None, last: date | None, today: date) -> bool:
    """Whether it hangs on a day."""
    return first is not None and last is not None and first <= today <= last


def fault_of_objection(
    made_on: date, *, first: date | None, last: date | None, closed: bool, today: date
) -> tuple[str, dict[str, date]] | None:
    """What is wrong with the day on which somebody objected.

    Whoever objects in time is heard although it is entered late: the day that it was made counts.

    Args:
        first, last: of the notice; None: it was taken down for a new inquiry.
        closed: whether the step is over.

    Returns:
        (code, params): ``date_in_future``; ``before_the_notice`` (first); ``after_the_notice`` (last), once it is
        closed; None where nothing is.
    """
    if made_on > today:
        return "date_in_future", {}
    if first is not None and made_on < first:
        return "before_the_notice", {"first": first}
    if closed and last is not None and made_on > last:
        return "after_the_notice", {"last": last}
    return None


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

"""Whether a written mandate covers an act on a day.

民法典 art. 165 (a written mandate names the agent, the matters, the powers and the period and is signed or sealed),
art. 173 (it ends with its period, when the principal takes it back, or when the agent lays it down); from memory.
"""

from collections.abc import Collection
from datetime import date, timedelta

SOON = timedelta(days=30)  # before its last day the register says that it is about to run out; ours


def in_force(on: date, starts: date, until: date | None, ended: date | None) -> bool:
    """Whether a mandate holds on a day.

    Args:
        until: its last day, which still counts; None where it names none.
        ended: the day on which it was taken back or laid down, which does not count any more.
    """
    return starts <= on and (until is None or on <= until) and (ended is None or on < ended)


def covers(items: Collection[str], item: str) -> bool:
    """Whether a mandate for some items, or for all (none named), is one for this item."""
    return not items or item in items


def state(on: date, starts: date, until: date | None, ended: date | None) -> str:
    """``ended``, ``expired``, ``later`` (not begun), ``soon`` (30 days or fewer are left) or ``in_force``."""
    if ended is not None and ended <= on:
        return "ended"
    if until is not None and until < on:
        return "expired"
    if on < starts:
        return "later"
    return "soon" if until is not None and until - on <= SOON else "in_force"

"""终止 that was a mistake: who was held for dead is alive, what was held for gone is there.

Sources: 行政许可法 art. 42 and 45 (what is not of art. 45 is not taken out of the limit; 待核对: from memory).  An end by
mistake is the office's own, so it stops no limit: what ran goes on as if it had never ended.  Silence accepts nothing that
lay ended, and nobody answers a notice of a matter that is over: those two begin with the day it was taken up again.
"""

from datetime import date, timedelta

from tongban.rules.workdays import WorkCalendar


def back_before_delivery(outcome: str) -> bool:
    """Whether what ended so is taken up again though its paper reached nobody: the dead take none, and who is told of the
    mistake need not first be handed what was one.
    """
    return outcome == "terminated"


def goes_on(outcome: str, ground: str) -> bool:
    """Whether the limits go on where they stood; on an order they begin with its receipt (重作)."""
    return outcome == "terminated" and ground == "own_finding"


def day_to_bring(bring_by: date, ended: date, today: date, calendar: WorkCalendar) -> date:
    """The new day for the answer to a notice that waited when the matter ended: as many days as were left then.

    Args:
        bring_by: the day that was told.
        ended: the day on which the matter ended.
        today: on which it is taken up again.

    Returns:
        a working day, tomorrow at the earliest, never before the day that was told.
    """
    left = max((bring_by - ended).days, 1)
    return calendar.end_of_period(max(bring_by, today + timedelta(days=left)))[0]

"""陈述申辩: whether somebody was heard before something is taken from them, and by whom it may then be taken.

Source: 行政许可法 art. 7 (the right to state and defend one's case).  The law names neither how the telling is proven nor
how long somebody has; the floor of `LEAST_DAYS` is this program's own, and longer where the officer gave longer.
Who weighed the defence does not also take the decision away: our reading of the same article (待核对), as nobody
confirms their own entry elsewhere.  A hearing serves the act and the facts that it was told for, and nothing else: what is
found later is told anew.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tongban.rules.decided_anew import same_again
from tongban.rules.workdays import WorkCalendar

UPHELD, NOT_UPHELD, WAIVED, SILENT = "upheld", "not_upheld", "waived", "silent"
OUTCOMES = (UPHELD, NOT_UPHELD, WAIVED, SILENT)
LEAST_DAYS = 3  # working days between the telling and the last day on which to speak


def last_day_at_least(told_on: date, calendar: WorkCalendar) -> date:
    """The earliest day that may be the last one to speak on; the day of the telling does not count."""
    return calendar.add_working_days(told_on, LEAST_DAYS)


def why_not_silent(told_on: date, answer_by: date, today: date, calendar: WorkCalendar) -> str:
    """A code that says why nobody can be said to have let the day pass; empty where they did.

    Args:
        answer_by: the last day on which they could speak, as they were told.

    Returns:
        ``answer_too_soon``: too few days were given; ``answer_day_not_over``: the day is not over yet.
    """
    if answer_by < last_day_at_least(told_on, calendar):
        return "answer_too_soon"
    return "answer_day_not_over" if today <= answer_by else ""


def told_anew(told_on: date, before: Sequence[Mapping[str, Any]]) -> bool:
    """Whether somebody whose defence was upheld was told something new since: that hearing is over.

    Args:
        before: what was heard about the same thing, oldest first; ``outcome`` and ``heard_on`` of each, the day as ISO.
    """
    upheld = [date.fromisoformat(one["heard_on"]) for one in before if one["outcome"] == UPHELD]
    return not upheld or told_on > max(upheld)


def why_not_taken(
    lines: Sequence[Mapping[str, Any]], staff_id: int, ending: str, facts: str, *, heard_first: bool = True
) -> str:
    """A code that says why a decision cannot be taken away after this; empty where it can.

    Args:
        lines: what was heard about its end, oldest first; ``by``: who wrote it down; ``ending``, ``facts``: what was told.
        staff_id: who would take it away.
        ending: how.
        facts: on which findings.
        heard_first: whether this end asks for a hearing at all.

    Returns:
        ``not_heard_yet``; ``hearing_upheld``: on these facts, whatever the act; ``heard_on_other_facts``: of another act, or
        of other facts; ``heard_by_the_same``: everybody who heard about its end is barred.
    """
    of_these = [line for line in lines if same_again(facts, [line.get("facts", facts)])]
    if of_these and of_these[-1]["outcome"] == UPHELD:
        return "hearing_upheld"
    if not heard_first:
        return ""
    if not lines:
        return "not_heard_yet"
    if not any(line.get("ending", ending) == ending for line in of_these):
        return "heard_on_other_facts"
    return "heard_by_the_same" if staff_id in {line.get("by") for line in lines} else ""

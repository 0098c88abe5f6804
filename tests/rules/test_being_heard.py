"""Nobody loses what was granted by one person's tick: told with time to answer, heard by somebody else."""

from datetime import date

import pytest

from tongban.rules.being_heard import told_anew, why_not_silent, why_not_taken
from tongban.rules.workdays import WorkCalendar

WEEK = WorkCalendar([])
TOLD = date(2026, 9, 1)  # a Tuesday


@pytest.mark.parametrize(
    ("answer_by", "today", "why"),
    [
        (date(2026, 9, 1), date(2026, 9, 2), "answer_too_soon"),
        (date(2026, 9, 3), date(2026, 9, 9), "answer_too_soon"),
        (date(2026, 9, 4), date(2026, 9, 4), "answer_day_not_over"),
        (date(2026, 9, 4), date(2026, 9, 5), ""),
    ],
)
def test_who_let_the_day_pass_had_a_day_to_let_pass(answer_by: date, today: date, why: str) -> None:
    assert why_not_silent(TOLD, answer_by, today, WEEK) == why


def line(outcome: str, by: int = 1, heard_on: str = "2026-09-04") -> dict[str, object]:
    return {"outcome": outcome, "by": by, "heard_on": heard_on}


def test_a_defence_that_was_upheld_is_not_put_aside_by_a_later_entry_about_the_same() -> None:
    assert why_not_taken([line("upheld")], 2) == "hearing_upheld"
    assert not told_anew(date(2026, 9, 4), [line("upheld"), line("silent", heard_on="2026-09-08")])
    assert told_anew(date(2026, 9, 5), [line("upheld")])


def test_who_weighed_the_defence_does_not_take_the_decision_away() -> None:
    assert why_not_taken([], 1) == "not_heard_yet"
    assert why_not_taken([line("not_upheld", by=1)], 1) == "heard_by_the_same"
    assert why_not_taken([line("not_upheld", by=1)], 2) == ""

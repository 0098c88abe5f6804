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


FACTS = "核查发现申请人名下还有一处宅基地，承诺不实。"
LATER_FACTS = "申请人骗取批准用的户口页是伪造的，派出所已经查实。"


def line(
    outcome: str, by: int = 1, heard_on: str = "2026-09-04", ending: str = "revoked", facts: str = FACTS
) -> dict[str, object]:
    return {"outcome": outcome, "by": by, "heard_on": heard_on, "ending": ending, "facts": facts}


def test_a_defence_that_was_upheld_is_not_put_aside_by_a_later_entry_about_the_same() -> None:
    assert why_not_taken([line("upheld")], 2, "revoked", FACTS) == "hearing_upheld"
    assert why_not_taken([line("upheld")], 2, "cancelled", FACTS, heard_first=False) == "hearing_upheld"
    assert not told_anew(date(2026, 9, 4), [line("upheld"), line("silent", heard_on="2026-09-08")])
    assert told_anew(date(2026, 9, 5), [line("upheld")])


def test_who_weighed_the_defence_does_not_take_the_decision_away() -> None:
    assert why_not_taken([], 1, "revoked", FACTS) == "not_heard_yet"
    assert why_not_taken([line("not_upheld", by=1)], 1, "revoked", FACTS) == "heard_by_the_same"
    assert why_not_taken([line("not_upheld", by=1)], 2, "revoked", FACTS) == ""


def test_a_colleague_s_later_line_does_not_free_who_heard_before() -> None:
    lines = [line("not_upheld", by=1), line("waived", by=2)]
    assert why_not_taken(lines, 1, "revoked", FACTS) == "heard_by_the_same"
    assert why_not_taken(lines, 2, "revoked", FACTS) == "heard_by_the_same"
    assert why_not_taken(lines, 3, "revoked", FACTS) == ""


def test_a_hearing_serves_the_act_and_the_facts_it_was_told_for() -> None:
    lines = [line("not_upheld")]
    assert why_not_taken(lines, 2, "revoked", LATER_FACTS) == "heard_on_other_facts"
    assert why_not_taken(lines, 2, "recalled", FACTS) == "heard_on_other_facts"
    assert why_not_taken([*lines, line("waived", facts=LATER_FACTS)], 2, "revoked", LATER_FACTS) == ""
    assert why_not_taken([], 2, "cancelled", LATER_FACTS, heard_first=False) == ""

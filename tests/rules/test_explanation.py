"""A derivation in lines: every day once, and the lines add up to the limit."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import ClockFault, ExcludedSpan, Extension, Limit, due
from tongban.rules.explanation import spans, totals, until

NINGXIA = calendar_for("640121")
FIVE = Limit(5, "working", "示例")


def test_a_weekend_is_one_line_and_so_are_the_working_days_around_it() -> None:
    lines = spans(due(date(2026, 11, 19), FIVE, NINGXIA).days)  # a Thursday
    assert [(one.reason, one.first.day, one.last.day, one.counted, one.through) for one in lines] == [
        ("start_day", 19, 19, 0, None),
        ("workday", 20, 20, 1, 1),
        ("weekend", 21, 22, 0, None),
        ("workday", 23, 26, 4, 5),
    ]


def test_the_holiday_and_its_make_up_day_stand_in_lines_of_their_own() -> None:
    lines = spans(due(date(2026, 9, 30), FIVE, NINGXIA).days)
    assert [(one.reason, one.length, one.name) for one in lines] == [
        ("start_day", 1, ""),
        ("public_holiday", 7, "国庆节"),
        ("workday", 2, ""),
        ("make_up_workday", 1, "国庆节"),
        ("weekend", 1, ""),
        ("workday", 2, ""),
    ]


def test_the_extension_does_not_melt_into_the_limit() -> None:
    granted = Extension(2, "extension", "《行政许可法》第四十二条")
    lines = spans(due(date(2026, 11, 23), FIVE, NINGXIA, extension=granted).days)
    assert [(one.phase, one.counted) for one in lines if one.counted] == [
        ("limit", 4),
        ("limit", 1),
        ("extension", 2),
    ]
    added = totals(lines)
    assert (added.of_limit, added.of_extension, added.counted) == (5, 2, 7)


def test_what_did_not_count_is_summed_by_its_reason() -> None:
    appraisal = ExcludedSpan(date(2026, 11, 25), date(2026, 11, 27), "appraisal", "《行政许可法》第四十五条")
    added = totals(spans(due(date(2026, 11, 23), FIVE, NINGXIA, [appraisal]).days))
    assert added.not_counted == {"start_day": 1, "appraisal": 3, "weekend": 2}


@settings(max_examples=120, deadline=None)
@given(
    start=st.dates(date(2025, 12, 1), date(2027, 2, 1)),
    days=st.integers(0, 50),
    unit=st.sampled_from(["working", "calendar"]),
    more=st.integers(0, 20),
    pauses=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 12)), max_size=3),
)
def test_every_day_stands_in_one_line_and_the_lines_add_up(start, days, unit, more, pauses) -> None:
    excluded = [
        ExcludedSpan(start + timedelta(days=at), start + timedelta(days=at + length), "hearing", "45")
        for at, length in pauses
    ]
    result = due(start, Limit(days, unit, ""), NINGXIA, excluded, Extension(more, "", "") if more else None)
    lines = spans(result.days)
    told = [one.first + timedelta(days=n) for one in lines for n in range(one.length)]
    assert told == [start + timedelta(days=n) for n in range((result.due - start).days + 1)]
    added = totals(lines)
    assert (added.of_limit, added.of_extension) == (days, more)
    assert added.counted + sum(added.not_counted.values()) == added.days == len(told)
    assert any(one.provisional for one in lines) == result.provisional


def test_until_a_day_that_was_told_every_day_is_the_applicant_s() -> None:
    result = until(date(2026, 9, 24), date(2026, 10, 8), "补正告知书")
    assert (result.due, result.provisional, result.unit) == (date(2026, 10, 8), False, "calendar")
    assert [(one.reason, one.length, one.counted) for one in spans(result.days)] == [
        ("start_day", 1, 0),
        ("awaiting_corrections", 14, 14),
    ]


def test_until_the_same_day_leaves_that_day() -> None:
    result = until(date(2026, 9, 24), date(2026, 9, 24))
    assert [day.reason for day in result.days] == ["start_day"]


@pytest.mark.parametrize(
    ("last", "code"), [(date(2026, 9, 23), "span_reversed"), (date(2056, 9, 23), "limit_too_long")]
)
def test_until_needs_a_day_that_can_come(last: date, code: str) -> None:
    with pytest.raises(ClockFault) as fault:
        until(date(2026, 9, 24), last)
    assert fault.value.code == code


def test_days_after_the_answer_came_were_not_needed_and_do_not_count() -> None:
    result = until(date(2026, 9, 24), date(2026, 10, 8), "补正告知书", over=date(2026, 9, 28))
    assert result.due == date(2026, 10, 8)
    assert [(one.reason, one.length, one.counted) for one in spans(result.days)] == [
        ("start_day", 1, 0),
        ("awaiting_corrections", 4, 4),
        ("no_longer_awaited", 10, 0),
    ]


def test_every_day_that_rests_says_by_which_article() -> None:
    working = due(date(2026, 9, 17), Limit(20, "working", "《行政许可法》第四十二条"), NINGXIA)
    moved = due(date(2026, 5, 1), Limit(29, "calendar", "《行政许可法》第四十四条"), NINGXIA)
    for day in (*working.days, *moved.days):
        assert day.basis, day
    weekend = next(day for day in working.days if day.reason == "weekend")
    assert weekend.basis == "《国务院关于职工工作时间的规定》第七条"

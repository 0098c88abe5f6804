"""How the days of a limit are counted, and that the derivation says why for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.rules.clock import (
    ClockFault,
    Due,
    ExcludedSpan,
    Extension,
    Limit,
    due,
    remaining,
)
from tongban.rules.workdays import DayRule, Layer, WorkCalendar

HOLIDAYS = [date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))]
MAKE_UP = [date(2026, 9, 20), date(2026, 10, 10)]
CALENDAR = WorkCalendar(
    [
        Layer(
            "national",
            "",
            0,
            frozenset({2026}),
            {
                **{day: DayRule(False, "public_holiday", "国庆节", source="notice 7") for day in HOLIDAYS},
                **{day: DayRule(True, "make_up_workday", "国庆节", source="notice 7") for day in MAKE_UP},
            },
        )
    ]
)
TWENTY = Limit(20, "working", "《行政许可法》第四十二条")


def entry(result: Due, on: date):
    return next(day for day in result.days if day.date == on)


def test_start_day_does_not_count():
    result = due(date(2026, 9, 24), TWENTY, CALENDAR)
    first = result.days[0]
    assert (first.date, first.counted, first.reason, first.ordinal) == (
        date(2026, 9, 24),
        False,
        "start_day",
        None,
    )


def test_twenty_working_days_over_mid_autumn_and_national_day():
    # Worked by hand: 28 29 30 September, then 8 9 10 (made up) 12–16 19–23 26–29 October.
    assert due(date(2026, 9, 24), TWENTY, CALENDAR).due == date(2026, 10, 29)


def test_every_rest_day_says_why_it_did_not_count():
    result = due(date(2026, 9, 24), TWENTY, CALENDAR)
    holiday = entry(result, date(2026, 10, 1))
    assert (holiday.counted, holiday.reason, holiday.name, holiday.basis) == (
        False,
        "public_holiday",
        "国庆节",
        "notice 7",
    )
    assert entry(result, date(2026, 10, 10)).reason == "make_up_workday"
    assert entry(result, date(2026, 10, 10)).counted
    assert entry(result, date(2026, 10, 11)).reason == "weekend"


def test_a_pause_never_counts_and_both_its_ends_belong_to_it():
    pause = ExcludedSpan(date(2026, 10, 12), date(2026, 10, 16), "appraisal", "《行政许可法》第四十五条")
    result = due(date(2026, 9, 24), TWENTY, CALENDAR, [pause])
    assert result.due == date(2026, 11, 5)
    for number in range(12, 17):
        paused = entry(result, date(2026, 10, number))
        assert (paused.counted, paused.reason, paused.basis) == (
            False,
            "appraisal",
            "《行政许可法》第四十五条",
        )


def test_overlapping_pauses_are_counted_once():
    one = ExcludedSpan(date(2026, 10, 12), date(2026, 10, 14), "hearing", "")
    other = ExcludedSpan(date(2026, 10, 13), date(2026, 10, 16), "appraisal", "")
    both = ExcludedSpan(date(2026, 10, 12), date(2026, 10, 16), "hearing", "")
    start = date(2026, 9, 24)
    assert due(start, TWENTY, CALENDAR, [other, one]).due == due(start, TWENTY, CALENDAR, [both]).due


def test_an_extension_follows_the_limit_in_its_own_phase():
    extension = Extension(10, "approved_by_head", "《行政许可法》第四十二条")
    result = due(date(2026, 9, 24), TWENTY, CALENDAR, extension=extension)
    assert result.due == date(2026, 11, 12)
    last_of_limit = entry(result, date(2026, 10, 29))
    assert (last_of_limit.phase, last_of_limit.ordinal) == ("limit", 20)
    first_of_extension = entry(result, date(2026, 10, 30))
    assert (first_of_extension.phase, first_of_extension.ordinal) == ("extension", 21)


def test_a_limit_is_extended_only_once():
    once = Extension(10, "a", "")
    with pytest.raises(ClockFault) as refusal:
        due(date(2026, 9, 24), TWENTY, CALENDAR, extension=[once, once])
    assert refusal.value.code == "second_extension"


def test_on_the_spot_is_due_on_the_start_day():
    result = due(date(2026, 9, 26), Limit(0, "working", ""), CALENDAR)
    assert result.due == date(2026, 9, 26)
    assert [day.reason for day in result.days] == ["start_day"]
    assert not result.provisional


def test_calendar_days_count_rest_days():
    result = due(date(2026, 9, 30), Limit(9, "calendar", ""), CALENDAR)
    assert result.due == date(2026, 10, 9)
    assert entry(result, date(2026, 10, 1)).counted


def test_a_calendar_limit_that_ends_on_a_rest_day_moves_to_the_next_working_day():
    result = due(date(2026, 9, 30), Limit(3, "calendar", ""), CALENDAR)
    assert result.due == date(2026, 10, 8)
    assert entry(result, date(2026, 10, 3)).ordinal == 3
    assert [day.reason for day in result.days[4:]] == ["public_holiday"] * 4 + ["moved_to_working_day"]
    assert "第二百零三条" in result.days[-1].basis


def test_a_moved_last_day_never_lands_in_a_pause():
    pause = ExcludedSpan(date(2026, 10, 8), date(2026, 10, 8), "hearing", "")
    assert due(date(2026, 9, 30), Limit(3, "calendar", ""), CALENDAR, [pause]).due == date(2026, 10, 9)


def test_a_limit_that_reaches_an_unpublished_year_is_provisional():
    assert due(date(2026, 12, 25), TWENTY, CALENDAR).provisional
    assert not due(date(2026, 11, 2), TWENTY, CALENDAR).provisional


def test_doubtful_days_that_decide_nothing_leave_the_date_firm():
    """A pause takes its days out whatever they are, and inside a run of calendar days every day counts."""
    doubt = {date(2026, 3, 20): DayRule(False, "regional_holiday", "开斋节", confirmed=False)}
    calendar = WorkCalendar([Layer("n", "", 0, frozenset({2026}), doubt)])
    pause = ExcludedSpan(date(2026, 3, 19), date(2026, 3, 20), "hearing", "")
    assert due(date(2026, 3, 18), Limit(3, "working", ""), calendar).provisional
    assert not due(date(2026, 3, 18), Limit(3, "working", ""), calendar, [pause]).provisional
    assert not due(date(2026, 3, 18), Limit(6, "calendar", ""), calendar).provisional
    assert due(date(2026, 3, 18), Limit(2, "calendar", ""), calendar).provisional
    assert not due(date(2026, 3, 20), Limit(2, "working", ""), calendar).provisional


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Limit(-1, "working", ""), "negative_limit"),
        (lambda: Limit(1, "months", ""), "unknown_unit"),  # type: ignore[arg-type]  # the fault under test
        (lambda: Limit(99999, "working", ""), "limit_too_long"),
        (lambda: Extension(0, "", ""), "extension_not_positive"),
        (lambda: ExcludedSpan(date(2026, 1, 2), date(2026, 1, 1), "", ""), "span_reversed"),
        (lambda: ExcludedSpan(date(2026, 1, 2), date(2126, 1, 1), "", ""), "span_too_long"),
        (lambda: due(date(9999, 12, 30), TWENTY, CALENDAR), "beyond_dates"),
        (lambda: due(date(9999, 12, 30), Limit(9, "calendar", ""), CALENDAR), "beyond_dates"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_reason(make, code: str):
    with pytest.raises(ValueError) as refusal:
        make()
    assert refusal.value.code == code


# --- properties ---

STARTS = st.dates(date(2025, 12, 1), date(2027, 2, 1))
LIMITS = st.integers(0, 60)
UNITS = st.sampled_from(["working", "calendar"])


@st.composite
def spans(draw) -> ExcludedSpan:
    first = draw(st.dates(date(2025, 12, 1), date(2027, 3, 1)))
    return ExcludedSpan(first, first + timedelta(days=draw(st.integers(0, 12))), "hearing", "art. 45")


SPANS = st.lists(spans(), max_size=4)


@settings(max_examples=150, deadline=None)
@given(STARTS, LIMITS, UNITS, SPANS)
def test_more_days_never_end_earlier(start, days, unit, pauses):
    shorter = due(start, Limit(days, unit, ""), CALENDAR, pauses).due
    assert due(start, Limit(days + 1, unit, ""), CALENDAR, pauses).due >= shorter


@settings(max_examples=150, deadline=None)
@given(STARTS, LIMITS, UNITS, SPANS, st.integers(0, 20))
def test_the_derivation_sums_to_the_limit_and_has_one_entry_per_day(start, days, unit, pauses, more):
    extension = Extension(more, "", "") if more else None
    result = due(start, Limit(days, unit, ""), CALENDAR, pauses, extension)
    assert sum(day.counted for day in result.days) == days + more
    length = (result.due - start).days + 1
    assert [day.date for day in result.days] == [start + timedelta(days=n) for n in range(length)]
    assert [day.ordinal for day in result.days if day.counted] == list(range(1, days + more + 1))
    assert not result.days[0].counted
    assert not any(
        day.counted and pause.first <= day.date <= pause.last for day in result.days for pause in pauses
    )


@settings(max_examples=150, deadline=None)
@given(STARTS, st.integers(1, 60), st.data())
def test_pausing_n_counted_days_moves_the_end_by_n_counted_days(start, days, data):
    plain = due(start, Limit(days, "working", ""), CALENDAR)
    counted = [day.date for day in plain.days if day.counted]
    chosen = data.draw(st.sets(st.sampled_from(counted), max_size=len(counted)))
    pauses = [ExcludedSpan(day, day, "hearing", "") for day in chosen]
    moved = due(start, Limit(days, "working", ""), CALENDAR, pauses).due
    assert moved == CALENDAR.add_working_days(plain.due, len(chosen))


@settings(max_examples=100, deadline=None)
@given(STARTS, LIMITS)
def test_without_pauses_the_clock_and_the_calendar_agree(start, days):
    assert due(start, Limit(days, "working", ""), CALENDAR).due == CALENDAR.add_working_days(start, days)


# --- lamps ---


def test_remaining_counts_the_days_after_today():
    result = due(date(2026, 9, 24), TWENTY, CALENDAR)
    assert remaining(result, date(2026, 9, 24), CALENDAR) == 20
    assert remaining(result, date(2026, 10, 28), CALENDAR) == 1
    assert remaining(result, date(2026, 10, 29), CALENDAR) == 0
    assert remaining(result, date(2026, 10, 30), CALENDAR) == -1
    assert remaining(result, date(2026, 11, 3), CALENDAR) == -3


def test_the_day_after_is_overdue_even_on_a_rest_day():
    result = due(date(2026, 10, 29), Limit(1, "working", ""), CALENDAR)
    assert result.due == date(2026, 10, 30)
    assert remaining(result, date(2026, 10, 31), CALENDAR) == -1
    assert remaining(result, date(2026, 11, 2), CALENDAR) == -1


def test_overdue_calendar_days_are_calendar_days():
    result = due(date(2026, 10, 26), Limit(4, "calendar", ""), CALENDAR)
    assert remaining(result, date(2026, 11, 1), CALENDAR) == -2

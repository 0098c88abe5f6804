"""Which day works: the national year, the region's own days on top, and what is not known yet."""

from datetime import date, timedelta

import pytest

from tongban.rules.workdays import CalendarFault, DayRule, Layer, WorkCalendar

MID_AUTUMN = DayRule(False, "public_holiday", "中秋节", source="notice 7")
MAKE_UP = DayRule(True, "make_up_workday", "国庆节", source="notice 7")
EID = DayRule(False, "regional_holiday", "开斋节", source="expected", confirmed=False)

NATION = Layer(
    name="national",
    code="",
    precedence=0,
    years=frozenset({2026}),
    days={date(2026, 9, 25): MID_AUTUMN, date(2026, 10, 10): MAKE_UP},
)
REGION = Layer(
    name="宁夏", code="640000", precedence=10, years=frozenset({2026}), days={date(2026, 3, 20): EID}
)


def test_a_plain_weekday_works_and_a_plain_weekend_does_not():
    calendar = WorkCalendar([NATION])
    assert calendar.day(date(2026, 9, 24)).reason == "workday"
    assert calendar.day(date(2026, 9, 26)).reason == "weekend"
    assert calendar.is_working(date(2026, 9, 24))
    assert not calendar.is_working(date(2026, 9, 26))


def test_a_holiday_rests_and_names_its_notice():
    status = WorkCalendar([NATION]).day(date(2026, 9, 25))
    assert (status.working, status.reason, status.name, status.source) == (
        False,
        "public_holiday",
        "中秋节",
        "notice 7",
    )
    assert not status.provisional


def test_a_make_up_saturday_works():
    assert WorkCalendar([NATION]).day(date(2026, 10, 10)).working


def test_a_year_without_its_notice_follows_the_week_and_is_provisional():
    calendar = WorkCalendar([NATION])
    weekday, weekend = calendar.day(date(2027, 1, 4)), calendar.day(date(2027, 1, 2))
    assert (weekday.working, weekday.reason, weekday.provisional) == (True, "unpublished_year", True)
    assert (weekend.working, weekend.reason, weekend.provisional) == (False, "weekend", True)


def test_the_regions_own_day_goes_before_the_national_one():
    region = Layer("r", "640000", 10, frozenset({2026}), {date(2026, 10, 10): EID})
    status = WorkCalendar([NATION, region]).day(date(2026, 10, 10))
    assert (status.working, status.reason) == (False, "regional_holiday")


def test_an_unconfirmed_regional_day_is_provisional():
    calendar = WorkCalendar([REGION, NATION])
    assert calendar.day(date(2026, 3, 20)).provisional
    assert not calendar.day(date(2026, 3, 19)).provisional
    assert calendar.provisional_between(date(2026, 3, 19), date(2026, 3, 21))
    assert not calendar.provisional_between(date(2026, 3, 21), date(2026, 12, 31))


def test_a_year_that_only_the_region_lacks_is_provisional_too():
    nation = Layer("n", "", 0, frozenset({2026, 2027}), {})
    calendar = WorkCalendar([nation, REGION])
    assert calendar.day(date(2027, 1, 4)).provisional
    assert not WorkCalendar([nation]).day(date(2027, 1, 4)).provisional


def test_a_confirmed_regional_day_is_certain_although_the_national_year_is_not():
    own = DayRule(False, "regional_holiday", "古尔邦节", source="local notice")
    region = Layer("r", "640000", 10, frozenset({2027}), {date(2027, 5, 17): own})
    assert not WorkCalendar([NATION, region]).day(date(2027, 5, 17)).provisional


def test_adding_working_days_skips_rest_days_and_uses_make_up_days():
    calendar = WorkCalendar([NATION])
    assert calendar.add_working_days(date(2026, 9, 24), 1) == date(2026, 9, 28)
    assert calendar.add_working_days(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert calendar.add_working_days(date(2026, 9, 24), 0) == date(2026, 9, 24)
    assert calendar.add_working_days(date(2026, 9, 28), -1) == date(2026, 9, 24)


@pytest.mark.parametrize("start", [date(2025, 12, 27), date(2026, 6, 1), date(2026, 12, 31)])
@pytest.mark.parametrize("count", [1, 5, 20, 251, 600, -1, -30, -300])
def test_the_fast_count_is_the_slow_count(start: date, count: int):
    calendar = WorkCalendar([NATION])
    step = timedelta(days=1 if count > 0 else -1)
    walked, left = start, abs(count)
    while left:
        walked += step
        left -= calendar.is_working(walked)
    assert calendar.add_working_days(start, count) == walked
    later, earlier = max(start, walked), min(start, walked)
    counted = calendar.working_days_between(earlier, later)
    assert counted == sum(
        calendar.is_working(earlier + timedelta(days=n)) for n in range(1, (later - earlier).days + 1)
    )


def test_the_next_working_day_is_the_day_itself_when_it_works():
    calendar = WorkCalendar([NATION])
    assert calendar.working_day_from(date(2026, 9, 24)) == date(2026, 9, 24)
    assert calendar.working_day_from(date(2026, 9, 25)) == date(2026, 9, 28)


def test_two_layers_of_one_precedence_are_refused():
    with pytest.raises(CalendarFault) as refusal:
        WorkCalendar([NATION, Layer("other", "110000", 0, frozenset(), {})])
    assert refusal.value.code == "precedence_twice"


def test_a_count_past_the_last_year_of_dates_is_refused():
    with pytest.raises(CalendarFault) as refusal:
        WorkCalendar([NATION]).add_working_days(date(9999, 12, 1), 60)
    assert refusal.value.code == "beyond_dates"
    with pytest.raises(CalendarFault):
        WorkCalendar([NATION]).add_working_days(date(1, 1, 10), -60)

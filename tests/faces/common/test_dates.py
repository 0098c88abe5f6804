"""Dates are written as people read them, on a Chinese calendar wherever the server stands."""

from datetime import UTC, date, datetime

from django.utils import translation

from tongban.faces.common import dates


def test_a_day_bears_its_weekday() -> None:
    assert dates.day(date(2026, 12, 4)) == "2026年12月4日(周五)"
    assert dates.short_day(date(2026, 12, 6)) == "12月6日(周日)"


def test_a_moment_shows_the_chinese_clock() -> None:
    assert dates.moment(datetime(2026, 12, 3, 16, 30, tzinfo=UTC)) == "2026年12月4日(周五) 00:30"
    assert dates.local_date(datetime(2026, 12, 3, 16, 30, tzinfo=UTC)) == date(2026, 12, 4)


def test_the_same_day_in_english() -> None:
    with translation.override("en"):
        assert dates.day(date(2026, 12, 4)) == "Friday 4 December 2026"
        assert dates.short_day(date(2026, 12, 4)) == "Fri 4 Dec"
        assert dates.month(date(2026, 12, 4)) == "December 2026"

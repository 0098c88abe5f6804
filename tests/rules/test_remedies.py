"""Sixty days and six months from the day the paper was received; never a day of rest."""

from datetime import date

import pytest

from tongban.kernel.calendars import calendar_for
from tongban.rules.remedies import last_days, months_after


@pytest.mark.parametrize(
    "known, reconsideration, lawsuit",
    [
        (date(2026, 1, 5), date(2026, 3, 6), date(2026, 7, 6)),  # 5 July is a Sunday
        (date(2026, 8, 3), date(2026, 10, 8), date(2027, 2, 3)),  # the sixtieth day falls into the holiday
        (date(2026, 3, 2), date(2026, 5, 6), date(2026, 9, 2)),  # 1 May and what follows
    ],
)
def test_both_end_on_a_working_day(known: date, reconsideration: date, lawsuit: date) -> None:
    found = last_days(known, calendar_for("640000"))
    assert (found.reconsideration, found.lawsuit) == (reconsideration, lawsuit)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert months_after(date(2025, 8, 31), 6) == date(2026, 2, 28)

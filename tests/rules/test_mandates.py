"""A mandate holds from its first day to its last, and not from the day on which it was ended."""

from datetime import date

import pytest

from tongban.rules.mandates import covers, in_force, state

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("on", "ended", "holds"),
    [
        (date(2026, 11, 1), None, False),
        (FIRST, None, True),
        (LAST, None, True),
        (date(2026, 12, 1), None, False),
        (date(2026, 11, 9), date(2026, 11, 10), True),
        (date(2026, 11, 10), date(2026, 11, 10), False),
    ],
)
def test_it_holds_from_its_first_day_to_its_last(on: date, ended: date | None, holds: bool) -> None:
    assert in_force(on, FIRST, LAST, ended) is holds


def test_one_that_names_no_last_day_holds_until_it_is_ended() -> None:
    assert in_force(date(2126, 1, 1), FIRST, None, None)


def test_one_for_all_items_covers_each_and_one_for_some_only_these() -> None:
    assert covers((), "NJ-002")
    assert covers(("NJ-002",), "NJ-002") and not covers(("NJ-002",), "NJ-003")


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 10, 30), "later"),
        (date(2026, 11, 2), "soon"),  # 28 days are left
        (date(2026, 12, 1), "expired"),
    ],
)
def test_the_register_says_how_it_stands(on: date, told: str) -> None:
    assert state(on, FIRST, LAST, None) == told


def test_what_was_ended_is_ended_whatever_its_days_say() -> None:
    assert state(FIRST, FIRST, None, FIRST) == "ended"
    assert state(FIRST, FIRST, date(2027, 11, 2), None) == "in_force"

"""How long a record is kept: from the new year after its end, and never erased before the last day is over."""

import json
from datetime import MAXYEAR, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tongban
from tongban.rules.retention import (
    CLASSES,
    SHORT_DAYS,
    RetentionFault,
    concluded_before,
    may_erase,
    retention,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
TIMED = st.sampled_from([kept for kept in CLASSES if kept != "permanent"])


def test_ten_years_count_from_the_new_year_after_the_end() -> None:
    found = retention("10y", date(2026, 11, 23))
    assert (found.counts_from, found.last_day) == (date(2027, 1, 1), date(2036, 12, 31))
    assert found.first_day_to_erase == date(2037, 1, 1)


def test_thirty_years_end_with_the_thirtieth_year() -> None:
    assert retention("30y", date(2026, 1, 1)).last_day == date(2056, 12, 31)


def test_the_first_and_the_last_day_of_a_year_are_kept_as_long() -> None:
    assert retention("10y", date(2026, 1, 1)) == retention("10y", date(2026, 12, 31))
    assert retention("10y", date(2027, 1, 1)).last_day == date(2037, 12, 31)


def test_what_is_not_filed_is_kept_thirty_days() -> None:
    assert retention("short", date(2026, 11, 23)).last_day == date(2026, 12, 23)


def test_the_last_day_is_still_kept_and_the_next_is_not() -> None:
    assert not may_erase(date(2036, 12, 31), "10y", date(2026, 11, 23)).may
    assert may_erase(date(2037, 1, 1), "10y", date(2026, 11, 23)).may


def test_permanent_is_never_erased_and_has_no_last_day() -> None:
    found = may_erase(date(MAXYEAR, 12, 31), "permanent", date(2026, 11, 23))
    assert (found.may, found.blocked_by, found.retention.last_day) == (False, "permanent", None)


def test_a_running_matter_is_not_erased() -> None:
    found = may_erase(date(2090, 1, 1), "short", None)
    assert (found.may, found.blocked_by) == (False, "running")


def test_a_hold_stands_in_the_way_after_the_last_day_too() -> None:
    found = may_erase(date(2037, 1, 1), "10y", date(2026, 11, 23), held=True)
    assert (found.may, found.blocked_by) == (False, "held")


def test_the_derivation_names_each_day() -> None:
    found = may_erase(date(2030, 6, 1), "10y", date(2026, 11, 23), held=True)
    assert [(reason.code, reason.on) for reason in found.reasons] == [
        ("ended", date(2026, 11, 23)),
        ("counts_from", date(2027, 1, 1)),
        ("kept_until", date(2036, 12, 31)),
        ("not_over", date(2037, 1, 1)),
        ("held", None),
    ]


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(RetentionFault, match="unknown_class"):
        retention("15y", date(2026, 1, 1))


@pytest.mark.parametrize(("kept", "concluded"), [("10y", date(9995, 1, 1)), ("short", date(9999, 12, 20))])
def test_a_period_past_the_last_date_is_refused(kept: str, concluded: date) -> None:
    with pytest.raises(RetentionFault, match="beyond_dates"):
        retention(kept, concluded)


@given(TIMED, DAYS, DAYS, st.integers(0, 40_000))
def test_once_it_may_be_erased_it_may_on_every_later_day(
    kept: str, concluded: date, on: date, later: int
) -> None:
    after = on + timedelta(days=later)
    assert may_erase(after, kept, concluded).may or not may_erase(on, kept, concluded).may


@given(TIMED, DAYS, DAYS)
def test_what_ended_later_is_never_kept_shorter(kept: str, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    first, second = retention(kept, earlier).last_day, retention(kept, later).last_day
    assert first is not None and second is not None and first <= second


@given(DAYS, DAYS)
def test_a_longer_class_never_lets_go_earlier(concluded: date, on: date) -> None:
    allowed = [may_erase(on, kept, concluded).may for kept in CLASSES]
    assert allowed == sorted(allowed)


@given(TIMED, DAYS, DAYS)
def test_a_hold_never_lets_go(kept: str, concluded: date, on: date) -> None:
    assert not may_erase(on, kept, concluded, held=True).may


@given(TIMED, DAYS)
def test_the_first_day_to_erase_is_the_first_on_which_one_may(kept: str, concluded: date) -> None:
    first = retention(kept, concluded).first_day_to_erase
    assert first is not None
    assert may_erase(first, kept, concluded).may
    assert not may_erase(first - timedelta(days=1), kept, concluded).may
    assert first > concluded + timedelta(days=SHORT_DAYS)


def test_an_item_may_state_exactly_these_classes() -> None:
    schema = Path(tongban.__file__).parent / "data/catalogue/item.schema.json"
    stated = json.loads(schema.read_text(encoding="utf-8"))["properties"]["retention"]["enum"]
    assert tuple(stated) == CLASSES


@pytest.mark.parametrize("kept", [kept for kept in CLASSES if kept != "permanent"])
def test_what_ended_before_the_first_day_still_kept_may_go_and_nothing_later(kept: str) -> None:
    on = date(2126, 3, 1)
    first = concluded_before(on, kept)
    assert first is not None
    assert not may_erase(on, kept, first).may
    assert may_erase(on, kept, first - timedelta(days=1)).may


def test_of_what_is_kept_for_ever_nothing_ever_goes() -> None:
    assert concluded_before(date(2999, 1, 1), "permanent") is None

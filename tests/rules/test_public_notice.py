"""How long a public notice hangs, and when its step may close."""

from datetime import date

import pytest

from tongban.kernel.calendars import calendar_for
from tongban.rules.public_notice import (
    amount_of,
    fault_of_days,
    fault_of_objection,
    hangs,
    last_day,
    why_not_closed,
)

TODAY = date(2026, 11, 24)  # a Tuesday
BASIS = "《最低生活保障审核确认办法》第十九条"


def test_the_day_it_is_put_up_does_not_count() -> None:
    calendar = calendar_for("640121")
    assert last_day(TODAY, 7, "calendar", BASIS, calendar) == date(2026, 12, 1)
    assert last_day(TODAY, 5, "working", BASIS, calendar) == date(2026, 12, 1)
    # 民法典 art. 203: the seventh day after a Saturday is a Saturday, so it hangs until Monday
    assert last_day(date(2026, 11, 28), 7, "calendar", BASIS, calendar) == date(2026, 12, 7)


def test_a_notice_hangs_at_least_as_long_as_the_item_says() -> None:
    least = date(2026, 12, 1)
    told = {"least": least, "today": TODAY}
    assert fault_of_days(TODAY, least, **told) is None
    assert fault_of_days(TODAY, None, **told) is None  # none given: the least
    assert fault_of_days(TODAY, date(2026, 11, 30), **told) == (
        "hung_last",
        "notice_too_short",
        {"least": least},
    )
    assert fault_of_days(None, least, **told) == ("hung_first", "required", {})
    early = fault_of_days(date(2026, 11, 23), least, **told)
    assert early is not None and early[:2] == ("hung_first", "notice_back_dated")
    late = fault_of_days(date(2026, 12, 20), None, **told)
    assert late is not None and late[:2] == ("hung_first", "too_far_ahead")
    assert fault_of_days(TODAY, date(2026, 12, 31), **told) is None
    for_ever = fault_of_days(TODAY, date(2099, 12, 31), **told)
    assert for_ever == ("hung_last", "notice_too_long", {"most": date(2026, 12, 31)})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("1200", "1200"), (" 1200.50 ", "1200.50"), ("１２００", "1200"), ("0012", "12"), ("1000000", "1000000")]
    + [(typed, "") for typed in ("1_200", "1e3", "0.0000001", "-1", "0", "", "NaN", "1000001", "1,200")],
)
def test_an_amount_is_figures_with_at_most_two_decimals(typed: str, shown: str) -> None:
    assert amount_of(typed) == shown


def test_the_step_closes_after_the_last_day_with_no_objection_open() -> None:
    last = date(2026, 12, 1)
    assert why_not_closed(None, 0, TODAY) == "notice_not_posted"
    assert why_not_closed(last, 0, last) == "notice_still_hangs"
    assert why_not_closed(last, 1, date(2026, 12, 2)) == "objections_open"
    assert why_not_closed(last, 0, date(2026, 12, 2)) == ""


def test_it_hangs_from_its_first_day_to_its_last() -> None:
    first, last = date(2026, 11, 24), date(2026, 12, 1)
    assert hangs(first, last, first) and hangs(first, last, last)
    assert not hangs(first, last, date(2026, 12, 2)) and not hangs(None, None, first)


def test_an_objection_made_in_time_counts_though_it_is_entered_late() -> None:
    first, last, next_day = date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 2)
    over = {"first": first, "last": last, "closed": True, "today": next_day}
    assert fault_of_objection(last, **over) is None
    assert fault_of_objection(next_day, **over) == ("after_the_notice", {"last": last})
    assert fault_of_objection(date(2026, 11, 23), **over) == ("before_the_notice", {"first": first})
    assert fault_of_objection(date(2026, 12, 3), **over) == ("date_in_future", {})
    assert fault_of_objection(next_day, **{**over, "closed": False}) is None  # nothing was said about it yet

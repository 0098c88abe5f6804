"""From which day an application counts: Friday evenings under both rules, power cuts, assisters, other townships."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from tongban.kernel.calendars import calendar_for
from tongban.kernel.time import SHANGHAI
from tongban.rules.receipt import (
    AfterHours,
    Arrived,
    Moments,
    ReceiptRule,
    counts_as,
    counts_from,
    later_entry_moves,
    too_far_back,
)

CALENDAR = calendar_for("640121")
LOCAL_RULE = AfterHours("当地规定第五条", until=time(18, 0))
HOURS = {day: time(18, 0) for day in range(1, 6)}
ARRIVAL = ReceiptRule()
HANDOVER = ReceiptRule(from_handover=True, handover_basis="委托收件协议")


def at(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def once(moment: datetime) -> Moments:
    return Moments(moment, moment, moment)


def test_by_default_the_arrival_in_the_system_counts_even_on_a_friday_evening():
    counted = counts_from("portal", once(at(27, 21)), ARRIVAL, CALENDAR)
    assert (counted.day, counted.reason) == (date(2026, 11, 27), "arrival")
    assert "电子签名法" in counted.basis


def test_a_friday_evening_counts_as_monday_where_a_local_rule_says_so():
    counted = counts_from("portal", once(at(27, 21)), ReceiptRule(after_hours=LOCAL_RULE), CALENDAR)
    assert (counted.day, counted.reason, counted.basis) == (
        date(2026, 11, 30),
        "after_hours",
        "当地规定第五条",
    )


def test_a_sunday_counts_as_monday_where_a_local_rule_says_so_and_as_sunday_where_none_does():
    sunday = once(at(29))
    assert counts_from("portal", sunday, ARRIVAL, CALENDAR).day == date(2026, 11, 29)
    counted = counts_from("portal", sunday, ReceiptRule(after_hours=LOCAL_RULE), CALENDAR)
    assert (counted.day, counted.reason) == (date(2026, 11, 30), "rest_day")


def test_a_make_up_saturday_is_a_day_like_any_other():
    worked = datetime(2026, 10, 10, 10, tzinfo=SHANGHAI)
    rule = ReceiptRule(after_hours=AfterHours("依据", closes=HOURS))
    assert counts_from("portal", once(worked), rule, CALENDAR).day == date(2026, 10, 10)
    evening = once(worked.replace(hour=19))
    assert counts_from("portal", evening, rule, CALENDAR).day == date(2026, 10, 12)


@pytest.mark.parametrize(("minute", "day"), [(0, 27), (1, 30)])
def test_closing_time_itself_is_still_in_time(minute: int, day: int):
    rule = ReceiptRule(after_hours=LOCAL_RULE)
    assert counts_from("portal", once(at(27, 18, minute)), rule, CALENDAR).day == date(2026, 11, day)


def test_the_time_that_the_item_names_goes_before_the_hall_s_own():
    late = AfterHours("依据", until=time(17, 0), closes=HOURS)
    rule = ReceiptRule(after_hours=late)
    assert counts_from("portal", once(at(27, 17, 30)), rule, CALENDAR).reason == "after_hours"
    assert (
        counts_from(
            "portal", once(at(27, 17, 30)), ReceiptRule(after_hours=replace(late, until=None)), CALENDAR
        ).reason
        == "arrival"
    )


def test_where_nobody_said_when_it_closes_only_rest_days_move():
    rule = ReceiptRule(after_hours=AfterHours("依据"))
    assert counts_from("portal", once(at(27, 23)), rule, CALENDAR).reason == "arrival"
    assert counts_from("portal", once(at(28, 9)), rule, CALENDAR).reason == "rest_day"


def test_the_local_rule_without_its_basis_moves_nothing():
    stripped = ReceiptRule(after_hours=replace(LOCAL_RULE, basis=""))
    assert counts_from("portal", once(at(27, 21)), stripped, CALENDAR).day == date(2026, 11, 27)


def test_a_point_that_receives_for_the_township_counts_from_the_villager_s_handover_while_the_line_is_down():
    moments = Moments(at(25, 16), at(25, 16, 20), at(26, 9))
    counted = counts_from("village_point", moments, HANDOVER, CALENDAR)
    assert (counted.day, counted.reason, counted.basis) == (date(2026, 11, 25), "handover", "委托收件协议")


def test_what_an_assister_carries_for_somebody_counts_when_it_arrives():
    moments = Moments(at(25, 16), at(25, 16, 20), at(26, 9))
    assert counts_from("village_point", moments, ARRIVAL, CALENDAR).day == date(2026, 11, 26)


def test_what_another_township_took_in_counts_when_it_arrives_where_it_belongs():
    moments = Moments(at(25, 16), at(25, 16), at(26, 9))
    counted = counts_from("window", moments, HANDOVER, CALENDAR, elsewhere=True)
    assert (counted.day, counted.reason) == (date(2026, 11, 26), "arrival")


def test_nothing_is_handed_over_on_a_portal():
    moments = Moments(at(25, 16), at(26, 9), at(26, 9))
    assert counts_from("portal", moments, HANDOVER, CALENDAR).day == date(2026, 11, 26)


def test_a_later_entry_counts_with_its_true_time_and_asks_for_a_second_person():
    power_cut = Moments(at(25, 16), at(26, 9), at(26, 9))
    assert counts_from("window", power_cut, HANDOVER, CALENDAR).day == date(2026, 11, 25)
    assert later_entry_moves("window", power_cut, HANDOVER, CALENDAR)


def test_a_later_entry_that_moves_nothing_needs_nobody():
    same_day = Moments(at(26, 9), at(26, 11), at(26, 11))
    carried = Moments(at(25, 16), at(26, 9), at(26, 9))
    assert not later_entry_moves("window", same_day, HANDOVER, CALENDAR)
    assert not later_entry_moves("village_point", carried, ARRIVAL, CALENDAR)


def test_an_hour_before_closing_moves_the_day_under_the_local_rule():
    rule = replace(HANDOVER, after_hours=LOCAL_RULE)
    before_closing = Moments(at(26, 17, 40), at(26, 18, 20), at(26, 18, 20))
    assert later_entry_moves("window", before_closing, rule, CALENDAR)


def test_a_later_entry_reaches_no_further_back_than_the_place_allows():
    # 20 November is a Friday: five working days lie between it and Friday the 27th
    assert not too_far_back(date(2026, 11, 20), date(2026, 11, 27), 5, CALENDAR)
    assert too_far_back(date(2026, 11, 19), date(2026, 11, 27), 5, CALENDAR)


def test_what_the_local_rule_looked_at_is_kept_to_be_looked_at_again():
    sunday_evening = once(at(29, 20))
    assert counts_from("portal", sunday_evening, ReceiptRule(after_hours=LOCAL_RULE), CALENDAR).arrived == (
        Arrived(date(2026, 11, 29), late=True)
    )
    assert counts_from("portal", sunday_evening, ARRIVAL, CALENDAR).arrived is None


def test_a_day_that_is_worked_after_all_counts_for_itself_and_its_evening_for_the_next():
    worked, rested = date(2026, 11, 27), date(2026, 11, 29)
    assert counts_as(Arrived(worked, late=False), CALENDAR) == (worked, "")
    assert counts_as(Arrived(worked, late=True), CALENDAR) == (date(2026, 11, 30), "after_hours")
    assert counts_as(Arrived(rested, late=True), CALENDAR) == (date(2026, 11, 30), "rest_day")


def test_a_handover_counts_only_with_what_says_so() -> None:
    assert HANDOVER.counts_handover
    assert not replace(HANDOVER, handover_basis=" ").counts_handover
    assert not replace(HANDOVER, from_handover=False).counts_handover

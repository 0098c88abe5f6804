"""Procedures that take days out, the one extension, and the limit of joint handling."""

from datetime import date

import pytest

from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import Limit, due
from tongban.rules.corrections import NonCounted
from tongban.rules.extending import why_not_extend
from tongban.rules.joint_handling import handled_jointly
from tongban.rules.special_procedures import (
    ARTICLE_45,
    MOST_IN_ALL,
    another_demand,
    beyond_told,
    told_last,
    why_not_begin,
    why_not_end,
)

CALENDAR = calendar_for("640121")
TODAY = date(2026, 9, 28)  # a Monday; the 1st to the 7th of October rest, Saturday the 10th is worked
TUESDAY = date(2026, 9, 29)
HEARING = NonCounted("hearing", TUESDAY, date(2026, 10, 12), None, "《行政许可法》第四十五条")


def begin(kind: str = "hearing", first: date = TUESDAY, days: int = 5, **changes: object) -> str:
    told: dict[str, object] = {
        "today": TODAY,
        "allowed": {"hearing"},
        "before": (),
        "limit": date(2026, 10, 30),
        "working": days,
    }
    return why_not_begin(kind, first, days, **{**told, **changes})  # type: ignore[arg-type]  # changes are of its kinds


def test_what_is_over_holds_no_days_that_might_be_taken_out():
    assert begin(limit=TUESDAY) == ""
    assert begin(limit=TODAY) == "procedure_after_the_limit"
    assert begin(limit=None) == ""


def test_a_hearing_is_held_within_twenty_working_days():
    """行政许可法第四十七条第一款."""
    assert begin(working=20) == ""
    assert begin(working=21) == "hearing_too_long"
    assert begin("testing", working=60, allowed={"testing"}) == ""


def test_the_same_procedure_is_not_begun_again_without_something_else_to_look_at():
    over = NonCounted("hearing", date(2026, 9, 21), date(2026, 9, 25), date(2026, 9, 25), "依据")
    never = NonCounted("hearing", date(2026, 9, 21), date(2026, 9, 25), date(2026, 9, 20), "依据")
    assert begin(before=(over,)) == "procedure_done_before"
    assert begin(before=(over,), other=True) == "" == begin(before=(never,))
    assert begin("testing", before=(over,), allowed={"testing"}) == ""


def test_all_procedures_of_a_matter_take_no_more_days_than_are_allowed():
    limit = date(2027, 6, 1)
    assert begin("appraisal", days=MOST_IN_ALL, allowed={"appraisal"}, limit=limit) == ""
    assert begin("appraisal", days=365, allowed={"appraisal"}, limit=limit) == "procedures_too_long"
    assert begin("appraisal", days=10, allowed={"appraisal"}, last=date(2027, 6, 30)) == "procedures_too_long"
    over = NonCounted("hearing", date(2026, 9, 21), date(2026, 9, 25), date(2026, 9, 25), "依据")
    assert begin("appraisal", days=6, allowed={"appraisal"}, before=(over,), most=10) == "procedures_too_long"
    assert begin("appraisal", days=5, allowed={"appraisal"}, before=(over,), most=10) == ""


@pytest.mark.parametrize(
    ("subject", "reason", "other"),
    [
        ("", "鉴定还没有做完，再来一次。", False),
        ("再来", "鉴定还没有做完，再来一次。", False),
        ("宅基地的四至边界", "邻居提出那口井也要量一量。", False),
        ("院子里的老井", "需要对宅基地的四至边界重新测量鉴定。", False),
        ("院子里的老井", "邻居提出那口井也要量一量。", True),
    ],
)
def test_another_demand_looks_at_something_else_for_another_reason(subject: str, reason: str, other: bool):
    before = [("宅基地的四至边界", "需要对宅基地的四至边界重新测量鉴定。")]
    assert another_demand(subject, reason, before) is other


def test_the_law_names_eight_procedures():
    assert len(ARTICLE_45) == 8


def test_the_length_told_counts_its_first_day():
    assert told_last(TUESDAY, 1, "working", CALENDAR) == TUESDAY
    assert told_last(TUESDAY, 2, "calendar", CALENDAR) == date(2026, 9, 30)


def test_working_days_told_go_over_the_holiday_and_take_the_make_up_day():
    # 29 30 September, 8 9 October, and the made-up Saturday
    assert told_last(TUESDAY, 5, "working", CALENDAR) == date(2026, 10, 10)


def test_a_length_told_from_a_rest_day_counts_no_rest_day():
    assert told_last(date(2026, 10, 1), 1, "working", CALENDAR) == date(2026, 10, 8)


def test_a_procedure_begins_with_the_first_whole_day():
    assert begin() == ""
    assert begin(first=TODAY) == "procedure_first_too_early"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "site_visit"}, "procedure_without_basis"),
        ({"allowed": ()}, "procedure_without_basis"),
        ({"days": 0}, "procedure_length"),
        ({"days": 366}, "procedure_length"),
        ({"first": date(2028, 1, 1)}, "procedure_first_too_late"),
        ({"before": (HEARING,)}, "procedure_still_open"),
    ],
)
def test_what_keeps_a_procedure_from_beginning(changes: dict[str, object], code: str):
    assert begin(**changes) == code  # type: ignore[arg-type]  # changes are of its kinds


def test_two_procedures_never_take_the_same_day():
    over = NonCounted("hearing", date(2026, 9, 21), date(2026, 9, 30), date(2026, 9, 29), "依据")
    assert begin(before=(over,)) == "procedure_overlaps"
    assert begin(before=(over,), first=date(2026, 9, 30), other=True) == ""


def test_a_procedure_that_outlived_its_length_still_has_to_be_ended():
    assert begin(before=(HEARING,), today=date(2026, 10, 20), first=date(2026, 10, 21)) == (
        "procedure_still_open"
    )
    assert beyond_told(HEARING, date(2026, 10, 13))
    assert not beyond_told(HEARING, date(2026, 10, 12))


def test_a_procedure_ends_on_a_day_that_was():
    on = date(2026, 9, 30)
    assert why_not_end(HEARING, on, today=on) == ""
    assert why_not_end(HEARING, date(2026, 10, 8), today=on) == "procedure_ends_ahead"
    assert why_not_end(HEARING, date(2026, 9, 27), today=on) == "procedure_ends_before_start"
    assert why_not_end(None, on, today=on) == "no_procedure_open"


def test_the_day_before_its_first_says_that_it_took_no_whole_day():
    assert why_not_end(HEARING, TODAY, today=TODAY) == ""
    cancelled = NonCounted("hearing", TUESDAY, HEARING.told_last, TODAY, "依据")
    assert cancelled.span is None


def test_no_more_days_are_taken_out_than_were_told():
    longer = NonCounted("hearing", TUESDAY, date(2026, 9, 30), date(2026, 10, 9), "依据")
    assert longer.span is not None and longer.span.last == date(2026, 9, 30)
    limit = Limit(20, "working", "《行政许可法》第四十二条")
    without = due(TODAY, limit, CALENDAR).due
    # two working days were told: the limit moves by two, however long it took
    assert due(TODAY, limit, CALENDAR, (longer.span,)).due == CALENDAR.add_working_days(without, 2)


def test_the_limit_is_extended_on_its_last_day_and_not_after_it():
    last = date(2026, 10, 29)
    assert why_not_extend(last, last, 10, 10) == ""
    assert why_not_extend(date(2026, 10, 30), last, 10, 10) == "extension_too_late"


@pytest.mark.parametrize(
    ("most", "last", "days", "more", "code"),
    [
        (None, date(2026, 10, 29), 10, {}, "extension_not_allowed"),
        (10, None, 10, {}, "no_statutory_limit"),
        (10, date(2026, 10, 29), 10, {"granted_before": True}, "extended_before"),
        (10, date(2026, 10, 29), 11, {}, "extension_length"),
        (10, date(2026, 10, 29), 0, {}, "extension_length"),
        (10, date(2026, 10, 29), 10, {"units": ("calendar", "working")}, "extension_other_unit"),
    ],
)
def test_what_keeps_a_limit_from_being_extended(
    most: int | None, last: date | None, days: int, more: dict[str, object], code: str
):
    assert why_not_extend(TODAY, last, days, most, **more) == code  # type: ignore[arg-type]  # more is of its kinds


def test_a_matter_is_handled_jointly_where_two_of_its_own_steps_run_side_by_side():
    assert handled_jointly(["", "joint", "joint"])
    assert not handled_jointly(["", "joint"])
    assert not handled_jointly(["", ""])
    assert handled_jointly([""], always=True)

"""The clock strip tells of every day whether it counts and why, and says the whole in one sentence."""

import re
from datetime import date, timedelta

import pytest

from tongban.cases.queries.shapes import ClockView
from tongban.catalogue.definition import Text
from tongban.faces.common import clock_strip
from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import ExcludedSpan, Extension, Limit, due, remaining
from tongban.rules.explanation import until
from tongban.rules.lamps import lamp

CALENDAR = calendar_for("640121")


def running(
    start: date, days: int, today: date, *, kind: str = "promised", unit: str = "working", **granted: object
) -> ClockView:
    result = due(start, Limit(days, unit, "承诺"), CALENDAR, **granted)  # type: ignore[arg-type]  # test's own words
    left = remaining(result, today, CALENDAR)
    return ClockView(kind, "running", start, result, left, lamp(left), Text("承诺"))


def told(clock: ClockView, today: date) -> dict[int, str]:
    return {
        square.number: square.told for month in clock_strip.months(clock, today) for square in month.squares
    }


def classes(clock: ClockView, today: date) -> dict[int, set[str]]:
    return {
        square.number: set(square.classes.split())
        for month in clock_strip.months(clock, today)
        for square in month.squares
    }


MONDAY = date(2026, 11, 23)


def test_the_start_day_is_told_not_to_count() -> None:
    clock = running(MONDAY, 3, MONDAY)
    assert told(clock, MONDAY)[23] == "2026年11月23日(周一)：开始的当天不算，从第二天开始算；就是今天"
    assert "counted" not in classes(clock, MONDAY)[23]


@pytest.mark.parametrize(
    ("days", "unit", "granted"),
    [
        (12, "working", {}),
        (30, "calendar", {}),
        (0, "working", {}),
        (
            5,
            "working",
            {"excluded": (ExcludedSpan(date(2026, 11, 26), date(2026, 11, 30), "hearing", "法"),)},
        ),
    ],
)
def test_what_counts_and_what_does_not_are_all_days(days: int, unit: str, granted: dict[str, object]) -> None:
    said = clock_strip.summary(running(MONDAY, days, MONDAY, unit=unit, **granted))
    whole, *parts = (int(one) for one in re.findall(r"(?<!\d)(\d+) ?(?:天|个工作日)", said))
    assert whole == sum(parts), said


def test_a_weekend_is_told_not_to_count() -> None:
    clock = running(MONDAY, 6, MONDAY)
    assert told(clock, MONDAY)[28] == "2026年11月28日(周六)：周末，不算"
    assert classes(clock, MONDAY)[28] == {"rest"}


def test_the_last_day_is_marked_and_told() -> None:
    clock = running(MONDAY, 3, MONDAY)
    assert told(clock, MONDAY)[26] == "2026年11月26日(周四)：工作日，算第 3 天；最后一天"
    assert {"counted", "end"} <= classes(clock, MONDAY)[26]


def test_a_make_up_working_day_counts() -> None:
    today = date(2026, 10, 9)
    clock = running(today, 1, today)
    assert "make_up" in classes(clock, today)[10]
    assert "调休上班" in told(clock, today)[10]


def test_paused_days_are_told_with_their_reason() -> None:
    pause = ExcludedSpan(MONDAY + timedelta(1), MONDAY + timedelta(2), "appraisal", "第四十五条")
    clock = running(MONDAY, 1, MONDAY, excluded=[pause])
    assert told(clock, MONDAY)[24] == "2026年11月24日(周二)：鉴定，不算"
    assert "paused" in classes(clock, MONDAY)[24]


def test_days_of_an_extension_look_and_read_differently() -> None:
    clock = running(MONDAY, 1, MONDAY, extension=Extension(1, "复杂", "第四十二条"))
    assert "extended" in classes(clock, MONDAY)[25]
    assert "算延长后的第 2 天" in told(clock, MONDAY)[25]


def test_months_are_labelled() -> None:
    clock = running(date(2026, 11, 27), 5, date(2026, 11, 27))
    assert [month.label for month in clock_strip.months(clock, MONDAY)] == ["2026年11月", "2026年12月"]


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (MONDAY, "还剩 3 个工作日 · 承诺 2026年11月26日(周四)前办结"),
        (date(2026, 11, 26), "今天是最后一天 · 承诺 2026年11月26日(周四)前办结"),
        (date(2026, 11, 30), "已超过 2 个工作日 · 承诺 2026年11月26日(周四)前办结"),
    ],
)
def test_the_sentence_says_what_is_left(today: date, sentence: str) -> None:
    assert clock_strip.sentence(running(MONDAY, 3, today)) == sentence


def test_a_limit_in_calendar_days_speaks_of_days() -> None:
    clock = running(MONDAY, 3, MONDAY, kind="statutory", unit="calendar")
    assert clock_strip.sentence(clock) == "还剩 3 天 · 法定 2026年11月26日(周四)前办结"


def test_a_date_in_a_year_without_its_notice_is_called_provisional() -> None:
    today = date(2026, 12, 20)
    assert clock_strip.sentence(running(today, 20, today)).endswith("（暂定）")


def test_a_clock_that_has_not_started_says_so() -> None:
    clock = ClockView("promised", "not_started", None, None, None, "none", Text("承诺"))
    assert clock_strip.sentence(clock) == "还没有开始计时"
    assert clock_strip.months(clock, MONDAY) == ()


def test_a_clock_met_late_says_so() -> None:
    met = running(MONDAY, 3, MONDAY)
    late = ClockView("promised", "missed", met.start, met.due, None, "none", met.basis)
    assert clock_strip.sentence(late).startswith("办完时已过期限")


def test_a_holiday_is_round_and_lettered_and_a_weekend_is_round() -> None:
    clock = running(date(2026, 9, 30), 5, date(2026, 9, 30))
    days = {square.number: square for month in clock_strip.months(clock, MONDAY) for square in month.squares}
    assert (days[1].mark, "rest" in days[1].classes) == ("节", True)
    assert (days[11].mark, "rest" in days[11].classes) == ("", True)
    assert (days[10].mark, days[30].mark, days[13].mark) == ("班", "起", "末")


def test_the_applicant_s_days_are_lettered_and_told_as_theirs() -> None:
    told_by = until(MONDAY, MONDAY + timedelta(5))
    clock = ClockView("correction", "running", MONDAY, told_by, 5, "paused", Text("补正告知书"))
    assert "等您补材料，第 1 天" in told(clock, MONDAY)[24]
    marks = [square.mark for month in clock_strip.months(clock, MONDAY) for square in month.squares]
    assert marks == ["起", "等", "等", "等", "等", "末"]
    assert clock_strip.sentence(clock) == "等您补材料，还有 5 天 · 请在 2026年11月28日(周六)前补来"


def test_a_colleague_is_not_spoken_to_as_the_applicant() -> None:
    clock = ClockView(
        "correction", "running", MONDAY, until(MONDAY, MONDAY + timedelta(5)), 5, "paused", Text("补正告知书")
    )
    days = [day.told for month in clock_strip.months(clock, MONDAY, citizen=False) for day in month.squares]
    said = [*days, clock_strip.sentence(clock, citizen=False), clock_strip.summary(clock, citizen=False)]
    for kind in ("intake_check", "intake_check_again", "telling", "promised", "statutory", "delivery"):
        said.append(clock_strip.sentence(running(MONDAY, 5, MONDAY, kind=kind), citizen=False))
    assert "等申请人补材料，还有 5 天" in said[-8] and "告知补正的当天不算" in said[0]
    assert not any("您" in one for one in said)


def test_a_doubtful_day_is_marked_and_told() -> None:
    clock = running(date(2026, 12, 30), 3, date(2026, 12, 30))
    assert "provisional" in classes(clock, date(2026, 12, 30))[4]
    assert told(clock, date(2026, 12, 30))[4].endswith("放假安排公布后可能改动")


def test_after_it_was_met_the_days_left_are_shown_as_not_needed() -> None:
    clock = running(MONDAY, 5, MONDAY)
    done = ClockView(
        "promised", "met", clock.start, clock.due, None, "none", clock.basis, met=date(2026, 11, 25)
    )
    today = date(2026, 12, 9)
    days = {square.number: square for month in clock_strip.months(done, today) for square in month.squares}
    assert days[25].mark == "✓" and "这天办完了" in days[25].told
    assert "unused" in days[26].classes and "没有用到" in days[26].told
    assert "unused" not in days[24].classes


def test_a_long_limit_folds_the_weeks_in_which_nothing_happens() -> None:
    today = date(2026, 8, 12)
    clock = running(date(2026, 7, 1), 60, today)
    weeks = [week for month in clock_strip.months(clock, today) for week in month.weeks]
    folded = [week for week in weeks if week.label]
    assert "6–12" in [week.label for week in folded]
    assert any("算 5 天" in week.told for week in folded)
    assert not any(square.today or "end" in square.classes for week in folded for square in week.squares)
    days = [square for week in weeks for square in week.squares]
    assert clock.due is not None and len(days) == len(clock.due.days)


def test_a_limit_of_a_month_does_not_fold() -> None:
    clock = running(MONDAY, 20, MONDAY)
    assert not any(week.label for month in clock_strip.months(clock, MONDAY) for week in month.weeks)


def test_who_hears_the_strip_hears_what_the_squares_add_up_to() -> None:
    assert clock_strip.summary(running(MONDAY, 6, MONDAY)) == (
        "从头到尾一共 9 天，算 6 个工作日，不算的有：开始的当天 1 天、周末 2 天。"
    )

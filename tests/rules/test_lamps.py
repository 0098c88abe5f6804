"""The supervision lamps: exactly one at a time, never better with fewer days, and thresholds in one order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.lamps import (
    DEFAULT_THRESHOLDS,
    TELLING_ORDER,
    WORSE,
    LampFault,
    LampThresholds,
    Threshold,
    lamp,
    read_thresholds,
    written_thresholds,
)

ORDER = ("in_time", *WORSE)
# one province's rule: yellow one day past the limit, red two
RED_ON_THE_SECOND = LampThresholds(
    (Threshold("one_day_past", -1, "soon", "holder"), Threshold("two_days_past", -2, "overdue", "deputy"))
)


@st.composite
def any_thresholds(draw: st.DrawFn) -> LampThresholds:
    lefts = sorted(draw(st.sets(st.integers(-9, 9), min_size=1, max_size=5)), reverse=True)
    size = len(lefts)
    lamps = sorted(draw(st.lists(st.sampled_from(WORSE), min_size=size, max_size=size)), key=WORSE.index)
    told = draw(st.lists(st.sampled_from(TELLING_ORDER), min_size=size, max_size=size))
    told.sort(key=TELLING_ORDER.index)
    parts = zip(lefts, lamps, told, strict=True)
    return LampThresholds(tuple(Threshold(f"t{left}", left, own, who) for left, own, who in parts))


@pytest.mark.parametrize(
    ("left", "colour"), [(2, "in_time"), (1, "soon"), (0, "soon"), (-1, "overdue"), (-9, "overdue")]
)
def test_the_lamp_prompts_one_day_before_by_default(left: int, colour: str):
    assert lamp(left) == colour


def test_a_province_may_be_yellow_one_day_past_and_red_on_the_second():
    assert [lamp(left, RED_ON_THE_SECOND) for left in (0, -1, -2)] == ["in_time", "soon", "overdue"]


def test_a_case_whose_days_do_not_count_shows_neither_soon_nor_overdue():
    assert lamp(None) == "paused"


@given(any_thresholds(), st.integers(-30, 30), st.integers(0, 20), st.integers(0, 40))
def test_fewer_days_never_make_a_better_lamp(
    thresholds: LampThresholds, left: int, fewer: int, length: int
) -> None:
    held = thresholds.for_limit(length)
    assert ORDER.index(lamp(left - fewer, held)) >= ORDER.index(lamp(left, held))


@given(any_thresholds(), st.integers(-30, 30))
def test_exactly_one_lamp_is_lit(thresholds: LampThresholds, left: int) -> None:
    reached = {one.name for one in thresholds.thresholds if one.left >= left}
    lit = [colour for colour in (*ORDER, "paused") if lamp(left, thresholds) == colour]
    assert len(lit) == 1 and (lit == ["in_time"]) == (not reached)
    assert {one.name for one in thresholds.reached(left)} == reached


@given(any_thresholds(), st.integers(0, 12))
def test_nothing_is_reached_on_the_day_a_limit_begins(thresholds: LampThresholds, days: int) -> None:
    held = thresholds.for_limit(days)
    if days:
        assert not held.reached(days)
    assert all(
        earlier.left > later.left
        for earlier, later in zip(held.thresholds, held.thresholds[1:], strict=False)
    )
    # whatever is past the end stays as it was stated, and so does the last word
    assert [one for one in held.thresholds if one.left < 0] == [
        one for one in thresholds.thresholds if one.left < 0
    ]
    assert held.thresholds[-1].name == thresholds.thresholds[-1].name


def test_a_limit_of_one_day_does_not_begin_as_about_to_expire():
    assert lamp(1, DEFAULT_THRESHOLDS.for_limit(1)) == "in_time"
    assert lamp(0, DEFAULT_THRESHOLDS.for_limit(1)) == "soon"
    assert lamp(1, DEFAULT_THRESHOLDS.for_limit(2)) == "soon"
    assert lamp(0, DEFAULT_THRESHOLDS.for_limit(0)) == "soon"


@given(any_thresholds())
def test_thresholds_read_back_as_they_were_written(thresholds: LampThresholds) -> None:
    assert read_thresholds(written_thresholds(thresholds)) == thresholds


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"left": 1}, "thresholds_reversed"),
        ({"left": 4}, "thresholds_reversed"),
        ({"name": "about_to_expire"}, "threshold_twice"),
    ],
)
def test_each_threshold_is_reached_strictly_after_the_one_before(changed: dict[str, object], fault: str):
    first, second, last = DEFAULT_THRESHOLDS.thresholds
    with pytest.raises(LampFault) as raised:
        LampThresholds((first, replace(second, **changed), last))  # type: ignore[arg-type]  # by name
    assert raised.value.code == fault


def test_a_later_threshold_neither_calms_the_lamp_nor_is_told_nearer_to_the_work():
    first, second, _ = DEFAULT_THRESHOLDS.thresholds
    with pytest.raises(LampFault, match="lamps_reversed"):
        LampThresholds((replace(first, lamp="overdue"), replace(second, lamp="soon")))
    with pytest.raises(LampFault, match="telling_reversed"):
        LampThresholds((replace(first, told="supervisor"), second))


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        ([], "thresholds_missing"),
        ([{"name": "a", "left": "1", "lamp": "soon", "told": "holder"}], "threshold_incomplete"),
        ([{"name": "a", "left": True, "lamp": "soon", "told": "holder"}], "threshold_incomplete"),
        ([{"name": "a", "left": 1, "lamp": "soon"}], "threshold_incomplete"),
        ([{"name": "", "left": 1, "lamp": "soon", "told": "holder"}], "lamp_name_missing"),
        ([{"name": "a", "left": 1, "lamp": "green", "told": "holder"}], "lamp_unknown"),
        ([{"name": "a", "left": 1, "lamp": "soon", "told": "everybody"}], "told_unknown"),
        ([{"name": "a", "left": 61, "lamp": "soon", "told": "holder"}], "threshold_too_far"),
    ],
)
def test_thresholds_that_cannot_be_read_are_refused(stated: list[dict[str, object]], fault: str):
    with pytest.raises(LampFault) as raised:
        read_thresholds(stated)
    assert raised.value.code == fault

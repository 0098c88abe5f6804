"""Corrections are asked for once, with every defect, and what was brought as told is accepted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import Limit
from tongban.rules.corrections import (
    GROUNDS,
    Asked,
    NonCounted,
    defects,
    demand_faults,
    grounds_closed,
    judged,
    last_day_before_withdrawal,
    may_judge,
    must_accept,
    same_words,
)
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance
from tongban.rules.workdays import DayRule, Layer, WorkCalendar

CARD = Asked("card", required=True, handed_in=True)
FORM = Asked("form", required=True, handed_in=False)
PHOTO = Asked("photo", required=False, handed_in=True)
ABSENT = Asked("absent", required=False, handed_in=False)
ALL = (CARD, FORM, PHOTO, ABSENT)


def codes(found):
    return {(one.material, one.code) for one in found}


def test_every_required_material_and_every_one_handed_in_needs_a_verdict():
    found = judged(ALL, {}, {}, {}, None)
    assert codes(found) == {(code, "verdict_missing") for code in ("card", "form", "photo")}


def test_a_faulty_material_needs_a_reason_and_an_absent_one_is_not_in_order():
    found = judged(ALL, {"card": "faulty", "form": "ok", "photo": "ok"}, {}, {}, None)
    assert codes(found) == {("card", "verdict_reason_missing"), ("form", "material_absent")}


def test_what_came_in_is_not_missing():
    assert codes(judged((CARD,), {"card": "missing"}, {}, {}, None)) == {("card", "material_not_missing")}


def test_after_the_notice_only_what_it_named_or_what_came_in_since_is_judged():
    open_to = may_judge(["form"], ["form"], first_round=False)
    before = {"card": "ok", "form": "missing", "photo": "ok"}
    brought = (CARD, Asked("form", True, True), PHOTO)
    assert judged(brought, {"form": "ok"}, {}, before, open_to) == []
    found = judged(brought, {"form": "ok", "card": "faulty"}, {"card": True}, before, open_to)
    assert codes(found) == {("card", "not_open_to_judgement")}


def test_a_notice_names_every_defect_and_nothing_else():
    verdicts = {"card": "faulty", "form": "missing", "photo": "faulty", "absent": "missing"}
    assert defects(ALL, verdicts) == ("card", "form", "photo")


def test_what_may_follow_is_no_defect_and_hinders_no_acceptance():
    promised = Asked("form", required=True, handed_in=False, promised=True)
    assert defects((CARD, promised), {"card": "ok", "form": "missing"}) == ()
    assert must_accept((CARD, promised), {"card": "ok"})


@given(
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.sampled_from(["ok", "missing", "faulty"])), max_size=12
    )
)
def test_sound_verdicts_either_name_a_defect_or_must_be_accepted(drawn):
    materials = tuple(Asked(f"m{n}", required, came) for n, (required, came, _) in enumerate(drawn))
    verdicts = {f"m{n}": verdict for n, (_, _, verdict) in enumerate(drawn)}
    if judged(materials, verdicts, dict.fromkeys(verdicts, True), {}, None):
        return
    required = {m.code for m in materials if m.required}
    assert must_accept(materials, verdicts) is not bool(required & set(defects(materials, verdicts)))


def test_a_further_demand_says_which_of_the_three_it_is_and_why():
    assert demand_faults(1, "", explained=False) == []
    assert codes(demand_faults(2, "", explained=False)) == {
        ("", "further_demand_without_ground"),
        ("", "further_demand_unexplained"),
    }
    assert demand_faults(2, "breach", explained=True) == []


LAST_DAYS = Limit(10, "working", "item")


def test_silence_withdraws_nothing_without_the_items_rule_or_without_proven_delivery():
    calendar = calendar_for("640121")
    assert last_day_before_withdrawal(date(2026, 9, 10), date(2026, 9, 1), None, calendar) is None
    assert last_day_before_withdrawal(date(2026, 9, 10), None, LAST_DAYS, calendar) is None


def test_the_later_of_the_date_told_and_the_items_period_from_delivery_binds():
    calendar = calendar_for("640121")
    assert last_day_before_withdrawal(date(2026, 9, 30), date(2026, 9, 1), LAST_DAYS, calendar) == date(
        2026, 9, 30
    )
    assert last_day_before_withdrawal(date(2026, 9, 3), date(2026, 9, 1), LAST_DAYS, calendar) == date(
        2026, 9, 15
    )


def test_a_date_told_that_became_a_day_of_rest_moves_to_the_next_working_day():
    """Told before the notice of holidays: 8 October 2026 was to be a working day, and is none any more."""
    calendar = calendar_for("640121")
    rest = DayRule(False, "public_holiday", "国庆节", True, "试验")
    later = Layer("试验", "", 100, frozenset({2026}), {date(2026, 10, 8): rest})
    longer = WorkCalendar((*calendar.layers, later))
    told, served = date(2026, 10, 8), date(2026, 9, 1)
    assert last_day_before_withdrawal(told, served, LAST_DAYS, calendar) == told
    assert last_day_before_withdrawal(told, served, LAST_DAYS, longer) == date(2026, 10, 9)


def test_days_taken_out_are_capped_at_the_length_told():
    told = NonCounted("appraisal", date(2026, 9, 1), date(2026, 9, 10), None, "art. 45")
    assert told.span and told.span.last == date(2026, 9, 10)
    longer = NonCounted("appraisal", date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 20), "art. 45")
    assert longer.span and longer.span.last == date(2026, 9, 10)
    sooner = NonCounted("appraisal", date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 4), "art. 45")
    assert sooner.span and sooner.span.last == date(2026, 9, 4)
    none_at_all = NonCounted("appraisal", date(2026, 9, 2), date(2026, 9, 10), date(2026, 9, 1), "art. 45")
    assert none_at_all.span is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("不齐", "reason_too_short"),
        ("。。。。。。。。。。。。", "reason_too_short"),
        ("啊啊啊啊啊啊啊啊啊啊啊啊", "reason_repeats"),
        ("经审核，您提交的材料不符合有关规定。", "reason_says_nothing"),
        ("户口簿缺少本人页，请带上户口簿原件再来一次。", ""),
        ("身份证照片模糊，号码后四位看不清楚。", ""),
    ],
)
def test_a_reason_says_something(text, why):
    assert why_not_substance(text) == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("aa", "reason_too_short"),
        ("的的的的的", "reason_repeats"),
        ("\u3164\u3164\u3164\u3164\u3164", "reason_too_short"),
        ("核对身份", ""),
        ("联系本人", ""),
    ],
)
def test_a_reason_to_look_may_be_short_and_still_says_something(text, why):
    assert why_not_substance(text, LEAST_TO_LOOK) == why


def closed(**how: bool) -> dict[str, str]:
    told = dict.fromkeys(("complete", "licence", "told", "verdicts_open", "as_told"), False)
    return grounds_closed(GROUNDS, **{**told, **how})


def test_what_is_complete_is_declined_for_its_matter_alone() -> None:
    for licence in (True, False):
        assert closed(complete=True, licence=licence).keys() == {"not_corrected", "conditions"}


def test_conditions_are_no_ground_of_intake_where_the_article_binds() -> None:
    assert closed(licence=True)["conditions"] == "conditions_after_review"
    assert "conditions" not in closed(licence=False)


def test_not_corrected_needs_something_that_was_told() -> None:
    assert closed()["not_corrected"] == "tell_first"
    assert closed(told=True, verdicts_open=True)["not_corrected"] == "verdicts_open"
    assert closed(told=True)["not_corrected"] == "not_told_of_this"
    assert "not_corrected" not in closed(told=True, as_told=True)


def test_the_same_words_are_the_same_reason() -> None:
    assert same_words("身份证 过期了。", "身份证过期了")
    assert not same_words("身份证过期了", "身份证看不清")
    assert not same_words("", "。")

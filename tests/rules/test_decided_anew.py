"""An order is carried out once, and what it set aside does not come again in the same words."""

from datetime import date

import pytest

from tongban.rules.decided_anew import (
    may_redo,
    may_reopen,
    order_executed,
    same_again,
    why_no_order_number,
    why_not_of_the_ground,
)

WHY = "申请人在本村二组已经有一处宅基地，不符合一户一宅。"
ORDER = "永政复决〔2026〕7号"
JUDGED = "（2026）宁01行初7号"
DAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    "number",
    [
        "永政复决（2026）第7号",
        "永政复决[2026]7号",
        "永政复决字〔2026〕第０7 号",
        " 永政复决 【2026】 ７ 号 ",
        "永宁县政复决〔2026〕7号",
        ORDER,
    ],
)
def test_an_order_is_carried_out_once_however_its_number_is_spelled(number: str) -> None:
    assert order_executed(number, [ORDER])
    assert order_executed(ORDER, [number])


def test_another_number_is_another_order() -> None:
    for number in (
        "永政复决〔2026〕8号",
        "永政复决〔2025〕7号",
        "永宁县政复决〔2026〕8号",
        "永政复受〔2026〕7号",
        "银政复决〔2026〕7号",
        "永政复决〔2026〕17号",
        "",
    ):
        assert not order_executed(number, [ORDER])
    assert not order_executed("", [""])
    assert order_executed("(2026) 宁01行初 7号", [JUDGED]) and not order_executed(
        "（2026）宁01行终7号", [JUDGED]
    )


@pytest.mark.parametrize(
    ("number", "ground", "why"),
    [
        (ORDER, "reconsideration", ""),
        ("永政复决字〔2026〕7号", "reconsideration", ""),
        ("永政行复〔2025〕第12号", "reconsideration", ""),
        (JUDGED, "judgment", ""),
        ("（2024）最高法行再115号", "judgment", ""),
        ("（2025）宁0121行初3号", "judgment", ""),
        ("x", "reconsideration", "order_number_shape"),
        ("无", "judgment", "order_number_shape"),
        ("7号", "reconsideration", "order_number_shape"),
        ("永政复决7号", "reconsideration", "order_number_shape"),
        ("永政复决〔2026〕0号", "reconsideration", "order_number_shape"),
        ("永政复决〔2026〕七号", "reconsideration", "order_number_shape"),
        (ORDER, "judgment", "order_number_shape"),
        (JUDGED, "reconsideration", "order_number_shape"),
        ("永政复决〔2027〕7号", "reconsideration", "order_number_year"),
        ("永政复决〔0000〕7号", "reconsideration", "order_number_year"),
        ("（1976）宁01行初7号", "judgment", "order_number_year"),
    ],
)
def test_an_order_has_a_number_that_an_order_can_have(number: str, ground: str, why: str) -> None:
    assert why_no_order_number(number, ground, DAY) == why


def test_no_order_is_older_than_what_it_sets_aside() -> None:
    for number, ground in (("永政复决〔2025〕7号", "reconsideration"), ("（2025）宁0121行初3号", "judgment")):
        assert why_no_order_number(number, ground, DAY, date(2025, 12, 31)) == ""
        assert why_no_order_number(number, ground, DAY, date(2026, 1, 1)) == "order_number_year"


def test_a_judgment_is_of_a_court_and_nothing_else_is() -> None:
    assert why_not_of_the_ground("永宁县人民法院", "judgment") == ""
    assert why_not_of_the_ground("银川市中级人民法院（行政庭）", "judgment") == ""
    assert why_not_of_the_ground("永宁县人民政府", "judgment") == "order_of_no_court"
    assert why_not_of_the_ground("永宁县人民法院", "reconsideration") == "order_of_a_court"
    assert why_not_of_the_ground("永宁县人民政府", "reconsideration") == ""


def test_an_end_by_mistake_has_a_way_back() -> None:
    assert may_redo("terminated", accepted=True) and not may_redo("terminated", accepted=False)
    assert may_reopen("terminated", accepted=False) and not may_reopen("terminated", accepted=True)
    assert not may_redo("withdrawn", accepted=True) and not may_reopen("granted", accepted=True)


def test_a_reason_that_was_set_aside_is_none_the_second_time() -> None:
    assert same_again(WHY, [WHY])
    assert same_again("申请人在本村二组 已经有一处宅基地;不符合一户一宅", [WHY])
    assert not same_again("补查登记簿，申请人名下另有一处2019年取得的宅基地，已听取其申辩。", [WHY])
    assert not same_again("", [""])

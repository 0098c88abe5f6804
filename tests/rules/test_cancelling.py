"""A grant is struck off on a ground of the law's list, with what shows it."""

from datetime import date

import pytest

from tongban.rules.cancelling import (
    ARTICLE,
    GROUNDS,
    HEARD_FIRST,
    period_ends,
    why_no_ground,
    why_no_other_law,
    why_period_not_over,
)

GRANTED = date(2026, 8, 31)


def test_the_law_names_six_cases() -> None:
    """行政许可法第七十条."""
    assert set(ARTICLE) == set(GROUNDS) and set(ARTICLE.values()) == set("一二三四五六")


def test_who_keeps_nothing_and_lives_is_heard_first() -> None:
    assert "other_by_law" in HEARD_FIRST and not HEARD_FIRST & {"expired", "holder_died", "holder_dissolved"}


@pytest.mark.parametrize(
    ("ground", "organization", "why"),
    [
        ("", False, "required"),
        ("因为要注销", False, "not_an_option"),
        ("holder_died", True, "ground_of_a_person"),
        ("holder_dissolved", False, "ground_of_a_body"),
        ("holder_died", False, ""),
        ("holder_dissolved", True, ""),
        ("expired", True, ""),
    ],
)
def test_a_ground_fits_who_holds_the_grant(ground: str, organization: bool, why: str) -> None:
    assert why_no_ground(ground, organization=organization) == why


@pytest.mark.parametrize(
    ("validity", "last"),
    [
        ("自登记之日起6个月（演示）", date(2027, 2, 28)),
        ("自批准之日起二年内开工有效（演示）", date(2028, 8, 31)),
        ("自发证之日起十年", date(2036, 8, 31)),
        ("自批准之日起六个月内签订合同有效（演示）", date(2027, 2, 28)),
        ("自核发之日起十五日", date(2026, 9, 15)),
        ("长期有效", None),
        ("至合同载明的流转期满", None),
    ],
)
def test_a_period_is_read_from_its_words(validity: str, last: date | None) -> None:
    assert period_ends(validity, GRANTED) == last


def test_a_period_that_runs_is_not_over() -> None:
    words = "自批准之日起二年内开工有效"
    assert why_period_not_over(words, GRANTED, date(2028, 8, 31)) == "period_still_runs"
    assert why_period_not_over(words, GRANTED, date(2028, 9, 1)) == ""
    assert why_period_not_over("长期有效", GRANTED, date(2050, 1, 1)) == "grant_without_period"
    assert why_period_not_over("以证面和银行卡有效期为准", GRANTED, GRANTED) == ""


@pytest.mark.parametrize(
    ("basis", "named"),
    [
        ("《中华人民共和国行政许可法》第七十条", False),
        ("《关于清理证照的通知》第三条", False),
        ("《中华人民共和国行政许可法》第七十条\n《中华人民共和国森林法》第五十七条", True),
        ("《宁夏回族自治区土地管理条例》第二十条", True),
        ("民法典第十三条", True),
        ("", False),
    ],
)
def test_another_law_is_named(basis: str, named: bool) -> None:
    assert (why_no_other_law(basis) == "") is named

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
    why_no_proof,
    why_period_not_over,
)

GRANTED = date(2026, 8, 31)


def test_the_law_names_six_cases() -> None:
    """行政许可法第七十条."""
    assert set(ARTICLE) == set(GROUNDS) and set(ARTICLE.values()) == set("一二三四五六")


@pytest.mark.parametrize(
    ("ground", "evidence", "why"),
    [
        ("holder_died", "死亡证明", "proof_unnumbered"),
        ("holder_died", "2026年9月3日", "proof_unnumbered"),
        ("holder_died", "死亡证明2026年13月40日", "proof_unnumbered"),
        ("holder_died", "派出所死亡证明〔2026〕18号", ""),
        ("holder_died", "居民死亡医学证明书，编号640121202600123", ""),
        ("holder_died", "派出所2026年9月3日出的死亡证明", ""),
        ("holder_dissolved", "登记机关的注销登记", "proof_unnumbered"),
        ("holder_dissolved", "登记机关2026年9月3日的注销登记通知书", ""),
        ("taken_by_law", "执法局的决定", "order_number_shape"),
        ("taken_by_law", "县自然资源局2026年9月3日的处罚决定", "order_number_shape"),
        ("taken_by_law", "行政处罚决定书（永自然资罚〔2026〕8号）", ""),
        ("taken_by_law", "永宁县人民法院（2026）宁0121行初7号判决书", ""),
        ("impossible", "县里的洪水通报", ""),
    ],
)
def test_where_nobody_is_heard_what_shows_it_can_be_looked_up(ground: str, evidence: str, why: str) -> None:
    assert why_no_proof(ground, evidence) == why


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


@pytest.mark.parametrize(
    "words",
    [
        "",
        "以证面和银行卡有效期为准",
        "自登记之日起有效",
        "至年满18周岁或者情形消失时止",
        "每年核查一次",
        "至合同载明的流转期满",
    ],
)
def test_what_names_no_length_is_never_over_by_itself(words: str) -> None:
    assert why_period_not_over(words, GRANTED, date(2050, 1, 1)) == "grant_without_period"


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

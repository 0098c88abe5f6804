"""A basis names a rule and its place; the right body is another one, by its name."""

import pytest

from tongban.rules.named_basis import same_body, why_no_basis, why_no_other_body

OURS = ("胜利乡人民政府", "永宁县自然资源局")


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国土地管理法》第六十二条",
        "《中华人民共和国行政许可法》第六十九条第二款",
        "民法典第十三条",
        "国办发〔2020〕42号",
        "《关于规范宅基地审批的通知》（农经发〔2019〕6号）",
        "《国务院关于建立统一的城乡居民基本养老保险制度的意见》第三条\n《社会保险法》第20条",
        "《某县补正规则》三、办理时限",
        "刑法第12条",
        "《中华人民共和国民法典》第一千二百六十条",
        "宁政发〔2026〕3号第二条",
    ],
)
def test_a_basis_names_a_rule_and_a_place_in_it(text: str) -> None:
    assert why_no_basis(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \n ", "required"),
        ("无", "basis_names_no_rule"),
        ("x", "basis_names_no_rule"),
        ("。", "basis_names_no_rule"),
        ("第三条", "basis_names_no_rule"),
        ("《土地管理法》", "basis_without_place"),
        ("有关规定", "basis_names_no_rule"),
        ("按照有关规定第三条", "basis_names_no_rule"),
        ("国家相关规定第一条", "basis_names_no_rule"),
        ("实在没办法第一条", "basis_names_no_rule"),
        ("依法第三条办", "basis_names_no_rule"),
        ("我的看法第一条", "basis_names_no_rule"),
        ("《啊啊》第一条", "basis_names_no_rule"),
        ("《啊啊啊法》第一条", "basis_names_no_rule"),
        ("《xx》第一条", "basis_names_no_rule"),
        ("《土地管理法》第零条", "basis_without_place"),
        ("《土地管理法》第0条", "basis_without_place"),
        ("《土地管理法》第九千九百九十九条", "basis_without_place"),
        ("《土地管理法》第六十二条\n无", "basis_names_no_rule"),
    ],
)
def test_any_character_is_no_basis(text: str, why: str) -> None:
    assert why_no_basis(text) == why


@pytest.mark.parametrize(
    "name", ["永宁县望洪镇人民政府", "县民政局", "永宁县民政局（一楼大厅）", "永宁县公安局胜利派出所"]
)
def test_another_body_has_a_name(name: str) -> None:
    assert why_no_other_body(name, OURS) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "required"),
        ("无", "right_body_unnamed"),
        ("不知道哪里", "right_body_unnamed"),
        ("其他有关部门", "right_body_unnamed"),
        ("胜利乡 人民政府", "right_body_is_ours"),
        ("永宁县自然资源局", "right_body_is_ours"),
        ("永宁县胜利乡政府", "right_body_is_ours"),
        ("宁夏回族自治区银川市永宁县胜利乡人民政府", "right_body_is_ours"),
        ("胜利乡政府（民政窗口）", "right_body_is_ours"),
        ("县 自然资源局", "right_body_is_ours"),
        ("银川市永宁县自然资源局", "right_body_is_ours"),
        ("啊啊啊啊局", "right_body_unnamed"),
    ],
)
def test_the_right_body_is_neither_nobody_nor_ourselves(name: str, why: str) -> None:
    assert why_no_other_body(name, OURS) == why


def test_another_place_has_another_body() -> None:
    assert not same_body("贺兰县自然资源局", "永宁县自然资源局")
    assert not same_body("银川市自然资源局", "永宁县自然资源局")
    assert not same_body("永宁县公安局", "永宁县公安局胜利派出所")
    assert not same_body("望洪镇人民政府", "胜利乡人民政府") and not same_body("", "胜利乡人民政府")
    assert not same_body("永宁县人民政府", "永宁县胜利乡人民政府")

"""A witness is somebody with a name, whatever their people; 邻居 is nobody's name."""

import pytest

from tongban.rules.person_names import why_no_person_name


@pytest.mark.parametrize(
    "name",
    [
        "王芳",
        "马建国",
        "李 秀英",
        "欧阳锋",
        "司马相如",
        "哈文",
        "撒贝宁",
        "扎西",
        "卓玛央宗",
        "巴特尔",
        "阿卜杜拉·买买提",
        "古丽娜尔．艾合买提",
        "乌兰图雅",
        "䶮小明",
    ],
)
def test_a_name_is_one(name: str) -> None:
    assert why_no_person_name(name) == ""


@pytest.mark.parametrize(
    "text",
    [
        "村民",
        "邻居",
        "村民甲",
        "本村村民",
        "李某",
        "王某某",
        "张三·",
        "马主任",
        "王女士",
        "村委会的人",
        "无无",
        "王",
        "x",
        "ab",
        "王1",
        "马甲",
        "啊啊啊",
        "不详",
        "工作人员",
        "隔壁老王",
        "王" * 21,
    ],
)
def test_what_somebody_is_names_nobody(text: str) -> None:
    assert why_no_person_name(text) == "no_name_of_a_person"


def test_nothing_is_asked_for() -> None:
    assert why_no_person_name("  ") == "required"

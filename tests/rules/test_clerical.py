"""A correction puts writing right, as the file has it already, and never changes what was decided."""

import pytest

from tongban.rules.clerical import OnFile, still_as_written, why_not_clerical

FILE = OnFile(
    values=(
        "马秀兰",
        "赵文军",
        "赵文勇",
        "642221198003051234",
        "许旺村三组21号",
        "120",
        "2026年11月30日",
        "2026年9月14日",
        "《中华人民共和国土地管理法》第六十二条",
        "永宁县胜利乡人民政府",
    ),
    texts=("农村宅基地批准书", "户口簿", "应当在批准以后二年内开工"),
)


@pytest.mark.parametrize(
    ("stood", "reads", "why"),
    [
        # what anybody sees from the file
        ("许旺村三组12号", "许旺村三组21号", ""),
        ("2026年11月31日", "2026年11月30日", ""),
        ("马秀蓝", "马秀兰", ""),
        ("642221198003051243", "642221198003051234", ""),
        ("户囗簿", "户口簿", ""),
        ("宅基他批准书", "宅基地批准书", ""),
        ("《中华人民共和国土地管理法》第六十三条", "《中华人民共和国土地管理法》第六十二条", ""),
        ("马秀兰", " 马秀兰 ", "correction_changes_nothing"),
        ("1500元", "1,500元", "correction_changes_nothing"),
        # another person, however written
        ("马秀兰", "赵文军", "correction_was_right"),
        ("马秀兰", "马秀兰芳", "correction_was_right"),
        ("兰", "军", "correction_was_right"),
        ("王志强", "马秀兰", "correction_another_word"),
        ("赵文泳", "赵文军", "correction_another_word"),
        ("马秀蓝", "马秀芳", "correction_not_on_file"),
        # the outcome, and what bounds it
        ("准予参保登记", "不予参保登记", "correction_changes_the_outcome"),
        ("批准按申请载明的位置建住房", "不批准按申请载明的位置建住房", "correction_changes_the_outcome"),
        ("予以保障", "不再保障", "correction_changes_the_outcome"),
        ("符合条件", "不符合条件", "correction_changes_the_outcome"),
        ("准予登记", "登记", "correction_changes_the_outcome"),
        ("二年以内", "二年以外", "correction_changes_the_outcome"),
        # numbers, in whatever writing
        ("面积140平方米", "面积120平方米", "correction_changes_an_amount"),
        ("140", "120", "correction_changes_an_amount"),
        ("三百元", "八百元", "correction_changes_an_amount"),
        ("3人", "5人", "correction_changes_an_amount"),
        ("12个月", "24个月", "correction_changes_an_amount"),
        ("至2027年", "至2037年", "correction_changes_an_amount"),
        ("两层", "四层", "correction_changes_an_amount"),
        ("一百二十平方米", "一百八十平方米", "correction_changes_an_amount"),
        ("十年内开工", "二十年内开工", "correction_changes_an_amount"),
        ("二年内开工", "二十年内开工", "correction_was_right"),
        ("2027年9月14日", "2026年9月14日", "correction_changes_an_amount"),
        # words that nobody finds anywhere
        ("材枓属实", "材料属实", "correction_not_on_file"),
    ],
)
def test_a_slip_may_be_put_right_and_the_substance_may_not(stood: str, reads: str, why: str) -> None:
    assert why_not_clerical(stood, reads, FILE) == why


def test_what_was_corrected_reads_otherwise_now() -> None:
    texts = ("申请人王志囍在本村二组有一处宅基地",)
    assert still_as_written("王志囍", texts, [])
    assert not still_as_written("王志囍", texts, [("王志囍", "王志强")])
    assert not still_as_written("志囍", texts, [("王志囍", "王志强")])
    assert still_as_written("二组", texts, [("王志囍", "王志强")])

"""A correction puts writing right and never changes what was decided."""

import pytest

from tongban.rules.clerical import why_not_clerical


@pytest.mark.parametrize(
    ("stood", "reads", "why"),
    [
        ("许旺村三组12号", "许旺村三组21号", ""),
        ("2026年11月31日", "2026年11月30日", ""),
        ("马秀兰", "马秀蓝", ""),
        ("马秀兰", " 马秀兰 ", "correction_changes_nothing"),
        ("准予参保登记", "不予参保登记", "correction_changes_the_outcome"),
        ("准予登记", "登记", "correction_changes_the_outcome"),
        ("面积120平方米", "面积140平方米", "correction_changes_an_amount"),
        ("每月发500元", "每月发1,500元", "correction_changes_an_amount"),
        ("每月发1500元", "每月发1,500元", ""),
        ("不同意见", "不同意间", ""),
    ],
)
def test_a_slip_may_be_put_right_and_the_substance_may_not(stood: str, reads: str, why: str) -> None:
    assert why_not_clerical(stood, reads) == why

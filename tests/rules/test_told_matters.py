"""Whose case answers a matter that could not be done, and how often it is handed on."""

import pytest

from tongban.rules.told_matters import MOST_PASSED, is_theirs, may_pass


@pytest.mark.parametrize(
    ("name", "phone", "theirs"),
    [
        ("马又兰", "", True),
        ("马 又兰", "", True),
        ("王五", "19900000066", True),
        ("王五", "", False),
        ("王五", "19900000067", False),
    ],
)
def test_a_case_is_theirs_by_a_name_in_it_or_by_its_phone(name: str, phone: str, theirs: bool) -> None:
    assert is_theirs(name, phone, {"马又兰", "马一兰"}, {"19900000066", ""}) is theirs


def test_after_three_times_it_goes_to_the_head_alone() -> None:
    assert may_pass(MOST_PASSED - 1, False) and not may_pass(MOST_PASSED, False)
    assert may_pass(MOST_PASSED, True)

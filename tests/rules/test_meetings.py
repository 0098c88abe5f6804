"""When villagers' meetings are meetings, and what they decided (村民委员会组织法 art. 22, 26)."""

import pytest

from tongban.rules.meetings import Count, faults_of_count, quorum


def faults(sort: str, *figures: int | None) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in faults_of_count(sort, Count(*figures))]


@pytest.mark.parametrize(
    ("sort", "entitled", "least"),
    [
        ("villagers", 400, 201),  # more than half, so a half is not enough
        ("villagers", 401, 201),
        ("households", 150, 100),  # two thirds or more
        ("households", 151, 101),
        ("representatives", 30, 20),
        ("representatives", 31, 21),
        ("group", 9, 5),
        ("group", 3, 2),
    ],
)
def test_a_meeting_needs_its_number(sort: str, entitled: int, least: int) -> None:
    assert quorum(sort, entitled) == least
    assert faults(sort, entitled, least, least, 0, 0) == []
    assert faults(sort, entitled, least - 1, least - 1, 0, 0) == [("present", "quorum_not_reached")]


def test_one_person_is_no_group() -> None:
    assert faults("group", 1, 1, 1, 0, 0) == [("entitled", "group_too_small")]


def test_more_than_half_of_those_present_decide_and_who_abstains_is_present() -> None:
    assert not Count(30, 24, 12, 0, 12).passed
    assert Count(30, 24, 13, 11, 0).passed
    assert not Count(30, None, None, None, None).passed


def test_the_figures_agree_with_each_other_and_all_faults_are_told_at_once() -> None:
    assert faults("representatives", 30, 25, 20, 3, 1) == [("in_favour", "votes_do_not_add_up")]
    assert faults("group", 9, 10, 10, 0, 0) == [("present", "more_present_than_entitled")]
    assert faults("group", 0, 0, 0, 0, 0) == [("entitled", "nobody_entitled")]
    assert faults("group", None, None, 3, 0, 0) == [("entitled", "required"), ("present", "required")]
    assert faults("group", 200_000, 9, 9, 0, 0) == [("entitled", "count_too_large")]

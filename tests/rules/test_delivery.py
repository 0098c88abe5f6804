"""Who may take a paper for somebody, and what left papers and letters need."""

import pytest

from tongban.rules.delivery import (
    named_witnesses,
    sound_tracking,
    why_no_authority,
    why_not_self,
    witnesses_apart,
)

NOTHING = {"organization": False, "lives_together": False, "mandate": False, "authority_seen": ""}


@pytest.mark.parametrize(
    ("relation", "told", "why"),
    [
        ("self", {}, ""),
        ("child", {}, "not_of_the_household"),
        ("child", {"lives_together": True}, ""),
        ("neighbour", {"lives_together": True}, "receiver_has_no_authority"),
        ("neighbour", {"authority_seen": "本人写的收件委托书"}, ""),
        ("guardian", {}, "receiver_has_no_authority"),
        ("mandate", {}, "receiver_has_no_authority"),
        ("mandate", {"mandate": True}, ""),
        ("mail_room", {}, "mail_room_of_a_person"),
        ("mail_room", {"organization": True}, ""),
        ("handler", {"organization": True}, ""),
        ("spouse", {"organization": True, "lives_together": True}, "receiver_has_no_authority"),
        ("", {}, "receiver_has_no_authority"),
    ],
)
def test_a_paper_goes_to_who_may_take_it(relation: str, told: dict[str, object], why: str) -> None:
    assert why_no_authority(relation, **{**NOTHING, **told}) == why  # type: ignore[arg-type]  # mixed values


def test_oneself_is_the_addressee_by_name_and_alive() -> None:
    own = {"马建国", "李 桂兰"}
    assert why_not_self("马 建国", own, died=False) == "" == why_not_self("李桂兰", own, died=False)
    assert why_not_self("路人甲", own, died=False) == "not_the_addressee"
    assert why_not_self("马建国", own, died=True) == "dead_do_not_sign"


def test_a_witness_is_neither_the_addressee_nor_the_server() -> None:
    assert witnesses_apart("马建国\n王芳\n李秀英", {"马建国", "王芳"}) == ("李秀英",)


def test_one_name_twice_is_one_witness() -> None:
    assert named_witnesses("王建国\n李秀英") == ("王建国", "李秀英")
    assert named_witnesses("王建国、王建国，") == ("王建国",)


def test_a_letter_has_a_number_that_can_be_one() -> None:
    assert sound_tracking("1234567890123") and sound_tracking("XA12345678944")
    assert not sound_tracking("寄了") and not sound_tracking("1234")

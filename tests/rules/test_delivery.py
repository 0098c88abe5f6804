"""Who may take a paper for somebody, and what left papers and letters need."""

from datetime import date

import pytest

from tongban.rules.delivery import (
    hands_to_self,
    named_witnesses,
    on_one_day,
    says_what_was_seen,
    sound_tracking,
    told_witnesses,
    why_no_authority,
    why_not_self,
    why_not_tried,
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
        ("neighbour", {"authority_seen": "无"}, "authority_says_nothing"),
        ("assister", {"authority_seen": "x"}, "authority_says_nothing"),
        ("child", {"authority_seen": "。", "lives_together": True}, ""),
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


def test_what_somebody_is_is_no_witness() -> None:
    assert named_witnesses("村民、邻居") == () and told_witnesses("村民、邻居") == ("村民", "邻居")
    assert named_witnesses("阿依古丽·买买提\n王建国") == ("阿依古丽·买买提", "王建国")


def test_nobody_is_no_witness_and_an_x_is_no_card() -> None:
    assert named_witnesses("无无、没有\n不详，李秀英") == ("李秀英",)
    assert says_what_was_seen("居民身份证") and says_what_was_seen("护照")
    assert not any(says_what_was_seen(words) for words in ("x", "无", "没有", "。。", "  "))


def test_a_letter_does_not_come_back_on_the_day_of_the_decision_and_one_day_is_one_try() -> None:
    monday, tuesday = date(2026, 9, 14), date(2026, 9, 15)
    assert why_not_tried("posted", monday, monday) == "letter_back_at_once"
    assert why_not_tried("posted", tuesday, monday) == "" == why_not_tried("handed_over", monday, monday)
    assert why_not_tried("left", monday, tuesday) == "before_the_decision_day"
    assert on_one_day([monday, monday]) and not on_one_day([monday, tuesday]) and not on_one_day([monday])


def test_who_serves_a_paper_does_not_sign_for_it() -> None:
    assert hands_to_self("赵 桂兰", "赵桂兰")
    assert not hands_to_self("马建国", "赵桂兰") and not hands_to_self("", "")


def test_a_letter_has_a_number_that_can_be_one() -> None:
    assert sound_tracking("1234567890123") and sound_tracking("XA12345678944")
    assert sound_tracking("RA123456785CN") and not sound_tracking("RA123456784CN")  # UPU S10: its check digit
    assert sound_tracking("ra４73124829cn".replace("４", "4")) and sound_tracking("RA000000005CN") is False
    assert not any(
        sound_tracking(one) for one in ("000000001", "0000000012", "12345678", "111111112", "AAAABBBB1")
    )
    assert not sound_tracking("寄了") and not sound_tracking("1234")
    assert not sound_tracking("aaaaaaaa") and not sound_tracking("00000000")

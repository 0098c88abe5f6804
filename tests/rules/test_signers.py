"""Who of a household signs: every grown member for themselves, no child, and not the applicant a second time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.minors import under_eighteen
from tongban.rules.signers import who_signs, why_no_witness
from tongban.site.scenario import citizen_number

TODAY = date(2026, 11, 23)
SON, CHILD, APPLICANT = "640121198603121171", "640121201509081243", "640121196002031225"
HOUSEHOLD = (("马秀英", APPLICANT, "本人"), ("马志强", SON, "儿子"), ("马小雨", CHILD, "孙女"))


def test_every_grown_member_but_the_applicant_signs():
    assert [one.name for one in who_signs(HOUSEHOLD, APPLICANT, TODAY)] == ["马志强"]


def test_a_child_signs_once_they_are_grown_up():
    assert [one.name for one in who_signs(HOUSEHOLD, APPLICANT, date(2033, 9, 9))] == ["马志强", "马小雨"]


@given(
    st.lists(st.integers(0, 20_000), unique=True, max_size=6), st.dates(date(2001, 1, 1), date(2040, 1, 1))
)
def test_nobody_under_eighteen_ever_signs(serials, day):
    members = [(f"人{serial}", citizen_number(serial), "家人") for serial in serials]
    asked = who_signs(members, APPLICANT, day)
    assert not any(under_eighteen(one.number, day) for one in asked)
    assert len(asked) == sum(not under_eighteen(number, day) for _, number, _ in members)
    assert all(members[one.order][0] == one.name for one in asked)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("周老四", ""),
        ("", "required"),
        ("马 志强", "witness_is_party"),
        ("马秀英", "witness_is_party"),
        ("王乡长", "witness_decides"),
        ("李代办", "witness_records"),
    ],
)
def test_a_witness_is_no_party_decides_nothing_and_does_not_write_it_down(name, why):
    told = why_no_witness(name, parties={"马秀英", "马志强"}, deciding={"王乡长"}, recorder="李代办")
    assert told == why

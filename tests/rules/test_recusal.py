"""Which acts near kin, and who is a party, may not do; and to whom their matter goes."""

import pytest

from tongban.rules.lifecycle import ACTS_BY_DATE, Act
from tongban.rules.recusal import GIVES_UP, GO_ON, Candidate, Effect, Treatment, goes_to, treatment

A, B, LENT, COUNTY = 1, 2, 3, 4


def candidate(person: int, *, kin: bool = False, here: bool = True) -> Candidate:
    return Candidate(person, kin=kin, here=here)


@pytest.mark.parametrize("act", ["accept", "decline", "judge_materials", "request_corrections"])
def test_who_takes_an_application_in_for_kin_does_not_judge_it(act: str) -> None:
    assert treatment(act) is Treatment.BARRED


@pytest.mark.parametrize(
    "act", ["give_opinion", "complete_external_step", "return_step", "answer_objection", "check_commitment"]
)
def test_kin_give_no_opinion_and_verify_nothing(act: str) -> None:
    assert treatment(act) is Treatment.BARRED


@pytest.mark.parametrize("act", ["decide", "extend", "terminate", "revoke", "redo", "hear_applicant"])
def test_kin_decide_nothing(act: str) -> None:
    assert treatment(act) is Treatment.BARRED


@pytest.mark.parametrize("act", ["take", "reassign"])
def test_kin_do_not_choose_who_handles_it(act: str) -> None:
    assert treatment(act) is Treatment.BARRED


@pytest.mark.parametrize(
    "act", ["submit", "deliver", "confirm_identity", "correct", "serve_notice", "withdraw"]
)
def test_taking_in_handing_over_and_recording_go_on_and_are_filed(act: str) -> None:
    assert treatment(act) is Treatment.FILED


@pytest.mark.parametrize("act", ["recuse", "put_back"])
def test_who_gives_the_matter_up_is_not_kept_from_it(act: str) -> None:
    assert treatment(act) is Treatment.FREE


def test_what_goes_on_and_what_gives_up_are_acts_of_the_life_cycle_and_not_both() -> None:
    assert set(Act) >= GO_ON | GIVES_UP
    assert not GO_ON & GIVES_UP


def test_a_date_is_nobodys_kin() -> None:
    assert {treatment(act) for act in ACTS_BY_DATE} == {Treatment.FREE}


def test_an_act_that_nobody_thought_of_is_barred() -> None:
    assert treatment("an_act_of_next_year") is Treatment.BARRED


def test_a_colleague_who_is_here_and_no_kin_acts_instead() -> None:
    here = [candidate(A, kin=True), candidate(B)]
    assert goes_to(here, above=[candidate(COUNTY)]) is Effect.PASSED_ON


def test_a_colleague_who_is_away_keeps_no_matter() -> None:
    here = [candidate(A, kin=True), candidate(B, here=False)]
    assert goes_to(here, above=[candidate(COUNTY)]) is Effect.TO_COUNTY


def test_where_all_are_kin_it_goes_to_the_county() -> None:
    here = [candidate(A, kin=True), candidate(B, kin=True)]
    assert goes_to(here, above=[candidate(COUNTY)]) is Effect.TO_COUNTY


def test_the_county_takes_it_also_on_a_day_when_its_officer_is_away() -> None:
    assert goes_to([candidate(A, kin=True)], above=[candidate(COUNTY, here=False)]) is Effect.TO_COUNTY


def test_it_never_goes_to_a_county_that_is_kin_itself() -> None:
    assert goes_to([candidate(A, kin=True)], above=[candidate(COUNTY, kin=True)]) is None


def test_where_nobody_is_left_somebody_must_be_appointed() -> None:
    assert goes_to([candidate(A, kin=True)], above=[]) is None

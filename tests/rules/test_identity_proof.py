"""A phone code is no proof of a person; what was proven stays proven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.rules.identity_proof import Demand, Proof, may_grant, proves, stronger, taken_in

PROOFS, DEMANDS = st.sampled_from(list(Proof)), st.sampled_from(list(Demand))


@pytest.mark.parametrize(
    ("proof", "said"), [("", False), ("phone", False), ("id_card_seen", True), ("real_name", True)]
)
def test_a_phone_proves_nobody(proof: str, said: bool) -> None:
    assert proves(proof) is said


@pytest.mark.parametrize(
    ("demand", "proof", "in_", "granted"),
    [
        ("none", "", True, True),
        ("none", "phone", True, True),
        ("before_decision", "", True, False),
        ("before_decision", "phone", True, False),
        ("before_decision", "id_card_seen", True, True),
        ("at_submission", "", False, False),
        ("at_submission", "phone", False, False),
        ("at_submission", "real_name", True, True),
    ],
)
def test_when_it_is_asked_for(demand: str, proof: str, in_: bool, granted: bool) -> None:
    assert (taken_in(demand, proof), may_grant(demand, proof)) == (in_, granted)


@given(DEMANDS, PROOFS, PROOFS)
def test_more_proof_never_closes_a_door(demand: Demand, held: Proof, found: Proof) -> None:
    now = stronger(held, found)
    assert taken_in(demand, now) >= taken_in(demand, held)
    assert may_grant(demand, now) >= may_grant(demand, held)


@given(PROOFS, PROOFS)
def test_what_was_proven_stays_and_the_order_does_not_matter(held: Proof, found: Proof) -> None:
    assert stronger(held, found) == stronger(found, held) in (held, found)
    assert stronger(held, held) == held


@given(DEMANDS, PROOFS)
def test_what_may_be_granted_may_be_taken_in(demand: Demand, proof: Proof) -> None:
    assert may_grant(demand, proof) <= taken_in(demand, proof)


@pytest.mark.parametrize("wrong", ["card", "none"])
def test_an_unknown_word_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        proves(wrong)

"""A promise takes a paper's place only where the item says so, and is looked at afterwards."""

from uuid import UUID

import pytest

from tongban.rules.promises import chosen_for_check, why_no_commitment, why_not_deferred


@pytest.mark.parametrize(
    ("material", "false_before", "why"),
    [
        ("proof", False, ""),
        ("proof", True, "commitment_false_before"),
        ("card", False, "commitment_not_offered"),
        ("card", True, "commitment_not_offered"),
    ],
)
def test_a_promise_replaces_a_listed_proof_unless_one_was_false_before(material, false_before, why):
    assert why_no_commitment(material, ("proof",), false_before) == why


def test_without_the_items_rule_nothing_is_promised_and_nothing_follows():
    assert why_no_commitment("proof", (), false_before=False) == "commitment_not_offered"
    assert why_not_deferred("photo", (), required=False) == "deferral_not_offered"


def test_a_main_material_never_follows_later():
    assert why_not_deferred("photo", ("photo",), required=True) == "deferral_of_required"
    assert why_not_deferred("photo", ("photo",), required=False) == ""


def test_a_sample_is_near_its_share_and_the_same_for_everybody_who_recomputes_it():
    cases = [UUID(int=number) for number in range(4000)]
    picked = [case for case in cases if chosen_for_check(case, "proof", 20)]
    assert 0.17 < len(picked) / len(cases) < 0.23
    assert picked == [case for case in cases if chosen_for_check(case, "proof", 20)]
    assert all(chosen_for_check(case, "proof", 100) for case in cases[:50])
    assert not any(chosen_for_check(case, "proof", 0) for case in cases[:50])

"""The statuses of a case and the acts that leave them are one table."""

import pytest

from tongban.rules.lifecycle import (
    OUTCOMES_BY_ACT,
    OUTCOMES_WITH_PAPER,
    TRANSITIONS,
    Act,
    NotAllowed,
    Outcome,
    Phase,
    Status,
    acts_from,
    happens_by_date,
    next_status,
    outcomes_of,
    phase_of,
)

ALLOWED = {
    "draft": {"submit": "submitted", "discard": "draft"},
    "submitted": {
        "judge_materials": "submitted",
        "confirm_identity": "submitted",
        "confirm_later_entry": "submitted",
        "confirm_address": "submitted",
        "correct_on_the_spot": "submitted",
        "request_corrections": "awaiting_corrections",
        "accept": "in_review",
        "finish_on_the_spot": "delivered",
        "decline": "concluded",
        "withdraw": "concluded",
        "terminate": "concluded",
        "deemed_accept": "in_review",
        "deemed_withdraw": "concluded",
        "recompute": "submitted",
        "take": "submitted",
        "put_back": "submitted",
        "reassign": "submitted",
        "record_signature": "submitted",
        "record_fee": "submitted",
        "reverse_fee": "submitted",
        "serve_paper": "submitted",
    },
    "awaiting_corrections": {
        "confirm_identity": "awaiting_corrections",
        "confirm_later_entry": "awaiting_corrections",
        "confirm_address": "awaiting_corrections",
        "serve_notice": "awaiting_corrections",
        "serve_paper": "awaiting_corrections",
        "correct": "submitted",
        "withdraw": "concluded",
        "terminate": "concluded",
        "deemed_withdraw": "concluded",
        "record_signature": "awaiting_corrections",
        "reverse_fee": "awaiting_corrections",
        "recompute": "awaiting_corrections",
    },
    "in_review": {
        "judge_materials": "in_review",
        "correct_on_the_spot": "in_review",
        "confirm_identity": "in_review",
        "confirm_later_entry": "in_review",
        "confirm_address": "in_review",
        "decline": "concluded",
        "bring_deferred": "in_review",
        "check_commitment": "in_review",
        "hear_applicant": "in_review",
        "serve_paper": "in_review",
        "give_opinion": "in_review",
        "start_special_procedure": "in_review",
        "end_special_procedure": "in_review",
        "post_public_notice": "in_review",
        "extend": "in_review",
        "complete_external_step": "in_review",
        "decide": "concluded",
        "withdraw": "concluded",
        "terminate": "concluded",
        "recompute": "in_review",
        "take": "in_review",
        "put_back": "in_review",
        "reassign": "in_review",
        "record_signature": "in_review",
        "record_fee": "in_review",
        "reverse_fee": "in_review",
        "return_step": "in_review",
        "recuse": "in_review",
        "record_objection": "in_review",
        "answer_objection": "in_review",
    },
    "concluded": {
        "confirm_address": "concluded",
        "confirm_later_entry": "concluded",
        "check_commitment": "concluded",
        "hear_applicant": "concluded",
        "serve_paper": "concluded",
        "restore": "awaiting_corrections",
        "correct": "submitted",
        "deliver": "delivered",
        "announce": "concluded",
        "deemed_deliver": "delivered",
        "recompute": "concluded",
        "archive": "archived",
        "record_fee": "concluded",
        "reverse_fee": "concluded",
        "receive_result": "concluded",
        "take_out_result": "concluded",
        "bring_back_result": "concluded",
        "send_result": "concluded",
        "receive_sent_result": "concluded",
        "redo": "in_review",
        "reopen": "submitted",
    },
    "delivered": {
        "find_undelivered": "concluded",
        "confirm_later_entry": "delivered",
        "check_commitment": "delivered",
        "hear_applicant": "delivered",
        "serve_paper": "delivered",
        "correct_clerical_error": "delivered",
        "revoke": "delivered",
        "redo": "in_review",
        "reopen": "submitted",
        "reinstate": "delivered",
        "complete_post_decision_step": "delivered",
        "archive": "archived",
        "reverse_fee": "delivered",
    },
    "archived": {
        "hear_applicant": "delivered",
        "correct_clerical_error": "delivered",
        "revoke": "delivered",
        "redo": "in_review",
        "reopen": "submitted",
        "reinstate": "delivered",
    },
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("act", list(Act))
def test_the_table_is_exactly_the_architecture(status: Status, act: Act):
    target = ALLOWED[status].get(act)
    if target:
        assert next_status(status, act) == target
    else:
        with pytest.raises(NotAllowed) as refusal:
            next_status(status, act)
        assert (refusal.value.status, refusal.value.act) == (status, act)
        assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("status", list(Status))
def test_acts_from_lists_what_next_status_accepts(status: Status):
    assert set(acts_from(status)) == set(ALLOWED[status])


def test_only_the_laws_ways_to_a_decision_leave_the_archive():
    assert set(acts_from(Status.ARCHIVED)) == {
        Act.HEAR_APPLICANT,
        Act.CORRECT_CLERICAL_ERROR,
        Act.REVOKE,
        Act.REDO,
        Act.REOPEN,
        Act.REINSTATE,
    }


def test_every_act_leaves_from_somewhere_and_arrives_at_a_known_status():
    assert {act for _, act in TRANSITIONS} == set(Act)
    assert all(isinstance(target, Status) for target in TRANSITIONS.values())


def test_every_status_can_be_reached_from_a_draft_and_all_but_drafts_reach_the_archive():
    reached, edge = set(), {Status.DRAFT}
    while edge:
        reached |= edge
        edge = {TRANSITIONS[status, act] for status, act in TRANSITIONS if status in reached} - reached
    assert reached == set(Status)
    reaching, edge = set(), {Status.ARCHIVED}
    while edge:
        reaching |= edge
        edge = {status for (status, _), target in TRANSITIONS.items() if target in reaching} - reaching
    assert reaching == set(Status)


def test_only_deemed_effects_and_a_new_calendar_happen_by_date():
    assert {act for act in Act if happens_by_date(act)} == {
        Act.DEEMED_ACCEPT,
        Act.DEEMED_WITHDRAW,
        Act.DEEMED_DELIVER,
        Act.FIND_UNDELIVERED,
        Act.RECOMPUTE,
    }


def test_every_way_into_concluded_has_its_outcome():
    into = {
        act
        for (left, act), target in TRANSITIONS.items()
        if target == Status.CONCLUDED and left != Status.CONCLUDED
    } - {Act.FIND_UNDELIVERED, Act.CONFIRM_ADDRESS, Act.CHECK_COMMITMENT, Act.HEAR_APPLICANT, Act.RECOMPUTE}
    assert into == set(OUTCOMES_BY_ACT)
    assert set().union(*OUTCOMES_BY_ACT.values()) == set(Outcome)
    assert outcomes_of(Act.DECIDE) == {Outcome.GRANTED, Outcome.REFUSED}
    assert outcomes_of(Act.ACCEPT) == frozenset()


def test_granted_refused_declined_and_terminated_deliver_a_paper():
    assert {"granted", "refused", "declined", "terminated"} == OUTCOMES_WITH_PAPER


def test_statuses_lie_in_the_five_phases():
    assert [phase_of(status) for status in Status] == [
        Phase.APPLICATION,
        Phase.ACCEPTANCE,
        Phase.ACCEPTANCE,
        Phase.REVIEW,
        Phase.DECISION,
        Phase.DELIVERY,
        Phase.DELIVERY,
    ]


def test_stored_words_are_taken_as_they_are():
    assert next_status("draft", "submit") is Status.SUBMITTED
    with pytest.raises(ValueError):
        next_status("no such status", "submit")

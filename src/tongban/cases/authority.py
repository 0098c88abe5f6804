"""Who may do what to a case: one table, read by the commands and by the screens' greyed buttons.

Seeing comes first (`queries.visibility`); this decides doing.  The relation to the case is part of the rule:
an opinion belongs to the open step's position, a decision to the deciding body's approver.
"""

from tongban.cases.course import LaterEntry
from tongban.cases.recusing import places_of
from tongban.cases.state import CaseState
from tongban.cases.steps.earlier import earlier_steps, returned_from
from tongban.cases.steps.whose import holds, own_step
from tongban.cases.taking.holding import Passed, colleague_on, marked_by, why_not_reassign, why_not_take
from tongban.cases.visibility import FRONT, handled_away
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.rules.lifecycle import Outcome, Status

REVIEW_AND_DECISION = frozenset({"reviewer", "county_reviewer", "approver", "county_approver"})
DECIDERS = frozenset({"approver", "county_approver"})
REVIEWERS = frozenset({"reviewer", "county_reviewer", "assister"})
# act → the kind of step that it is a part of
IN_A_STEP = {
    "give_opinion": "",
    "complete_external_step": "external_system",
    "post_public_notice": "public_notice",
}
ROLES: dict[str, frozenset[str]] = {
    "accept": frozenset({"clerk"}),
    "finish_on_the_spot": frozenset({"clerk"}),
    "judge_materials": frozenset({"clerk"}),
    "request_corrections": frozenset({"clerk"}),
    "serve_notice": frozenset({"clerk", "assister"}),
    "correct": frozenset({"clerk", "assister"}),
    "correct_on_the_spot": frozenset({"clerk"}),
    "decline": frozenset({"clerk"}),
    "confirm_identity": frozenset({"clerk", "assister"}),
    "confirm_later_entry": frozenset({"clerk", "assister", "reviewer", "approver"}),
    "give_opinion": REVIEWERS | DECIDERS,
    "complete_external_step": REVIEWERS,
    "return_step": REVIEWERS | DECIDERS,
    "post_public_notice": REVIEWERS,
    "record_signature": frozenset({"clerk", "assister", "reviewer"}),
    "record_objection": REVIEWERS | {"clerk"},
    "answer_objection": REVIEWERS,
    "decide": frozenset({"approver", "county_approver"}),
    "deliver": frozenset({"clerk", "assister"}),
    "serve_paper": frozenset({"clerk", "assister"}),
    "withdraw": frozenset({"clerk", "assister"}),
    "start_special_procedure": REVIEW_AND_DECISION,
    "end_special_procedure": REVIEW_AND_DECISION,
    "extend": frozenset({"approver", "county_approver"}),
    "terminate": REVIEW_AND_DECISION | {"clerk"},
    "confirm_address": frozenset({"clerk", "assister"}),
    "announce": frozenset({"clerk"}),
    "correct_clerical_error": DECIDERS,
    "revoke": DECIDERS,
    "redo": DECIDERS,
    "reopen": DECIDERS,
    "archive": frozenset({"clerk"}),
    "restore": frozenset({"clerk", "approver"}),
    "bring_deferred": frozenset({"clerk", "assister"}),
    "receive_result": frozenset({"clerk"}),
    "take_out_result": frozenset({"clerk"}),
    "bring_back_result": frozenset({"clerk"}),
    "send_result": frozenset({"clerk"}),
    "receive_sent_result": frozenset({"clerk", "assister"}),
    "record_fee": frozenset({"clerk"}),
    "reverse_fee": frozenset({"clerk", "approver"}),
    "take": frozenset({"clerk", "reviewer", "county_reviewer", "assister"}),
    "put_back": frozenset({"clerk", "reviewer", "county_reviewer", "assister"}),
    "reassign": DECIDERS,
    "recuse": REVIEWERS | DECIDERS,
    "check_commitment": frozenset({"reviewer", "county_reviewer", "approver", "county_approver"}),
    "hear_applicant": REVIEW_AND_DECISION,
}
# what a counter or point does for a matter that another township handles (通办); nothing else of it is there for them
IN_PART = frozenset({"correct", "serve_notice", "receive_sent_result", "deliver"})
CITIZEN_ACTS = frozenset({"confirm_address", "withdraw", "correct", "serve_notice"})
SUBMIT_CHANNELS = {"clerk": "window", "assister": "village_point"}


def why_not(actor: Actor, act: str, state: CaseState, passed: Passed | None = None) -> str:
    """A code that says why this actor may not do this act to this case; empty when they may.

    The status is not looked at: that is the life cycle's question.  ``taken_by_colleague``: somebody who is here
    today took it; asked last, and without a statement where nobody else's mark is on it.
    """
    code = _by_power(actor, act, state)
    if code or not isinstance(actor, Staff) or _works_for_another(actor, state):
        return code
    return "taken_by_colleague" if colleague_on(actor, act, state, passed) is not None else ""


def _works_for_another(actor: Actor, state: CaseState) -> bool:
    """Whether the actor's counter or point does its part of what another township handles (通办)."""
    return isinstance(actor, Staff) and actor.role in FRONT and handled_away(actor, state.handling_site_id)


def _by_power(actor: Actor, act: str, state: CaseState) -> str:
    """The same by role, position and body alone."""
    if isinstance(actor, Citizen):
        return "" if act in CITIZEN_ACTS else "staff_only"
    if not isinstance(actor, Staff):
        return "staff_only"
    if actor.role not in ROLES.get(act, frozenset()):
        return f"not_your_role_{act}"
    if act in IN_A_STEP and own_step(actor, state, kind=IN_A_STEP[act]) is None:
        return "not_your_step"
    if act == "record_signature" and actor.role == "reviewer" and own_step(actor, state) is None:
        return "not_your_step"  # who visits has the household sign, while it is their turn
    if act == "return_step":
        return _not_returned(actor, state)
    if act == "answer_objection" and not _answers_objection(actor, state):
        return "not_your_step"
    if act == "take":
        return why_not_take(actor, state)
    if act == "put_back":
        return "" if marked_by(actor, state) else "not_taken_by_you"
    if act == "recuse":
        return "" if places_of(actor, state) else "nothing_to_recuse"
    if act == "reassign":
        return why_not_reassign(actor, state)
    if act == "confirm_later_entry":
        return _not_the_second_person(actor, state)
    if act in ("decide", "extend") and actor.body_id != state.deciding_body_id:
        return "not_your_body"
    if act in ("start_special_procedure", "end_special_procedure", "terminate"):
        return _not_of_the_review(actor, act, state)
    if act == "redo" and state.outcome == Outcome.TERMINATED:
        return "" if actor.body_id == state.deciding_body_id else "not_your_body"
    if act in ("correct_clerical_error", "revoke", "redo", "reopen"):
        return "" if actor.body_id == _decided_by(state) else "not_your_body"
    if act == "archive" and actor.site_id != state.handling_site_id:
        return "archived_elsewhere"
    if act == "withdraw" and actor.role == "assister" and state.intake_site_id != actor.site_id:
        return "taken_in_elsewhere"
    if (
        act in ("correct", "serve_notice", "confirm_address")
        and actor.role == "assister"
        and actor.site_id not in (state.intake_site_id, state.collect_site_id)
    ):
        return "not_of_this_point"
    return _not_handed_over_here(actor, act, state)


def _not_handed_over_here(actor: Staff, act: str, state: CaseState) -> str:
    """What is collected elsewhere is handed over there, or by the centre that handles it."""
    other = actor.role == "assister" or _works_for_another(actor, state)
    if act in ("deliver", "serve_paper") and other and state.collect_site_id != actor.site_id:
        return "collected_elsewhere"
    if act == "receive_sent_result" and state.collect_site_id != actor.site_id:
        return "collected_elsewhere"
    return ""


def _not_returned(actor: Staff, state: CaseState) -> str:
    origin = returned_from(actor, state)
    if origin is None:
        return "not_your_step"
    return "" if earlier_steps(state, origin) else "nothing_before"


def _answers_objection(actor: Staff, state: CaseState) -> bool:
    """The notice's own position, whether its step is open or waits for the new inquiry."""
    asked = (step for step in state.steps if step.kind == "public_notice" and step.objections)
    return any(step.position_id == actor.position_id for step in asked)


def _not_the_second_person(actor: Staff, state: CaseState) -> str:
    """A later entry is confirmed by the colleague it names, or by the head of the body; never by who entered it."""
    waiting = state.course.later
    if not waiting or any(confirms(actor, state, later) for later in waiting):
        return ""
    return "not_the_second_person"


def confirms(actor: Staff, state: CaseState, later: LaterEntry) -> bool:
    """Whether this later entry is this person's to confirm."""
    head = actor.role == "approver" and actor.body_id == state.body_id
    return actor.assignment_id != later.by and (head or actor.assignment_id == later.named)


def _decided_by(state: CaseState) -> int:
    """The body whose decision stands at the end; what was not decided on ended with who took it in."""
    on_the_matter = state.outcome in (Outcome.GRANTED, Outcome.REFUSED)
    return state.deciding_body_id if on_the_matter else state.body_id


def _not_of_the_review(actor: Staff, act: str, state: CaseState) -> str:
    """Under review a matter's clock and its end are the open step's, or the deciding body's head's; a clerk ends it
    before that."""
    if actor.role == "clerk":
        return (
            "" if state.status in (Status.SUBMITTED, Status.AWAITING_CORRECTIONS) else "terminated_by_review"
        )
    if act == "terminate" and state.status != Status.IN_REVIEW:
        return "terminated_by_counter"
    if actor.role in ("approver", "county_approver"):
        return "" if actor.body_id == state.deciding_body_id else "not_your_body"
    return "" if any(holds(actor, step) for step in state.steps) else "not_your_step"


def require(actor: Actor, act: str, state: CaseState, passed: Passed | None = None) -> None:
    """Refuse an act that is not this actor's.

    Raises:
        NotAuthorized: with the code of `why_not`.
    """
    code = why_not(actor, act, state, passed)
    if code == "taken_by_colleague" and isinstance(actor, Staff):
        holder = colleague_on(actor, act, state, passed)
        raise NotAuthorized(code, {"by": holder.label if holder else ""})
    if code:
        raise NotAuthorized(code)


def channel_for(actor: Actor) -> str:
    """The channel an actor's applications come through.

    Raises:
        NotAuthorized: this actor does not take applications.
    """
    if isinstance(actor, Citizen):
        return "portal"
    if isinstance(actor, Staff) and actor.role in SUBMIT_CHANNELS:
        return SUBMIT_CHANNELS[actor.role]
    raise NotAuthorized("not_your_role_submit")

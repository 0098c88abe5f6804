"""Writing down that the applicant was heard (陈述申辩) before a finding against them has its consequences."""

from datetime import date

from tongban.cases.after_decision import standing_decision
from tongban.cases.frame import act_on
from tongban.cases.hearing import (
    COMMITMENT,
    ENDING,
    SEALED,
    TOPIC,
    Hearing,
    hearing_faults,
    to_be_ended,
)
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say
from tongban.cases.sealed import seal_text
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act


def hear_applicant(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    about: str,
    told_on: date | None,
    heard_on: date | None,
    outcome: str,
    material: str = "",
    statement: str = "",
    reason: str = "",
    proof: str = "",
    answer_by: date | None = None,
    ending: str = "",
    facts: str = "",
) -> Done:
    """Record what the applicant was told, what they said and how it was weighed (`hearing.Hearing`).

    A defence of a promise that is upheld sets the finding aside: the promise counts as kept.

    Raises:
        InputFaults: everything of `hearing_faults` at once.
        Refusal: ``decision_not_in_force``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told = Hearing(
        about,
        material if about == COMMITMENT else "",
        told_on,
        heard_on,
        statement,
        outcome,
        reason,
        proof,
        answer_by,
        ending if about == ENDING else "",
        facts if about == ENDING else "",
    )
    with act_on(
        Act.HEAR_APPLICANT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=told.plain,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        decision = standing_decision(case) if about == ENDING and to_be_ended(case) else None
        if faults := hearing_faults(case, told, decision):
            raise InputFaults(faults)
        paper = {"paper": decision.number} if decision else {}
        open_to_all = {name: value for name, value in told.plain.items() if name not in SEALED}
        case.append(Event("applicant_heard", {**open_to_all, **paper, "by": actor.assignment_id}))
        say(case, TOPIC, {**told.plain, **paper, "by": actor.staff_id})
        set_aside = about == COMMITMENT and outcome == "upheld"
        reasons = {told.material: {"reason": seal_text(reason.strip(), case.vault, "case.verdict")}}
        return case.save({}, reasons if set_aside else {})

"""The acts that a case's page offers: as buttons, greyed with the reason, or not at all.

An act that the life cycle allows from here may still make no sense for this matter: then `_SENSELESS` leaves it out.
An act that makes sense and is not this actor's, or not yet, stays on the page and says why.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tongban.cases.after_decision import still_to_serve, why_no_standing
from tongban.cases.announcing import has_paper, why_not_announce
from tongban.cases.archiving import why_not_archive
from tongban.cases.authority import IN_PART, why_not
from tongban.cases.came_in import may_have_come_in_time
from tongban.cases.clock_acts import kinds_allowed, why_not_now
from tongban.cases.custody.moving import travels, why_not_deliver
from tongban.cases.custody.sending import sites_to_send_to
from tongban.cases.declining import declinable
from tongban.cases.ended_by_mistake import delivers_first, why_confirm_first
from tongban.cases.fees.paid import STILL_CHARGED, rows_of, standing, still_to_pay, waits_for_payment
from tongban.cases.frame import OpenCase
from tongban.cases.hearing import false_promises, to_be_ended
from tongban.cases.judging import accepted_unseen, verdicts_open
from tongban.cases.kinship import holds_nothing, kin_of
from tongban.cases.later_entries import why_waits
from tongban.cases.on_the_spot import why_not_on_the_spot
from tongban.cases.promising import proofs_to_bring, still_to_check, still_to_come
from tongban.cases.queries.shapes import ActOption
from tongban.cases.restoring import restorable_until
from tongban.cases.signing import still_to_sign
from tongban.cases.state import StepState
from tongban.cases.steps.notices import hanging_step, notice_step, objected_step, why_not_closed_now
from tongban.cases.steps.whose import holds
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.time import legal_date
from tongban.rules.custody import why_not_moved
from tongban.rules.decided_anew import may_redo, may_reopen
from tongban.rules.identity_proof import may_grant
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Act, Outcome, Status, acts_from
from tongban.rules.recusal import Treatment, treatment

# in the order of the page
SHOWN_ACTS = (
    Act.FINISH_ON_THE_SPOT,
    Act.ACCEPT,
    Act.REQUEST_CORRECTIONS,
    Act.DECLINE,
    Act.CORRECT,
    Act.SERVE_NOTICE,
    Act.JUDGE_MATERIALS,
    Act.CORRECT_ON_THE_SPOT,
    Act.CONFIRM_IDENTITY,
    Act.CONFIRM_LATER_ENTRY,
    Act.RECORD_SIGNATURE,
    Act.RESTORE,
    Act.BRING_DEFERRED,
    Act.CHECK_COMMITMENT,
    Act.COMPLETE_EXTERNAL_STEP,
    Act.POST_PUBLIC_NOTICE,
    Act.ANSWER_OBJECTION,
    Act.HEAR_APPLICANT,
    Act.GIVE_OPINION,
    Act.RECORD_OBJECTION,
    Act.RETURN_STEP,
    Act.TAKE,
    Act.PUT_BACK,
    Act.REASSIGN,
    Act.RECUSE,
    Act.START_SPECIAL_PROCEDURE,
    Act.END_SPECIAL_PROCEDURE,
    Act.EXTEND,
    Act.DECIDE,
    Act.RECORD_FEE,
    Act.RECEIVE_RESULT,
    Act.DELIVER,
    Act.TAKE_OUT_RESULT,
    Act.BRING_BACK_RESULT,
    Act.SEND_RESULT,
    Act.RECEIVE_SENT_RESULT,
    Act.ANNOUNCE,
    Act.CONFIRM_ADDRESS,
    Act.SERVE_PAPER,
    Act.CORRECT_CLERICAL_ERROR,
    Act.REVOKE,
    Act.REDO,
    Act.REOPEN,
    Act.REVERSE_FEE,
    Act.ARCHIVE,
    Act.WITHDRAW,
    Act.TERMINATE,
)


# offered to those who may, and to nobody else greyed: they arrange the work, or do at once what others see as single acts
QUIET = frozenset({Act.TAKE, Act.PUT_BACK, Act.REASSIGN, Act.RECUSE, Act.FINISH_ON_THE_SPOT})


def identity_missing(case: OpenCase) -> bool:
    """Whether the item cannot be granted until it is sure who applies."""
    return not may_grant(case.item.definition.identity_demand, case.state.identity_proof)


def _notice_served(case: OpenCase) -> bool:
    asked = case.state.course.open_round
    return asked is None or asked.served_at is not None


def _not_answerable(case: OpenCase) -> bool:
    """What ended takes no answer, but for what may have been handed over before it counted as withdrawn."""
    return case.state.status == Status.CONCLUDED and not may_have_come_in_time(case)


# act → whether it makes no sense for this matter
_SENSELESS: Mapping[Act, Callable[[OpenCase], bool]] = {
    Act.BRING_DEFERRED: lambda case: not (still_to_come(case.state) or proofs_to_bring(case.state)),
    Act.CHECK_COMMITMENT: lambda case: not still_to_check(case.state),
    Act.RESTORE: lambda case: restorable_until(case.state, case.item.definition, case.calendar) is None,
    # at intake the check has its own page, which begins with acceptance
    Act.JUDGE_MATERIALS: lambda case: not accepted_unseen(case),
    Act.CORRECT_ON_THE_SPOT: lambda case: case.state.status == Status.IN_REVIEW and not accepted_unseen(case),
    Act.DECLINE: lambda case: not declinable(case.state),
    Act.CORRECT: _not_answerable,
    Act.SERVE_NOTICE: _notice_served,
    Act.SERVE_PAPER: lambda case: not still_to_serve(case),
    Act.CONFIRM_LATER_ENTRY: lambda case: not case.state.course.later,
    Act.CONFIRM_IDENTITY: lambda case: not identity_missing(case),
    Act.HEAR_APPLICANT: lambda case: not (false_promises(case) or to_be_ended(case)),
    Act.DELIVER: lambda case: not has_paper(case),
    Act.RECORD_SIGNATURE: lambda case: not still_to_sign(case),
    Act.RECORD_FEE: lambda case: case.state.outcome not in STILL_CHARGED or not still_to_pay(case),
    Act.REVERSE_FEE: lambda case: not standing(rows_of(case)),
    Act.RECEIVE_RESULT: lambda case: why_not_moved("receive_result", case.state.result_at) != "",
    Act.TAKE_OUT_RESULT: lambda case: why_not_moved("take_out_result", case.state.result_at) != "",
    Act.BRING_BACK_RESULT: lambda case: why_not_moved("bring_back_result", case.state.result_at) != "",
    Act.SEND_RESULT: lambda case: (
        why_not_moved("send_result", case.state.result_at) != ""
        or not travels(case)
        or not sites_to_send_to(case.state)
    ),
    Act.RECEIVE_SENT_RESULT: lambda case: why_not_moved("receive_sent_result", case.state.result_at) != "",
    Act.ANNOUNCE: lambda case: not has_paper(case) or why_not_announce(case) == "announcement_not_allowed",
    Act.CONFIRM_ADDRESS: lambda case: case.state.status == Status.CONCLUDED and not has_paper(case),
    Act.CORRECT_CLERICAL_ERROR: lambda case: case.state.outcome not in OUTCOMES_WITH_PAPER,
    Act.REVOKE: lambda case: case.state.outcome != Outcome.GRANTED,
    Act.REDO: lambda case: (
        not may_redo(case.state.outcome, case.state.accepted_at is not None) or delivers_first(case)
    ),
    Act.REOPEN: lambda case: (
        not may_reopen(case.state.outcome, case.state.accepted_at is not None) or delivers_first(case)
    ),
    Act.ARCHIVE: lambda case: why_not_archive(case) in ("not_filed", "still_to_deliver"),
    Act.START_SPECIAL_PROCEDURE: lambda case: not kinds_allowed(case.item.definition),
    Act.END_SPECIAL_PROCEDURE: lambda case: case.state.course.open_procedure is None,
    Act.COMPLETE_EXTERNAL_STEP: lambda case: (
        not any(step.kind == "external_system" and step.state == "open" for step in case.state.steps)
    ),
    Act.POST_PUBLIC_NOTICE: lambda case: notice_step(case.state) is None,
    Act.RECORD_OBJECTION: lambda case: hanging_step(case.state) is None,
    Act.ANSWER_OBJECTION: lambda case: objected_step(case.state) is None,
    Act.RETURN_STEP: lambda case: all(step.state != "done" for step in case.state.steps),
    Act.EXTEND: lambda case: why_not_now(case) in ("extension_not_allowed", "no_statutory_limit"),
}


def _verdicts_open(case: OpenCase) -> str:
    """Everything is told at once: so everything is looked at first."""
    return "verdicts_open" if verdicts_open(case) else ""


def _steps_open(case: OpenCase) -> str:
    if any(step.state != "done" for step in case.state.steps):
        return "steps_open"
    return _procedure_open(case, "procedure_open")


def _procedure_open(case: OpenCase, code: str = "procedure_still_open") -> str:
    return code if case.state.course.open_procedure is not None else ""


def _restorable(case: OpenCase) -> str:
    until = restorable_until(case.state, case.item.definition, case.calendar)
    return "too_late_to_restore" if until is not None and legal_date(case.run.at) > until else ""


def _inquiry_open(case: OpenCase) -> str:
    step = objected_step(case.state)
    return "inquiry_open" if step is not None and step.state != "open" else ""


def _objections_open(case: OpenCase) -> str:
    return "objections_open" if objected_step(case.state) is not None else ""


# act → a code that says why it cannot be done yet; empty when it can
_NOT_YET: Mapping[Act, Callable[[OpenCase], str]] = {
    Act.RESTORE: _restorable,
    Act.DECIDE: _steps_open,
    Act.ANSWER_OBJECTION: _inquiry_open,
    Act.POST_PUBLIC_NOTICE: _objections_open,
    Act.START_SPECIAL_PROCEDURE: _procedure_open,
    Act.EXTEND: why_not_now,
    Act.REQUEST_CORRECTIONS: _verdicts_open,
    Act.ANNOUNCE: why_not_announce,
    Act.CORRECT_CLERICAL_ERROR: why_no_standing,
    Act.REVOKE: why_no_standing,
    Act.REDO: why_confirm_first,
    Act.REOPEN: lambda case: why_no_standing(case) or why_confirm_first(case),
    Act.ARCHIVE: why_not_archive,
}


def acts_offered(actor: Actor, case: OpenCase) -> Iterator[ActOption]:
    """The acts of the case's status, for one actor."""
    possible = acts_from(Status(case.state.status))
    kin = kin_of(actor, case)
    for act in SHOWN_ACTS:
        if act not in possible or (act in _SENSELESS and _SENSELESS[act](case)):
            continue
        if case.in_part and act.value not in IN_PART:
            continue
        reason = why_not(actor, act.value, case.state, partial(holds_nothing, case))
        if not reason and kin and treatment(act) is Treatment.BARRED:
            reason = "near_kin"
        reason = reason or why_waits(act, case.state)
        if not reason and act in _NOT_YET:
            reason = _NOT_YET[act](case)
        if not reason and act == Act.FINISH_ON_THE_SPOT:
            reason = why_not_on_the_spot(actor, case)
        if not reason and act == Act.DELIVER:
            reason = why_not_deliver(case, by_assister=getattr(actor, "role", "") == "assister")
            reason = reason or ("fee_not_paid" if waits_for_payment(case, "deliver") else "")
        if reason and act in QUIET:
            continue
        step_code = _open_step(actor, case.state.steps, act)
        if not reason:
            reason = _not_in_the_step(act, case, step_code)
        yield ActOption(act.value, not reason, reason, step_code)


# act → the kind of its step; any kind where none is named
_OF_A_STEP: Mapping[Act, str] = {Act.GIVE_OPINION: "", Act.COMPLETE_EXTERNAL_STEP: "external_system"}


def _open_step(actor: Actor, steps: tuple[StepState, ...], act: Act) -> str:
    """The open step of this actor's that an act is for; of several side by side that are others', the first."""
    if act not in _OF_A_STEP:
        return ""
    opened = [step for step in steps if step.state == "open" and _OF_A_STEP[act] in ("", step.kind)]
    own = [step for step in opened if isinstance(actor, Staff) and holds(actor, step)]
    return next((step.code for step in (*own, *opened)), "")


def _not_in_the_step(act: Act, case: OpenCase, code: str) -> str:
    """Why this step cannot have its opinion yet."""
    step = next((one for one in case.state.steps if one.code == code), None)
    notice = act == Act.GIVE_OPINION and step is not None and step.kind == "public_notice"
    return why_not_closed_now(case, step) if step is not None and notice else ""

"""The middle and the decision: opinions step by step, then the deciding body's word."""

from functools import partial

from tongban.cases import paper_contents
from tongban.cases.commands.intake import check_refusal, conclude
from tongban.cases.events import concluding
from tongban.cases.fees.paid import waits_for_payment
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.hearing import unheard_promises
from tongban.cases.issuing import issue
from tongban.cases.judging import unproven
from tongban.cases.kinship import holds_nothing
from tongban.cases.lent_power import power_on_paper, require_own_or_lent
from tongban.cases.mandating import needs_mandate
from tongban.cases.promising import grant_faults
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_text
from tongban.cases.signing import grant_waits_for_signatures, signature_faults
from tongban.cases.state import StepState
from tongban.cases.steps.entries import leave_entry
from tongban.cases.steps.history import entries_of, upheld_as_it_stands
from tongban.cases.steps.notices import why_not_closed_now
from tongban.cases.steps.records import MOST_WORDS, StepRecord, check_record, stored_files
from tongban.cases.steps.whose import holds
from tongban.cases.taking.holding import require_free
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, Refusal
from tongban.kernel.ledger import Event
from tongban.rules.identity_proof import may_grant
from tongban.rules.lifecycle import Act
from tongban.rules.substance import LEAST, why_not_substance

OPINION_LENGTH = 2  # characters: at least 同意


def give_opinion(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    step_code: str,
    agrees: bool | None,
    opinion: str,
    record: StepRecord | None = None,
) -> Done:
    """Give the opinion of an open step; a negative one goes on up, it is no refusal (行政许可法 art. 35, 43).

    Args:
        record: what the step's kind must leave: a visit of two officers, a meeting (`cases.steps.records`).

    Raises:
        InputFaults: no opinion, or a negative one without words of substance (`rules.substance`); everything that is wrong with
            the record; ``external_number_needed`` where another system must have done the step first;
            ``objection_upheld`` where what was posted is known to be wrong.
        Refusal: ``notice_not_posted``, ``notice_still_hangs``, ``objections_open`` of a public notice.
        NotAuthorized: the step is not open, or another position's.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    told = record.comparable if record is not None else None
    body = {"step": step_code, "agrees": agrees, "opinion": opinion, "record": told}
    with act_on(
        Act.GIVE_OPINION,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
        own_step=step_code,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        step = next((s for s in case.state.steps if s.code == step_code), None)
        if step is None or not holds(actor, step):
            raise NotAuthorized("not_your_step")
        require_free(actor, step, partial(holds_nothing, case))
        if step.kind == "public_notice" and (why := why_not_closed_now(case, step)):
            raise Refusal(why)
        kept, faults = check_record(case, actor, step, record, agrees=agrees)
        faults = [
            *signature_faults(case, step_code, agrees=agrees),
            *_opinion_faults(step, agrees, opinion),
            *faults,
        ]
        if (
            step.kind == "public_notice"
            and agrees
            and upheld_as_it_stands(entries_of(case), step.code, step.round)
        ):
            faults.append(FieldFault("agrees", "objection_upheld"))
        if faults or agrees is None:
            raise InputFaults(faults)
        with stored_files(case, kept) as files:
            if kept is not None:
                leave_entry(case, step, kept.kind, kept.values, files=files)
            leave_entry(case, step, "opinion", {"opinion": opinion.strip()}, agrees=agrees)
            case.append(
                Event("opinion_given", {"step": step_code, "agrees": agrees, "by": actor.assignment_id})
            )
            sealed = seal_text(opinion.strip(), case.vault, "case.opinion")
            return case.save({step_code: {"opinion": sealed}}, {})


def _opinion_faults(step: StepState, agrees: bool | None, opinion: str) -> list[FieldFault]:
    if agrees is None:
        return [FieldFault("agrees", "required")]
    if agrees and step.kind == "external_system":
        return [FieldFault("agrees", "external_number_needed")]
    if agrees and len(opinion.strip()) < OPINION_LENGTH:
        return [FieldFault("opinion", "reason_too_short", {"least": OPINION_LENGTH})]
    if not agrees and (why := why_not_substance(opinion)):
        return [FieldFault("opinion", why, {"least": LEAST})]
    if len(opinion) > MOST_WORDS:
        return [FieldFault("opinion", "too_long", {"most": MOST_WORDS})]
    return []


def decide(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    granted: bool,
    reason: str,
    basis: str = "",
    unsigned_confirmed: bool = False,
) -> Done:
    """Decide, once every step has its opinion; the decision paper is fixed with it.

    Args:
        reason: words of substance (`rules.substance`) for a refusal, and for a grant against an opinion.
        basis: one law and article a line; required for a refusal, else the item's.
        unsigned_confirmed: of a grant: why a signature of the household cannot be had was read, and holds.

    Raises:
        InputFaults: a refusal without reason or basis; ``steps_open`` where a step has no opinion yet; ``procedure_open``;
            ``identity_not_proven`` where the item asks who applies and nobody made sure; ``mandate_not_confirmed``
            where an organization's matter was accepted by the date alone and no counter saw the handler's mandate;
            of a grant ``materials_not_in_order`` (`judging.unproven`) and what promises leave open (`promising.grant_faults`), of a refusal ``promise_not_heard``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body: dict[str, object] = {"granted": granted, "reason": reason, "basis": basis}
    body |= {"unsigned_confirmed": True} if granted and unsigned_confirmed else {}
    with act_on(
        Act.DECIDE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        lent = require_own_or_lent(actor, case)
        if any(step.state != "done" for step in case.state.steps):
            raise InputFaults([FieldFault("steps", "steps_open")])
        if case.state.course.open_procedure is not None:
            raise InputFaults([FieldFault("steps", "procedure_open")])
        if granted:
            require_grantable(case, unsigned_confirmed=unsigned_confirmed)
        if not granted and unheard_promises(case):
            raise InputFaults([FieldFault("granted", "promise_not_heard")])
        if not granted:
            check_refusal(case, reason, basis)
        elif any(step.agrees is False for step in case.state.steps) and why_not_substance(reason):
            # who decides against an opinion says why
            raise InputFaults([FieldFault("reason", "reason_against_opinion", {"least": LEAST})])
        outcome = "granted" if granted else "refused"
        conclude(
            case, Event("decided", {"outcome": outcome, **lent, **concluding(case, outcome)}), body, outcome
        )
        issue_decision(case, granted=granted, reason=reason, basis=basis, authorization=power_on_paper(actor))
        return case.save({}, {})


def require_grantable(case: OpenCase, *, unsigned_confirmed: bool = False) -> None:
    """Refuse to grant while something is missing that a grant rests on.

    Args:
        unsigned_confirmed: as of `decide`.

    Raises:
        InputFaults: as of `decide`.
    """
    if not may_grant(case.item.definition.identity_demand, case.state.identity_proof):
        raise InputFaults([FieldFault("granted", "identity_not_proven")])
    if needs_mandate(case):
        raise InputFaults([FieldFault("granted", "mandate_not_confirmed")])
    if any(step.kind == "external_system" and not step.agrees for step in case.state.steps):
        raise InputFaults([FieldFault("granted", "external_turned_down")])
    if faults := [*unproven(case), *grant_faults(case.state, case.row.applicant_id)]:
        raise InputFaults(faults)
    if waits_for_payment(case, "decide"):
        raise InputFaults([FieldFault("granted", "fee_not_paid")])
    if faults := grant_waits_for_signatures(case, confirmed=unsigned_confirmed):
        raise InputFaults(faults)


def issue_decision(case: OpenCase, *, granted: bool, reason: str, basis: str, authorization: str) -> None:
    """The decision's paper, in the deciding body's name; ``authorization``: by whose power, where it is not an own one."""
    issue(
        case,
        "decision",
        lambda head: paper_contents.decision(
            head,
            case.item.definition,
            case.content,
            case.state,
            case.row,
            granted=granted,
            reason=reason.strip(),
            basis=basis,
            authorization=authorization,
        ),
        issuer=case.row.deciding_body,
    )

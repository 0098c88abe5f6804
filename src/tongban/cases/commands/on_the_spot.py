"""即办件 in one act: accepted, looked at, decided and handed over while one waits (行政许可法 art. 34 (2)).

The record is that of the single acts, event by event and paper by paper; only who acts is one person, by the power that
the item's effect names.  Everything stands in one transaction: a fault anywhere leaves nothing.
"""

from collections.abc import Mapping

from django.db import transaction

from tongban.cases.checking import check_answers, materials_needed
from tongban.cases.commands.delivery import hand_over
from tongban.cases.commands.external import closed_by_number, number_faults
from tongban.cases.commands.intake import conclude, issue_acceptance, require_acceptable
from tongban.cases.commands.review import issue_decision, require_grantable
from tongban.cases.commands.submit import submit
from tongban.cases.custody.moving import why_not_deliver
from tongban.cases.delivering import IDENTIFICATION_LENGTH, Delivery, as_served, delivery_faults
from tongban.cases.events import accepted_event, concluding
from tongban.cases.fees.paid import waits_for_payment
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.judging import sealed_reasons
from tongban.cases.on_the_spot import finishes_on_the_spot, spot_power, why_not_on_the_spot
from tongban.cases.requests import Application, Done, Submitted, Verdict
from tongban.cases.sealed import seal_text
from tongban.cases.state import StepState
from tongban.cases.steps.entries import leave_entry
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.powers import may_start
from tongban.kernel.time import today
from tongban.rules.delivery import OWN_WORD
from tongban.rules.identity_proof import Proof, may_grant
from tongban.rules.lifecycle import Act
from tongban.rules.minors import under_eighteen

OPINION = "当场核对，材料齐全，符合办理条件。"
ALL_IN_ORDER = Verdict("ok")
CARE = frozenset({"parent", "guardian"})


def finish_on_the_spot(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    verdicts: Mapping[str, Verdict],
    external: Mapping[str, str],
    receiver_name: str = OWN_WORD,
    relation: str = "self",
    identification: str = "",
    lives_together: bool = False,
    authority: str = "",
) -> Done:
    """Accept, look at, grant and hand over an application in one act.  Who is to be refused goes the normal way.

    Args:
        verdicts: material → verdict, as of `accept`.
        external: step of another system → the number that came back from there.
        receiver_name, relation, identification, lives_together, authority: who takes the result, as of `deliver`.

    Raises:
        InputFaults: every fault of the single acts at once; numbers as ``external.<step>``.
        Refusal: the result lies elsewhere (`rules.custody`).
        NotAuthorized: as of `why_not_on_the_spot`.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    handover = Delivery(
        "handed_over", receiver_name, relation, identification, lives_together, authority=authority
    )
    body = {
        "verdicts": {code: [v.verdict, v.reason, v.point] for code, v in verdicts.items()},
        "external": dict(external),
        **handover.plain,
    }
    with act_on(
        Act.FINISH_ON_THE_SPOT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
        several=True,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if code := why_not_on_the_spot(actor, case):
            raise NotAuthorized(code)
        told = _sound(case, actor, verdicts, external, handover)
        handover = as_served(case, handover)
        case.append(accepted_event(case, told))
        issue_acceptance(case, actor)
        opinions = _steps_done(case, actor, external)
        require_grantable(case)
        outcome = Event("decided", {"outcome": "granted", "on_the_spot": True, **concluding(case, "granted")})
        conclude(case, outcome, {"granted": True, "reason": "", "basis": ""}, "")
        power = spot_power(case.item.definition)
        issue_decision(case, granted=True, reason="", basis="", authorization=power)
        if code := why_not_deliver(case, by_assister=False):
            raise Refusal(code)
        hand_over(case, actor, handover)
        return case.save(opinions, sealed_reasons(case, verdicts))


def apply_on_the_spot(
    actor: Actor,
    application: Application,
    *,
    item: ItemDefinition,
    idempotency_key: str,
    draft_token: str = "",
    all_in_order: bool,
    external: Mapping[str, str],
    receiver_name: str = OWN_WORD,
    relation: str = "self",
    identification: str = "",
    lives_together: bool = False,
    authority: str = "",
) -> Submitted:
    """Take an application at the window and finish it: one screen, one act, one transaction.

    Args:
        item: as the screen was filled in; what is wrong at the end is told of it with what is wrong at the beginning.
        all_in_order: the clerk looked at every material and found it in order.

    Raises:
        InputFaults: everything that can be told at once, of the application and of its end.
        NotAuthorized, Refusal, KeyReused: as of `submit` and `finish_on_the_spot`.
    """
    if not isinstance(actor, Staff) or not may_start("cases.apply_on_the_spot", actor):
        raise NotAuthorized("not_your_role_finish_on_the_spot")
    if not finishes_on_the_spot(actor, item):
        raise NotAuthorized("spot_not_provided")
    faults = [*_absent(item, application), *_external_faults(item, external)]
    if not may_grant(item.identity_demand, Proof.ID_CARD_SEEN if application.identity_seen else Proof.NONE):
        faults.append(FieldFault("identity_seen", "identity_not_proven"))
    if not all_in_order:
        faults.append(FieldFault("all_in_order", "required"))
    if not identification.strip():
        faults.append(FieldFault("identification", "required"))
    elif len(identification) > IDENTIFICATION_LENGTH:
        faults.append(FieldFault("identification", "too_long", {"most": IDENTIFICATION_LENGTH}))
    with transaction.atomic():
        try:
            submitted = submit(actor, application, idempotency_key=idempotency_key, draft_token=draft_token)
        except InputFaults as refused:
            raise InputFaults([*refused.faults, *faults]) from refused
        if faults:
            raise InputFaults(faults)
        finish_on_the_spot(
            actor,
            submitted.number,
            expected_version=1,
            idempotency_key=f"{idempotency_key}-spot",
            verdicts={one.code: ALL_IN_ORDER for one in application.materials if one.form},
            external=external,
            receiver_name=receiver_name,
            relation=relation,
            identification=identification,
            lives_together=lives_together,
            authority=authority,
        )
    return submitted


def _sound(
    case: OpenCase,
    actor: Staff,
    verdicts: Mapping[str, Verdict],
    external: Mapping[str, str],
    handover: Delivery,
) -> dict[str, str]:
    """The verdicts that stand; every fault of taking in, looking at, granting and handing over is told at once."""
    faults: list[FieldFault] = []
    told = None
    try:
        told = require_acceptable(case, verdicts)
    except InputFaults as refused:
        faults += refused.faults
    faults += _external_faults(case.item.definition, external)
    if not may_grant(case.item.definition.identity_demand, case.state.identity_proof):
        faults.append(FieldFault("granted", "identity_not_proven"))
    if waits_for_payment(case, "decide") or waits_for_payment(case, "deliver"):
        faults.append(FieldFault("granted", "fee_not_paid"))
    if handover.receiver_name.strip() == OWN_WORD and case.content.representative.get("name"):
        faults.append(FieldFault("receiver_name", "name_who_took_it"))  # the applicant need not be there
    faults += _child_faults(case, handover)
    faults += delivery_faults(case, as_served(case, handover), actor.label)
    if faults or told is None:
        raise InputFaults(faults)
    return told


def _child_faults(case: OpenCase, handover: Delivery) -> list[FieldFault]:
    """A minor comes with who has care of them, who acts and takes the result (民法典 art. 19, 20, 23)."""
    applicant = case.content.applicant
    if applicant.get("number_kind") == "credit_code" or not under_eighteen(applicant["number"], today()):
        return []
    if case.content.relation not in CARE or not case.content.representative.get("name"):
        return [FieldFault("identity_seen", "child_needs_guardian")]
    took = "".join(handover.receiver_name.split())
    return [FieldFault("receiver_name", "child_takes_nothing")] if took == applicant["name"] else []


def _absent(item: ItemDefinition, application: Application) -> list[FieldFault]:
    """What is required and was not brought: a counter takes such an application in, and finishes it another day."""
    answers, _ = check_answers(item, application.answers, today=today())
    brought = {one.code for one in application.materials if one.form}
    return [
        FieldFault(f"materials.{one.code}", "material_missing")
        for one in materials_needed(item, answers, application.channel)
        if one.necessity == "required" and one.code not in brought
    ]


def _external_faults(item: ItemDefinition, external: Mapping[str, str]) -> list[FieldFault]:
    codes = [step.code for step in item.steps if step.kind == "external_system"]
    return [fault for code in codes for fault in number_faults(f"external.{code}", external.get(code, ""))]


def _steps_done(case: OpenCase, actor: Staff, external: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Go through the steps in their order; returns the columns of their rows."""
    columns: dict[str, dict[str, object]] = {}
    while (step := next((one for one in case.state.steps if one.state == "open"), None)) is not None:
        columns[step.code] = (
            closed_by_number(case, actor, step, external[step.code], None, "")
            if step.kind == "external_system"
            else _agreed(case, actor, step)
        )
    return columns


def _agreed(case: OpenCase, actor: Staff, step: StepState) -> dict[str, object]:
    leave_entry(case, step, "opinion", {"opinion": OPINION}, agrees=True)
    case.append(Event("opinion_given", {"step": step.code, "agrees": True, "by": actor.assignment_id}))
    return {"opinion": seal_text(OPINION, case.vault, "case.opinion")}

"""Checking an application whole, before anything of it is written: every fault at once (行政许可法 art. 32)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.cases.checking import check_answers, check_materials, kind_faults, materials_needed
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.promising import commitment_faults, committable, deferrable, signature_faults
from tongban.cases.requests import Application
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import legal_date
from tongban.parties.commands import phone_of
from tongban.parties.registry import Person, check_person
from tongban.rules.identity_proof import Proof, taken_in
from tongban.rules.minors import under_eighteen
from tongban.rules.promises import FORM as COMMITMENT
from tongban.rules.promises import LATER, ON_PAPER

RELATIONS = frozenset(["spouse", "parent", "child", "sibling", "other_kin", "neighbour", "guardian", "other"])
HANDLER = frozenset(["handler"])  # how an organization's representative is related to it (经办人)


def signed_promises(application: Application) -> dict[str, str]:
    """Material → the name under its promise; what is promised at a counter was signed on paper."""
    typed = application.channel == "portal"
    return {
        material.code: material.signed.strip() if typed else ON_PAPER
        for material in application.materials
        if material.form in (COMMITMENT, LATER)
    }


@dataclass(frozen=True)
class CheckedApplication:
    """An application without a fault."""

    applicant: Person
    representative: Person | None
    contact_phone: str
    answers: Mapping[str, str]
    received_at: datetime
    identity_proof: str


def checked(actor: Actor, item: PinnedItem, application: Application, now: datetime) -> CheckedApplication:
    """The application in its one spelling.

    Args:
        now: when it came in, aware.

    Raises:
        InputFaults: everything that is wrong with it.
    """
    today = legal_date(now)
    entered = application.applicant
    proven = phone_of(actor) if isinstance(actor, Citizen) else ""
    applicant, faults = check_person(
        entered.name, entered.number, entered.phone, today=today, prefix="applicant.", kind=entered.kind
    )
    if entered.kind not in kinds_of_applicant(item.definition):
        faults.append(FieldFault("applicant.kind", "applicant_kind_not_taken"))
    organization = entered.kind == "organization"
    representation = application.representation
    representative = None
    if representation.kind == "representative":
        person = representation.person
        if person is None:
            faults.append(FieldFault("representative.name", "required"))
        else:
            representative, more = check_person(
                person.name, person.number, person.phone, today=today, prefix="representative."
            )
            faults.extend(more)
        if representation.relation not in (HANDLER if organization else RELATIONS):
            faults.append(FieldFault("representation.relation", "required"))
    elif representation.kind not in ("self", "assister"):
        faults.append(FieldFault("representation.kind", "not_an_option"))
    if organization and representation.kind != "representative":
        faults.append(FieldFault("representation.kind", "organization_needs_handler"))
    if representation.kind == "assister" and application.channel != "village_point":
        faults.append(FieldFault("representation.kind", "assister_only_at_village_point"))
    if representation.mandate_until and representation.mandate_until < today:
        faults.append(FieldFault("representation.mandate_until", "mandate_expired"))
    if organization and isinstance(actor, Staff) and not representation.mandate_seen:
        faults.append(FieldFault("representation.mandate_seen", "mandate_not_seen"))
    if isinstance(actor, Staff) and representation.mandate_seen and representation.person is not None:
        numbers = (entered.number, representation.person.number)
        if any(under_eighteen(number.strip().upper(), today) for number in numbers):
            faults.append(FieldFault("representation.mandate_seen", "mandate_of_minor"))
    answers, more = check_answers(item.definition, application.answers, today=today)
    faults.extend(more)
    faults.extend(kind_faults(item.definition, answers, entered.kind))
    needed = materials_needed(item.definition, answers, application.channel)
    handed_in = {material.code: material.form for material in application.materials}
    faults.extend(
        check_materials(
            needed,
            handed_in,
            application.channel,
            committable=committable(item.definition),
            deferrable=deferrable(item.definition),
        )
    )
    if applicant is not None:
        promised = [code for code, form in handed_in.items() if form == COMMITMENT]
        faults.extend(commitment_faults(item.definition, promised, applicant.number_digest))
        may_sign = {person.name for person in (applicant, representative) if person is not None}
        faults.extend(signature_faults(signed_promises(application), may_sign, application.channel))
    faults.extend(
        FieldFault(f"materials.{material.code}", "file_empty")
        for material in application.materials
        if material.form == "electronic" and material.upload_id is None and not material.content
    )
    if not application.consent:
        faults.append(FieldFault("consent", "required"))
    received_at = application.received_at or now
    if received_at > now:
        faults.append(FieldFault("received_at", "in_the_future"))
    if application.channel == "portal":
        received_at = now  # 电子签名法 art. 11: when it entered the system
    if application.channel not in item.definition.channels:
        faults.append(FieldFault("channel", "channel_not_taken"))
    typed = {person.phone for person in (applicant, representative) if person and person.phone}
    if proven and typed and proven not in typed:
        role = "representative" if representative else "applicant"
        faults.append(FieldFault(f"{role}.phone", "phone_not_the_proven_one"))
    if isinstance(actor, Citizen) and actor.assurance == "real_name":
        acting = representative or applicant
        if acting is not None and acting.number_digest != actor.number_digest:
            role = "representative" if representative else "applicant"
            faults.append(FieldFault(f"{role}.number", "number_not_the_proven_one"))
    proof = _proof(actor, application, applicant, representative)
    if not taken_in(item.definition.identity_demand, proof):
        faults.append(FieldFault("identity_seen", "identity_needed_at_submission"))
    if faults or applicant is None:
        raise InputFaults(faults)
    contact = proven or (representative.phone if representative else "") or applicant.phone
    return CheckedApplication(applicant, representative, contact, answers, received_at, proof.value)


def _proof(
    actor: Actor, application: Application, applicant: Person | None, representative: Person | None
) -> Proof:
    """How it is made sure who applies or acts for them, as far as it is when the application comes in."""
    if isinstance(actor, Staff):
        return Proof.ID_CARD_SEEN if application.identity_seen else Proof.NONE
    if not isinstance(actor, Citizen):
        return Proof.NONE
    acting = representative or applicant
    if actor.assurance == "real_name" and acting and acting.number_digest == actor.number_digest:
        return Proof.REAL_NAME
    return Proof.PHONE if actor.sealed_phone else Proof.NONE

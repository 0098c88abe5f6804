"""What a delivery needs before it is one: the way, who took it and by what right, witnesses, a letter's number."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from tongban.cases.addresses import address_of, consents_to_electronic
from tongban.cases.cancelling import CANCELLED
from tongban.cases.frame import OpenCase
from tongban.cases.mandating import acts_today
from tongban.cases.said_of_clock import said
from tongban.cases.sealed import open_values
from tongban.kernel.errors import FieldFault
from tongban.rules.cancelling import DIED
from tongban.rules.delivery import (
    OWN_WORD,
    RELATIONS,
    WAYS,
    WITNESSES,
    hands_to_self,
    named_witnesses,
    says_what_was_seen,
    sound_tracking,
    told_witnesses,
    why_no_authority,
    why_not_self,
    witnesses_apart,
)
from tongban.rules.lifecycle import Outcome
from tongban.rules.substance import LEAST, why_not_substance

TEXT_LENGTH = 200
IDENTIFICATION_LENGTH = 40
ACTING = frozenset({"handler", "guardian"})  # who signs as the addressee: an organization, a ward
IN_PERSON = ("handed_over", "through_assister")


@dataclass(frozen=True)
class Delivery:
    """One delivery as it was typed.

    Args:
        mode: one of `rules.delivery.WAYS`.
        receiver_name: who took it; where it was left, who refused to.
        relation: of that person to the addressee.
        identification: what was seen of them.
        lives_together: of a relative: grown up, of the same household.
        authority: what written authority was seen.
        witnesses: where it was left: two, one a line.
        refused_because: where it was left: why they would not sign.
        place: where it was left, or handed over away from the counter.
        tracking: of a letter: its number.
        at: when, where that is earlier than now.
    """

    mode: str
    receiver_name: str
    relation: str
    identification: str
    lives_together: bool = False
    authority: str = ""
    witnesses: str = ""
    refused_because: str = ""
    place: str = ""
    tracking: str = ""
    at: datetime | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """As the command's body; what was not said is left out."""
        return {name: value for name, value in asdict(self).items() if value not in ("", False)}


def delivery_faults(case: OpenCase, told: Delivery, server: str) -> list[FieldFault]:
    """Everything that is still missing, at once.

    Args:
        server: the label of who serves it.
    """
    faults = []
    if told.mode not in WAYS:
        faults.append(FieldFault("mode", "not_an_option"))
    if told.mode == "electronic" and not consents_to_electronic(case):
        faults.append(FieldFault("mode", "no_consent_to_electronic"))
    elif told.mode == "electronic" and not phone_of(case):
        faults.append(FieldFault("mode", "electronic_needs_a_phone"))
    faults += _receiver_faults(case, told, server)
    faults += _time_faults(case, told)
    if told.mode == "left":
        faults += _left_faults(case, told, server)
    if told.mode == "posted":
        if not sound_tracking(told.tracking):
            faults.append(FieldFault("tracking", "tracking_number"))
        if (
            told.at is None
        ):  # a letter is delivered on the day that its receipt names, not on the day it was sent
            faults.append(FieldFault("at", "day_on_the_receipt"))
    for name in ("authority", "refused_because", "place", "witnesses"):
        if len(getattr(told, name)) > TEXT_LENGTH:
            faults.append(FieldFault(name, "too_long", {"most": TEXT_LENGTH}))
    return faults


def _receiver_faults(case: OpenCase, told: Delivery, server: str) -> list[FieldFault]:
    faults = []
    if len(told.identification) > IDENTIFICATION_LENGTH:
        faults.append(FieldFault("identification", "too_long", {"most": IDENTIFICATION_LENGTH}))
    elif told.mode in IN_PERSON and not told.identification.strip():
        faults.append(FieldFault("identification", "required"))
    elif told.mode in IN_PERSON and not says_what_was_seen(told.identification):
        faults.append(FieldFault("identification", "identification_says_nothing"))
    if told.mode in IN_PERSON and hands_to_self(told.receiver_name, server.partition("（")[0]):
        faults.append(FieldFault("receiver_name", "server_took_it"))
    faults += receiver_faults(case, told)
    return faults


def receiver_faults(case: OpenCase, told: Delivery) -> list[FieldFault]:
    """Whether somebody may take a paper of this case: a decision, or a notice from which a period runs."""
    faults = []
    if not told.receiver_name.strip():
        faults.append(FieldFault("receiver_name", "required"))
    if not told.relation:
        faults.append(FieldFault("relation", "required"))
    elif told.relation not in RELATIONS:
        faults.append(FieldFault("relation", "not_an_option"))
    elif told.relation == "self":
        if told.receiver_name.strip() and (
            why := why_not_self(told.receiver_name, own_names(case), died=died(case))
        ):
            faults.append(FieldFault("relation" if why == "dead_do_not_sign" else "receiver_name", why))
    elif told.mode != "electronic":
        why = why_no_authority(
            told.relation,
            organization=case.content.applicant.get("number_kind") == "credit_code",
            lives_together=told.lives_together,
            mandate=holds_mandate(case) and _is_the_holder(case, told.receiver_name),
            authority_seen=told.authority,
        )
        if why:
            field = {
                "receiver_has_no_authority": "authority",
                "authority_says_nothing": "authority",
                "not_of_the_household": "lives_together",
            }
            faults.append(FieldFault(field.get(why, "relation"), why))
    return faults


def _is_the_holder(case: OpenCase, name: str) -> bool:
    """Whether this is who holds the mandate on file; where it names nobody, the server looked at it."""
    holder = case.content.representative.get("name", "")
    return not holder or "".join(name.split()) == "".join(holder.split())


def own_names(case: OpenCase) -> frozenset[str]:
    """Who takes a paper as the addressee: the applicant, or who acts for them by the file itself."""
    told = case.content
    acting = told.representative.get("name", "") if told.relation in ACTING else ""
    return frozenset({told.applicant["name"], acting} - {""})


def phone_of(case: OpenCase) -> str:
    """The phone that a paper's message goes to: of the confirmed address, or of the application."""
    return address_of(case).phone or case.content.contact_phone


def died(case: OpenCase) -> bool:
    """Whether the matter ended, or what was granted was struck off, because the applicant died."""
    if case.state.standing == CANCELLED:
        return said(case, "ending")[-1].get("cancel_ground") == DIED
    if case.state.outcome != Outcome.TERMINATED:
        return False
    return open_values(case.row.conclusion, case.vault, "case.conclusion").get("ground") == "applicant_died"


def as_served(case: OpenCase, told: Delivery) -> Delivery:
    """With what need not be typed: to whom an electronic paper goes, and the name behind 本人."""
    name = case.content.applicant["name"]
    if told.mode == "electronic":
        return replace(told, receiver_name=name, relation="self")
    if told.relation == "self" and told.receiver_name.strip() == OWN_WORD:
        return replace(told, receiver_name=name)
    return told


def holds_mandate(case: OpenCase) -> bool:
    """Whether somebody acts in this matter by a mandate that holds today."""
    return acts_today(case)


def _left_faults(case: OpenCase, told: Delivery, server: str) -> list[FieldFault]:
    faults = []
    others = {*own_names(case), told.receiver_name, server.partition("（")[0]}
    if len(witnesses_apart(told.witnesses, others)) < WITNESSES:
        faults.append(FieldFault("witnesses", _why_no_witnesses(told.witnesses)))
    if why := why_not_substance(told.refused_because):
        faults.append(FieldFault("refused_because", why, {"least": LEAST}))
    if not told.place.strip():
        faults.append(FieldFault("place", "required"))
    return faults


def _why_no_witnesses(text: str) -> str:
    if len(named_witnesses(text)) >= WITNESSES:
        return "witness_not_apart"
    return "witness_without_name" if len(told_witnesses(text)) >= WITNESSES else "two_witnesses"


def _time_faults(case: OpenCase, told: Delivery) -> list[FieldFault]:
    if told.at is None:
        return []
    if told.at > case.run.at:
        return [FieldFault("at", "in_the_future")]
    if case.state.concluded_at and told.at < case.state.concluded_at:
        return [FieldFault("at", "before_the_decision")]
    return []

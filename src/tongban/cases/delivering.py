"""What a delivery needs before it is one: the way, who took it and by what right, witnesses, a letter's number."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tongban.cases.addresses import consents_to_electronic
from tongban.cases.frame import OpenCase
from tongban.cases.mandating import acts_today
from tongban.kernel.errors import FieldFault
from tongban.rules.delivery import WAYS, WITNESSES, named_witnesses, sound_tracking, why_no_authority
from tongban.rules.substance import LEAST, why_not_substance

TEXT_LENGTH = 200
IDENTIFICATION_LENGTH = 40
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


def delivery_faults(case: OpenCase, told: Delivery) -> list[FieldFault]:
    """Everything that is still missing, at once."""
    faults = []
    if told.mode not in WAYS:
        faults.append(FieldFault("mode", "not_an_option"))
    if told.mode == "electronic" and not consents_to_electronic(case):
        faults.append(FieldFault("mode", "no_consent_to_electronic"))
    faults += _receiver_faults(case, told)
    faults += _time_faults(case, told)
    if told.mode == "left":
        faults += _left_faults(told)
    if told.mode == "posted" and not sound_tracking(told.tracking):
        faults.append(FieldFault("tracking", "tracking_number"))
    for name in ("authority", "refused_because", "place", "witnesses"):
        if len(getattr(told, name)) > TEXT_LENGTH:
            faults.append(FieldFault(name, "too_long", {"most": TEXT_LENGTH}))
    return faults


def _receiver_faults(case: OpenCase, told: Delivery) -> list[FieldFault]:
    faults = []
    if not told.receiver_name.strip():
        faults.append(FieldFault("receiver_name", "required"))
    if len(told.identification) > IDENTIFICATION_LENGTH:
        faults.append(FieldFault("identification", "too_long", {"most": IDENTIFICATION_LENGTH}))
    elif told.mode in IN_PERSON and not told.identification.strip():
        faults.append(FieldFault("identification", "required"))
    if not told.relation:
        faults.append(FieldFault("relation", "required"))
    elif told.mode != "electronic":
        why = why_no_authority(
            told.relation,
            organization=case.content.applicant.get("number_kind") == "credit_code",
            lives_together=told.lives_together,
            mandate=holds_mandate(case),
            authority_seen=told.authority,
        )
        if why:
            field = {"receiver_has_no_authority": "authority", "not_of_the_household": "lives_together"}
            faults.append(FieldFault(field.get(why, "relation"), why))
    return faults


def holds_mandate(case: OpenCase) -> bool:
    """Whether somebody acts in this matter by a mandate that holds today."""
    return acts_today(case)


def _left_faults(told: Delivery) -> list[FieldFault]:
    faults = []
    if len(named_witnesses(told.witnesses)) < WITNESSES:
        faults.append(FieldFault("witnesses", "two_witnesses"))
    if why := why_not_substance(told.refused_because):
        faults.append(FieldFault("refused_because", why, {"least": LEAST}))
    if not told.place.strip():
        faults.append(FieldFault("place", "required"))
    return faults


def _time_faults(case: OpenCase, told: Delivery) -> list[FieldFault]:
    if told.at is None:
        return []
    if told.at > case.run.at:
        return [FieldFault("at", "in_the_future")]
    if case.state.concluded_at and told.at < case.state.concluded_at:
        return [FieldFault("at", "before_the_decision")]
    return []

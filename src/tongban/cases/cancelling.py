"""Striking a grant off (注销): what stands in its way, and what the paper says of its ground."""

from datetime import date

from tongban.cases.decision_paper import DecisionPaper
from tongban.cases.declining import LICENCE
from tongban.cases.frame import OpenCase
from tongban.kernel.errors import FieldFault
from tongban.rules.cancelling import (
    ARTICLE,
    EXPIRED,
    HEARD_FIRST,
    OTHER,
    PROVEN,
    why_no_ground,
    why_no_other_law,
    why_no_proof,
    why_period_not_over,
)
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

CANCELLED = "cancelled"
EVIDENCE_LENGTH = 200  # characters
SITUATIONS = {
    "expired": "有效期届满未延续",
    "holder_died": "持有人死亡",
    "holder_incapable": "持有人丧失行为能力",
    "holder_dissolved": "法人或者其他组织依法终止",
    "taken_by_law": "行政许可依法被撤销、撤回，或者许可证件依法被吊销",
    "impossible": "因不可抗力导致许可事项无法实施",
    "other_by_law": "法律、法规规定的应当注销的其他情形",
}


def cancelling_faults(
    case: OpenCase, decision: DecisionPaper, ground: str, evidence: str, from_day: date, basis: str
) -> list[FieldFault]:
    """Why it cannot be struck off so.

    Args:
        evidence: which paper shows it: the death certificate, the register's entry, the judgment.
        from_day: from which it is to hold no longer.
    """
    organization = case.content.applicant.get("number_kind") == "credit_code"
    faults = []
    if why := why_no_ground(ground, organization=organization):
        faults.append(FieldFault("cancel_ground", why))
    if len(evidence.strip()) > EVIDENCE_LENGTH:
        faults.append(FieldFault("evidence", "too_long", {"most": EVIDENCE_LENGTH}))
    elif ground in PROVEN and not evidence.strip():
        faults.append(FieldFault("evidence", "required"))
    elif evidence.strip() and (why := why_not_substance(evidence, LEAST_TO_LOOK)):
        faults.append(FieldFault("evidence", why, {"least": LEAST_TO_LOOK}))
    elif why := why_no_proof(ground, evidence):
        faults.append(FieldFault("evidence", why))
    validity = case.item.definition.titles.get("validity", "")
    if ground == EXPIRED and (why := why_period_not_over(validity, decision.decided_on, from_day)):
        faults.append(FieldFault("cancel_ground", why))
    if ground == OTHER and basis.strip() and (why := why_no_other_law(basis)):
        faults.append(FieldFault("basis", why))
    return faults


def heard_first(ending: str, ground: str) -> bool:
    """Whether an end asks for a hearing: every 撤销 and 撤回, of 注销 what takes something from somebody who lives."""
    return ending != CANCELLED or ground in HEARD_FIRST


def ended_why(case: OpenCase, ending: str, ground: str, evidence: str, reason: str) -> str:
    """The reasons of the paper: of 注销 also which case it is, of a licence by which article, and what shows it."""
    if ending != CANCELLED or ground not in SITUATIONS:
        return reason.strip()
    licence = case.item.definition.type_code == LICENCE
    law = f"（《中华人民共和国行政许可法》第七十条第（{ARTICLE[ground]}）项）" if licence else ""
    situation = f"属于“{SITUATIONS[ground]}”{law}。"
    shown = f"凭据：{evidence.strip()}" if evidence.strip() else ""
    return "\n".join(filter(None, (reason.strip(), situation, shown)))

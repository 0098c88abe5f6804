"""What the papers after a decision say: from the case's data to their content."""

from datetime import date

from tongban.cases.decision_paper import DecisionPaper, issuer_of_decision
from tongban.cases.frame import OpenCase
from tongban.cases.hearing import lines_on_paper
from tongban.cases.paper_contents import copies, redress_of, remedies_of
from tongban.cases.state import CaseState
from tongban.papers.content import PaperHead
from tongban.papers.content_afterwards import (
    CorrectionOfDecision,
    RedoNotice,
    ReinstatementNotice,
    RevocationDecision,
)


def correction_of_decision(
    head: PaperHead, case: OpenCase, decision: DecisionPaper, *, stood: str, reads: str, reason: str
) -> CorrectionOfDecision:
    """更正通知书: which words stood, how they read now."""
    return CorrectionOfDecision(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=case.item.definition.name.zh,
        decision_title=decision.title,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        stood=stood.strip(),
        reads=reads.strip(),
        reason=reason.strip(),
        enquiry_phone=case.row.handling_site.phone,
        copies_kept=copies(),
    )


def revocation_decision(
    head: PaperHead,
    case: OpenCase,
    decision: DecisionPaper,
    *,
    ending: str,
    from_day: date,
    reason: str,
    basis: str,
    compensation: str,
) -> RevocationDecision:
    """撤销、撤回、注销决定书: why it holds no longer, from when, where one can turn."""
    item = case.item.definition
    remedies = remedies_of(item, issuer_of_decision(case, decision))
    return RevocationDecision(
        head=head,
        ending=ending,  # type: ignore[arg-type]  # the command has checked it
        applicant=case.content.applicant["name"],
        item_name=item.name.zh,
        decision_title=decision.title,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        from_day=from_day,
        reason="\n".join(filter(None, (reason.strip(), lines_on_paper(case, decision)))),
        legal_basis=tuple(line.strip() for line in basis.splitlines() if line.strip()),
        compensation=compensation.strip() if ending == "recalled" else "",
        remedies=remedies,
        redress=redress_of(item),
        enquiry_phone=case.row.handling_site.phone,
        copies_kept=copies(),
    )


def redone_why(case: OpenCase, decision: DecisionPaper, reason: str, basis: str, compensation: str) -> str:
    """The reasons of a notice that takes a grant away: found, by which law, heard, made good."""
    laws = "、".join(line.strip() for line in basis.splitlines() if line.strip())
    parts = (reason.strip(), f"依据：{laws}", lines_on_paper(case, decision), f"补偿：{compensation.strip()}")
    return "\n".join(part for part in parts if part)


def redo_notice(
    head: PaperHead,
    case: OpenCase,
    decision: DecisionPaper,
    after: CaseState,
    *,
    ground: str,
    ordered_by: str,
    order_number: str,
    order_of: date,
    reason: str,
    restarted_on: date,
    goes_on: bool = False,
) -> RedoNotice:
    """重新办理通知书: who ordered it, why, and the new days.

    Args:
        after: the state once it is made anew.
        restarted_on: the day on which the order was received, or the error found.
        goes_on: the limits go on where they stood.
    """
    return RedoNotice(
        head=head,
        ground=ground,  # type: ignore[arg-type]  # the command has checked it
        applicant=case.content.applicant["name"],
        item_name=case.item.definition.name.zh,
        decision_title=decision.title,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        ordered_by=ordered_by,
        order_number=order_number,
        order_of=order_of,
        restarted_on=restarted_on,
        goes_on=goes_on,
        bring_by=after.correction_due,
        reason=reason.strip(),
        promised_until=after.promised_due,
        statutory_until=after.statutory_due,
        provisional=after.provisional,
        enquiry_phone=case.row.handling_site.phone,
        copies_kept=copies(),
    )


def reinstatement_notice(
    head: PaperHead,
    case: OpenCase,
    decision: DecisionPaper,
    ending: DecisionPaper,
    *,
    ground: str,
    ordered_by: str,
    order_number: str,
    order_of: date,
    received_on: date,
    reason: str,
) -> ReinstatementNotice:
    """恢复原决定通知书: who quashed what, and that the grant stands from its own day.

    Args:
        ending: the paper that had revoked, recalled or cancelled the grant.
    """
    return ReinstatementNotice(
        head=head,
        ground=ground,  # type: ignore[arg-type]  # the command has checked it
        applicant=case.content.applicant["name"],
        item_name=case.item.definition.name.zh,
        decision_title=decision.title,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        ending_title=ending.title,
        ending_number=ending.number,
        ended_on=ending.decided_on,
        ordered_by=ordered_by.strip(),
        order_number=order_number.strip(),
        order_of=order_of,
        received_on=received_on,
        reason=reason.strip(),
        enquiry_phone=case.row.handling_site.phone,
        copies_kept=copies(),
    )

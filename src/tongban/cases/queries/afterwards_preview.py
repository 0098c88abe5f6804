"""The papers after a decision as they would be issued."""

from typing import Any

from tongban.cases import paper_contents
from tongban.cases.after_decision import (
    check_correction,
    check_ending,
    check_redoing,
    decision_to_redo,
    decision_to_reinstate,
    standing_decision,
    takes_away,
)
from tongban.cases.announcing import announced_event, check_announcing
from tongban.cases.cancelling import ended_why
from tongban.cases.commands.announcing import announcement_paper
from tongban.cases.decision_paper import issuer_of_decision
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase
from tongban.cases.paper_contents_afterwards import (
    correction_of_decision,
    redo_notice,
    redone_why,
    reinstatement_notice,
    revocation_decision,
)
from tongban.kernel.errors import NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.papers.content import Paper, PaperHead
from tongban.rules.ended_by_mistake import goes_on
from tongban.rules.lifecycle import Act, NotAllowed, next_status

ACTS = frozenset({Act.CORRECT_CLERICAL_ERROR, Act.REVOKE, Act.REDO, Act.ANNOUNCE})


def afterwards_preview(case: OpenCase, act: str, inputs: dict[str, Any]) -> Paper:
    """What one of `ACTS` would issue.

    Raises:
        NotFound: the case is not where the act leaves from.
        InputFaults, Refusal: as the act itself.
    """
    try:
        next_status(case.state.status, act)
    except NotAllowed as fault:
        raise NotFound("preview") from fault
    if act == Act.ANNOUNCE:
        check_announcing(case, inputs["failed"], inputs["where"])
        head = paper_contents.preview_head(
            "service_announcement", case.row.deciding_body, case.run.at, case.row.number
        )
        return announcement_paper(head, case, announced_event(case, inputs["failed"]))
    decision = decision_to_redo(case, inputs["ground"]) if act == Act.REDO else standing_decision(case)
    issuer = issuer_of_decision(case, decision)

    def headed(kind: str) -> PaperHead:
        return paper_contents.preview_head(kind, issuer, case.run.at, case.row.number)

    if act == Act.CORRECT_CLERICAL_ERROR:
        check_correction(case, decision, **inputs)
        return correction_of_decision(headed("correction_of_decision"), case, decision, **inputs)
    if act == Act.REVOKE:
        first = inputs["from_day"] or legal_date(case.run.at)
        told = (inputs["reason"], inputs["basis"], inputs["compensation"])
        grounds = (inputs.get("cancel_ground", ""), inputs.get("evidence", ""))
        check_ending(case, decision, inputs["standing"], first, *told, *grounds)
        return revocation_decision(
            headed("revocation_decision"),
            case,
            decision,
            ending=inputs["standing"],
            from_day=first,
            reason=ended_why(case, inputs["standing"], *grounds, inputs["reason"]),
            basis=inputs["basis"],
            compensation=inputs["compensation"],
        )
    if inputs.pop("reinstates", False):
        granted = decision_to_reinstate(case)
        check_redoing(case, decision, **inputs)
        of_order = {name: value for name, value in inputs.items() if name not in ("basis", "compensation")}
        return reinstatement_notice(headed("reinstatement_notice"), case, granted, decision, **of_order)
    check_redoing(case, decision, **inputs)
    own, received = inputs["ground"] == "own_finding", inputs["received_on"]
    why = (inputs["reason"], inputs["basis"], inputs["compensation"])
    reason = redone_why(case, decision, *why) if takes_away(case, inputs["ground"]) else inputs["reason"]
    on = goes_on(case.state.outcome, inputs["ground"])
    begins = {"goes_on": legal_date(case.run.at)} if on else {"restarted_on": received}
    after = case.after(dated(case, Event("redone", begins)))
    return redo_notice(
        headed("redo_notice"),
        case,
        decision,
        after,
        ground=inputs["ground"],
        restarted_on=received,
        goes_on=on,
        ordered_by=issuer.name if own else inputs["ordered_by"].strip(),
        order_number="" if own else inputs["order_number"].strip(),
        order_of=received if own else inputs["order_of"],
        reason=reason,
    )

"""The papers of the clock as they would be issued."""

from typing import Any

from tongban.cases import paper_contents
from tongban.cases.clock_acts import check_termination, extended_event, issuer_of, started_event, told_reason
from tongban.cases.frame import OpenCase
from tongban.cases.paper_contents_clock import (
    extension_notice,
    special_procedure_notice,
    termination_decision,
)
from tongban.directory.models import Body
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.papers.content import Paper, PaperHead
from tongban.rules.lifecycle import Act, NotAllowed, next_status

ACTS = frozenset({Act.START_SPECIAL_PROCEDURE, Act.EXTEND, Act.TERMINATE})


def clock_preview(actor: Staff, case: OpenCase, act: str, inputs: dict[str, Any]) -> Paper:
    """What one of `ACTS` would issue.

    Raises:
        NotFound: the case is not where the act leaves from.
        InputFaults, Refusal: as the act itself.
    """
    try:
        next_status(case.state.status, act)
    except NotAllowed as fault:
        raise NotFound("preview") from fault
    row, item, content = case.row, case.item.definition, case.content

    def head(kind: str, body: Body) -> PaperHead:
        return paper_contents.preview_head(kind, body, case.run.at, row.number)

    if act == Act.START_SPECIAL_PROCEDURE:
        event = started_event(case, actor, **inputs)
        return special_procedure_notice(
            head("special_procedure_notice", row.body),
            item,
            content,
            case.after(event),
            row,
            reason=told_reason(inputs["reason"], inputs.get("subject", "")),
            told=event.data,
        )
    if act == Act.EXTEND:
        event = extended_event(case, actor, inputs["days"], inputs["reason"])
        return extension_notice(
            head("extension_notice", row.deciding_body),
            case,
            case.state,
            case.after(event),
            reason=inputs["reason"],
            approved_by=actor.label,
        )
    check_termination(case, inputs["ground"], inputs["reason"], inputs["basis"])
    issuer = issuer_of(case, actor)
    return termination_decision(
        head("termination_decision", issuer),
        item,
        content,
        case.state,
        issuer,
        row,
        ground=inputs["ground"],
        reason=inputs["reason"],
        basis=inputs["basis"],
    )

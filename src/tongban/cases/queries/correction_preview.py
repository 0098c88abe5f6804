"""The correction notice as it would go out, from what is typed so far."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongban.cases.correcting import REPEAT, defects_of, repeats
from tongban.cases.frame import OpenCase
from tongban.cases.paper_contents_corrections import correction_notice
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.papers.content import Paper, PaperHead
from tongban.rules.corrections import FurtherDemand


def corrections_preview(head: PaperHead, case: OpenCase, inputs: Mapping[str, Any]) -> Paper:
    """The notice's content.

    Raises:
        InputFaults: without a day, or with nothing to name, there is none yet.
    """
    wrong = {code: reason for code, reason in dict(inputs.get("answers") or {}).items() if reason.strip()}
    wrong = {code: reason for code, reason in wrong.items() if code in case.content.answers}
    defects = defects_of(case, wrong)
    bring_by = inputs.get("bring_by")
    if not isinstance(bring_by, date):
        raise InputFaults([FieldFault("bring_by", "required")])
    if not defects:
        raise InputFaults([FieldFault("defects", "nothing_to_correct")])
    again = repeats(case, wrong)
    further = bool(case.state.course.rounds) and not again
    ground = REPEAT if again else str(inputs.get("ground", "")) if further else ""
    if further and ground not in set(FurtherDemand):
        raise InputFaults([FieldFault("ground", "further_demand_without_ground")])
    return correction_notice(head, case, defects, bring_by, ground, str(inputs.get("explanation", "")))

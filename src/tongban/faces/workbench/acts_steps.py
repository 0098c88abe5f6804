"""The acts of the steps as forms: opinions with their records, public notices, other systems, sending back.

What was typed and is no day or figure goes on to the command as a fault, so that all faults are told at once.
"""

from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.commands.public_notice import TOLD_HOW
from tongban.cases.queries.shapes import CaseView, StepView
from tongban.cases.steps.records import VISIT, Meeting, StepRecord, StepUpload, Visit
from tongban.directory.queries import officers_of_body
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Files, Inputs, day_of, moment, text_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules.meetings import SORTS, Count

OF_A_STEP = ("give_opinion", "complete_external_step")  # acts whose form is about one step
FIGURES = ("entitled", "present", "in_favour", "against", "abstained")


def _yes(posted: QueryDict, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(posted.get(name, ""))


def _day(posted: QueryDict, name: str, faults: list[FieldFault]) -> date | None:
    try:
        return day_of(posted, name)
    except InputFaults as refused:
        faults += refused.faults
        return None


def _time(posted: QueryDict, name: str, faults: list[FieldFault]) -> datetime | None:
    try:
        return moment(posted, name)
    except InputFaults as refused:
        faults += refused.faults
        return None


def _figure(posted: QueryDict, name: str, faults: list[FieldFault]) -> int | None:
    text = text_of(posted, name)
    figure = whole_number(text, 6) if text else None
    if text and figure is None:
        faults.append(FieldFault(name, "not_a_number"))
    return figure


def _opinion(posted: QueryDict) -> Inputs:
    return {
        "step_code": text_of(posted, "step_code"),
        "agrees": _yes(posted, "agrees"),
        "opinion": text_of(posted, "opinion"),
    }


def _record(posted: QueryDict, files: Files) -> Inputs:
    """The record beside the opinion, by the kind that the form carried."""
    made = {"visit": _visit, "meeting": _meeting}.get(posted.get("record_kind", ""))
    return {"record": made(posted, files) if made else None}


def _uploads(files: Files, name: str) -> tuple[StepUpload, ...]:
    return tuple(StepUpload(file.read(), file.name or "") for file in files.getlist(name))


def record_page(actor: Staff, step: StepView) -> Inputs:
    """What the fields of a step's record choose from."""
    if step.kind == VISIT:
        return {"officers": officers_of_body(actor)}
    return {"meeting_sorts": [sort.value for sort in SORTS.get(step.kind, ())]}


def _visit(posted: QueryDict, files: Files) -> StepRecord:
    unreadable: list[FieldFault] = []
    return Visit(
        day=_day(posted, "visit_day", unreadable),
        place=text_of(posted, "visit_place"),
        findings=text_of(posted, "findings"),
        second_officer=whole_number(posted.get("second_officer", ""), 12),
        photos=_uploads(files, "photos"),
        unreadable=tuple(unreadable),
    )


def _meeting(posted: QueryDict, files: Files) -> StepRecord:
    unreadable: list[FieldFault] = []
    figures = {name: _figure(posted, name, unreadable) for name in FIGURES}
    return Meeting(
        sort=text_of(posted, "meeting_sort"),
        day=_day(posted, "meeting_day", unreadable),
        place=text_of(posted, "meeting_place"),
        chair=text_of(posted, "chair"),
        count=Count(**figures),
        minutes=text_of(posted, "minutes"),
        scans=_uploads(files, "minutes_scan"),
        unreadable=tuple(unreadable),
    )


def _notice(posted: QueryDict) -> Inputs:
    unreadable: list[FieldFault] = []
    return {
        "places": posted.get("places", "").splitlines(),
        "first": _day(posted, "hung_first", unreadable),
        "last": _day(posted, "hung_last", unreadable),
        "amount": text_of(posted, "notice_amount"),
        "unreadable": tuple(unreadable),
    }


def _objection(posted: QueryDict) -> Inputs:
    unreadable: list[FieldFault] = []
    return {
        **{name: text_of(posted, name) for name in ("objector", "contact", "about")},
        "made_on": _day(posted, "made_on", unreadable),
        "unreadable": tuple(unreadable),
    }


def _answer(posted: QueryDict) -> Inputs:
    return {
        "objection": text_of(posted, "objection"),
        "upheld": _yes(posted, "upheld"),
        "finding": text_of(posted, "finding"),
        "told_how": text_of(posted, "told_how"),
    }


def _answer_page(case: CaseView, values: QueryDict) -> Inputs:
    objections = tuple(one for step in case.steps for one in step.objections)
    return {"objections": objections, "ways_to_tell": TOLD_HOW}


def _external(posted: QueryDict) -> Inputs:
    unreadable: list[FieldFault] = []
    return {
        "step_code": text_of(posted, "step_code"),
        "external_number": text_of(posted, "external_number"),
        "done_at": _time(posted, "done_at", unreadable),
        "note": text_of(posted, "external_note"),
        "unreadable": tuple(unreadable),
    }


def _back(posted: QueryDict) -> Inputs:
    return {"to": text_of(posted, "to"), "reason": text_of(posted, "reason")}


def _back_page(case: CaseView, values: QueryDict) -> Inputs:
    """The steps that are done, the nearest first."""
    opened = [step.order for step in case.steps if step.state == "open"]
    until = max(opened, default=len(case.steps))
    done = [step for step in case.steps if step.state == "done" and step.order < until]
    return {"earlier": tuple(reversed(done))}


STEP_ACTS: dict[str, Act] = {
    "give_opinion": Act(_("提出审查意见"), commands.give_opinion, _opinion, prints=False, read_files=_record),
    "complete_external_step": Act(
        _("登记外部系统办结"), commands.complete_external_step, _external, prints=False
    ),
    "post_public_notice": Act(_("登记张贴公示"), commands.post_public_notice, _notice, prints=False),
    "record_objection": Act(_("登记异议"), commands.record_objection, _objection, prints=False),
    "answer_objection": Act(
        _("答复异议"), commands.answer_objection, _answer, prints=False, page=_answer_page
    ),
    "return_step": Act(_("退回前面的环节"), commands.return_step, _back, prints=False, page=_back_page),
}

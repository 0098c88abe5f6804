"""归档: when a matter may be filed, what lies in its file and in which order, under which number, for how long."""

import json
from collections.abc import Iterator
from datetime import date

from tongban.cases.after_decision import still_to_serve
from tongban.cases.frame import OpenCase
from tongban.cases.material_versions import material_versions
from tongban.cases.restoring import restorable_until
from tongban.directory.models import Body
from tongban.kernel.models import Blob
from tongban.kernel.time import legal_date
from tongban.papers.content_afterwards import CatalogueLine
from tongban.papers.models import Paper
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER, Status
from tongban.rules.promises import Promise
from tongban.rules.retention import SHORT, Retention, retention

# in the order of a file: what was decided first, what it rests on after it
TITLES = {
    "decision": "决定书",
    "non_acceptance_decision": "不予受理决定书",
    "termination_decision": "终止办理决定书",
    "correction_of_decision": "更正通知书",
    "revocation_decision": "撤销（撤回、注销）决定书",
    "redo_notice": "重新办理通知书",
    "reinstatement_notice": "恢复原决定通知书",
    "service_return": "送达回证",
    "service_announcement": "送达公告",
    "acceptance_notice": "受理通知书",
    "deemed_acceptance_notice": "受理通知书（视为受理）",
    "correction_notice": "补正告知书",
    "deemed_withdrawal_notice": "视为撤回告知书",
    "withdrawal_confirmation": "撤回申请确认书",
    "restoration_notice": "恢复办理通知书",
    "special_procedure_notice": "特别程序告知书",
    "extension_notice": "延期告知书",
    "address_confirmation": "送达地址确认书",
    "intake_receipt": "收件凭证",
}
RECORD_TITLE = "办理过程记录"
# a class of keeping in a file's number
SIGNS = {"permanent": "Y", "100y": "D100", "50y": "D50", "30y": "D30", "10y": "D10"}
_FORMS = {
    "electronic": "electronic",
    "paper_original": "original",
    "paper_copy": "copy",
    "commitment": "commitment",
}


def why_not_archive(case: OpenCase) -> str:
    """A code that says why this matter cannot be filed yet, or never; empty where it can."""
    state = case.state
    if case.item.definition.retention == SHORT:
        return "not_filed"
    waits = state.outcome in OUTCOMES_WITH_PAPER and not state.course.nobody
    if state.status == Status.CONCLUDED and waits:
        return "still_to_deliver"
    if still_to_serve(case) and not state.course.nobody:
        return "paper_still_to_serve"  # a filed matter serves nothing, and nobody was told yet
    again = restorable_until(state, case.item.definition, case.calendar)
    if again is not None and legal_date(case.run.at) <= again:
        return "still_restorable"  # a filed matter takes no more acts, and the time for a good cause runs
    if state.course.later:
        return "later_entry_open"  # a day that the file rests on is not certain yet
    # a paper that was to follow comes no more once the matter ended: nothing is granted before it is there
    checked = (one for one in state.materials if one.promise == Promise.COMMITTED and one.promise_due)
    return "promise_still_open" if any(one.promise_kept is None for one in checked) else ""


def keeping(case: OpenCase) -> Retention:
    """How long the file is kept, counted from its last day."""
    over = case.state.concluded_at is not None
    return retention(case.item.definition.retention, ended_on(case) if over else None)


def filed_before(case: OpenCase) -> str:
    """The number under which the matter was filed before it was taken out; empty for its first filing."""
    told = (event.data for event in reversed(case.told()) if event.type == "archived")
    return str(next((data["archive_number"] for data in told), ""))


def archive_number(body: Body, kept: str, year: int, serial: int) -> str:
    """机关简称·年度-保管期限-顺序号, e.g. 永胜政·2026-D30-0007."""
    return f"{body.short_name}·{year}-{SIGNS[kept]}-{serial:04d}"


def papers_in_order(case: OpenCase) -> list[Paper]:
    """The papers of the file in its order."""
    order = {kind: place for place, kind in enumerate(TITLES)}
    found = Paper.objects.filter(subject=case.row.id, kind__in=order).select_related("blob")
    return sorted(found, key=lambda paper: (order[paper.kind], paper.issued_at, paper.serial))


def title_of(paper: Paper, case: OpenCase) -> str:
    """What a paper is called in the catalogue; a decision by the title that it bears itself."""
    if paper.kind != "decision":
        return TITLES[paper.kind]
    told = json.loads(case.vault.open(paper.snapshot, "paper"))["content"]
    return str(told.get("title") or TITLES[paper.kind])


def ended_on(case: OpenCase) -> date:
    """The last day of the file: that of the delivery, or of the newest paper in it, where they came after the end."""
    state = case.state
    moments = [at for at in (state.concluded_at, state.delivered_at) if at is not None]
    days = [legal_date(at) for at in moments] + [
        legal_date(paper.issued_at) for paper in papers_in_order(case)
    ]
    return max(days)


def catalogue_lines(case: OpenCase) -> tuple[CatalogueLine, ...]:
    """案卷目录: the papers, the materials that came in, the record of how it went."""
    return (*_paper_lines(case), *_material_lines(case), _record_line(case))


def _paper_lines(case: OpenCase) -> Iterator[CatalogueLine]:
    bodies = {body.id: body.name for body in (case.row.body, case.row.deciding_body)}
    for paper in papers_in_order(case):
        yield CatalogueLine(
            title=title_of(paper, case),
            by=bodies.get(paper.body_id, case.row.body.name),
            number=paper.number,
            dated=legal_date(paper.issued_at),
            pages=paper.blob.pages if paper.blob else 0,
            form="paper",
        )


def _material_lines(case: OpenCase) -> Iterator[CatalogueLine]:
    by_code = {material.code: material for material in case.item.definition.materials}
    versions = material_versions(case)
    blobs = Blob.objects.in_bulk([one.blob for one in versions if one.blob])
    for one in versions:
        blob = blobs.get(one.blob) if one.blob else None
        name = by_code[one.code].name.zh
        yield CatalogueLine(
            title=name if one.latest else f"{name}（第{one.version}次交的，后来换了）",
            by=case.content.applicant["name"],
            number="",
            dated=one.received_on,
            pages=blob.pages if blob else 0,
            form=_FORMS[one.form],  # type: ignore[arg-type]  # the forms of a material, each with its word
            copies=by_code[one.code].copies,
        )


def _record_line(case: OpenCase) -> CatalogueLine:
    return CatalogueLine(
        title=RECORD_TITLE,
        by=case.row.body.name,
        number=case.row.number,
        dated=legal_date(case.state.archived_at or case.run.at),
        pages=0,
        form="electronic",
    )

"""Files of a case: originals, page images, papers, previews; each through the case's own visibility.

Whatever a member of staff gets to see here is on the access log before the bytes go out.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tongban.cases import paper_contents
from tongban.cases.events import accepted_event, concluding
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.lent_power import power_on_paper
from tongban.cases.part import own_materials, own_papers
from tongban.cases.promising import deferrable
from tongban.cases.queries.afterwards_preview import ACTS as AFTERWARDS_ACTS
from tongban.cases.queries.afterwards_preview import afterwards_preview
from tongban.cases.queries.clock_preview import ACTS as CLOCK_ACTS
from tongban.cases.queries.clock_preview import clock_preview
from tongban.cases.queries.correction_preview import corrections_preview
from tongban.cases.replaced import replaced_in
from tongban.cases.uploads import EXTENSIONS, page_count, page_image
from tongban.kernel import blobs, time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff, Tracker
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.models import Blob
from tongban.papers.content import ContentError, Paper, PaperHead
from tongban.papers.models import Paper as PaperRow
from tongban.papers.rendering import render
from tongban.rules.clearance import FILE, PAPER, cleared

ONE_LOOK = timedelta(minutes=10)
"""Leafing through the pages of one material is one look."""


OF_THE_APPLICANT = frozenset({"address_confirmation", "archive_catalogue"})
"""Papers that whoever holds the number and the query code alone does not get."""


@dataclass(frozen=True)
class StoredFile:
    """A file to hand out."""

    content: bytes
    media_type: str
    file_name: str


def material_file(actor: Actor, number: str, material_code: str) -> StoredFile:
    """The original of a material, as it came in; officers only, each time on record.

    Raises:
        NotFound: no such case for this actor, or no such file.
    """
    stored, case = _material(actor, number, material_code)
    record_access(actor, "original", case.row.id, field=f"materials.{material_code}")
    return stored


def _material(actor: Actor, number: str, material_code: str) -> tuple[StoredFile, OpenCase]:
    if not isinstance(actor, Staff):
        raise NotFound("file")
    case = load(actor, number, lock=False, in_part=True)
    _require_clearance(actor, FILE)
    if case.in_part and material_code not in own_materials(case, actor):
        raise NotFound("file")
    wanted = _file_of(case, material_code)
    if wanted is None:
        raise NotFound("file")
    blob = Blob.objects.get(id=wanted, key_id=case.row.key_id)
    name = f"{case.row.number}-{material_code}.{EXTENSIONS[blob.media_type][0]}"
    return StoredFile(blobs.load(blob, case.vault), blob.media_type, name), case


def _file_of(case: OpenCase, material_code: str) -> UUID | None:
    """The file of a material; of ``code~n`` the one that a correction under a legal hold replaced."""
    code, before, index = material_code.partition("~")
    if not before:
        return next((row.blob_id for row in case.materials if row.code == code), None)
    old = next((one for one in replaced_in(case, case.told()) if str(one.index) == index), None)
    return old.materials[code].file if old is not None and code in old.materials else None


def _require_clearance(actor: Actor, mark: str) -> None:
    """Refuse staff whose role is not cleared for what is opened as a whole, whatever cases they see."""
    if isinstance(actor, Staff) and not cleared(actor.role, mark):
        raise NotAuthorized("above_clearance")


def material_page(actor: Actor, number: str, material_code: str, page: int) -> bytes:
    """One page of a material as a fresh JPEG; on record once in `ONE_LOOK` for each material and reader.

    Raises:
        NotFound: no such case for this actor, no such file, no such page.
    """
    stored, case = _material(actor, number, material_code)
    try:
        picture = page_image(stored.content, stored.media_type, page)
    except IndexError as fault:
        raise NotFound("page") from fault
    record_access(actor, "scan", case.row.id, field=f"materials.{material_code}", once_in=ONE_LOOK)
    return picture


def paper_file(actor: Actor, number: str, paper_id: UUID) -> StoredFile:
    """A paper as issued; that staff opened it is on record.

    Raises:
        NotFound: no such case for this actor, or not its paper.
        Refusal: ``paper_not_ready`` while the worker is writing it.
    """
    case = load(actor, number, lock=False, in_part=True)
    _require_clearance(actor, PAPER)
    paper = PaperRow.objects.select_related("blob").filter(id=paper_id, subject=case.row.id).first()
    if paper is None or (isinstance(actor, Tracker) and paper.kind in OF_THE_APPLICANT):
        raise NotFound("paper")
    if case.in_part and isinstance(actor, Staff) and paper.kind not in own_papers(case, actor):
        raise NotFound("paper")
    if paper.blob is None:
        raise Refusal("paper_not_ready", {"number": paper.number})
    stored = StoredFile(blobs.load(paper.blob, case.vault), "application/pdf", f"{paper.number}.pdf")
    if isinstance(actor, Staff):
        record_access(actor, "paper", case.row.id, field=f"papers.{paper.kind}", once_in=ONE_LOOK)
    return stored


def preview_paper(actor: Actor, number: str, *, act: str, **inputs: Any) -> bytes:
    """The paper that an act would issue, marked as a preview, with nothing recorded.

    Args:
        act: ``accept``, ``decline``, ``request_corrections`` or ``decide``.
        inputs: the act's own values (reason, basis, right_body, granted).

    Raises:
        NotFound: no such case for this actor, or an act without a paper to preview.
        InputFaults: what is entered does not make a paper yet.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    case = load(actor, number, lock=False)
    _require_clearance(actor, PAPER)
    case.run.at = time.now()
    settle(case, case.run.at)
    try:
        document = render(_preview_content(actor, case, act, inputs), preview=True)
    except ContentError as fault:
        raise InputFaults([FieldFault(str(fault).split(":", 1)[0], "required")]) from fault
    record_access(actor, "paper", case.row.id, field=f"preview.{act}", once_in=ONE_LOOK)
    return document


def preview_pages(actor: Actor, number: str, *, act: str, **inputs: Any) -> tuple[bytes, ...]:
    """The pages of `preview_paper` as JPEG pictures; raises as it does."""
    document = preview_paper(actor, number, act=act, **inputs)
    return tuple(page_image(document, "application/pdf", page + 1) for page in range(page_count(document)))


def _preview_content(actor: Staff, case: OpenCase, act: str, inputs: dict[str, Any]) -> Paper:
    row, item, content = case.row, case.item.definition, case.content

    def head(kind: str) -> PaperHead:
        body = row.deciding_body if kind == "decision" else row.body
        return paper_contents.preview_head(kind, body, case.run.at, row.number)

    if act == "accept" and case.state.status == "submitted":
        may_follow = [code for code in inputs.get("deferred", ()) if code in deferrable(item)]
        state = case.after(accepted_event(case, {}, may_follow))
        return paper_contents.acceptance_notice(
            head("acceptance_notice"), item, content, state, row, case.materials, accepted_by=actor.label
        )
    if act == "decline" and case.state.status == "submitted":
        return paper_contents.non_acceptance(
            head("non_acceptance_decision"),
            item,
            content,
            case.state,
            row,
            reason=str(inputs.get("reason", "")),
            basis=str(inputs.get("basis", "")),
            right_body=str(inputs.get("right_body", "")),
        )
    if act == "request_corrections" and case.state.status == "submitted":
        return corrections_preview(head("correction_notice"), case, inputs)
    if act == "decide" and case.state.status == "in_review":
        granted = bool(inputs.get("granted"))
        outcome = "granted" if granted else "refused"
        after = {"outcome": outcome, **concluding(case, outcome)}
        return paper_contents.decision(
            head("decision"),
            item,
            content,
            case.after(Event("decided", after)),
            row,
            granted=granted,
            reason=str(inputs.get("reason", "")),
            basis=str(inputs.get("basis", "")),
            authorization=power_on_paper(actor),
        )
    if act in AFTERWARDS_ACTS:
        return afterwards_preview(case, act, inputs)
    if act in CLOCK_ACTS:
        return clock_preview(actor, case, act, inputs)
    raise NotFound("preview")

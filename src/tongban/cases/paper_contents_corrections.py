"""What the papers of a correction say: the notice, and the receipt for what was brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from tongban.cases.correcting import Defect
from tongban.cases.paper_contents import FORMS, copies, limit_on_paper, local
from tongban.cases.query_code import query_code
from tongban.cases.settlement import withdrawal_limit
from tongban.directory.queries import site as site_with_id
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.masking import mask_phone
from tongban.kernel.time import legal_date
from tongban.papers.content import IntakeReceipt, MaterialReceived, PaperHead
from tongban.papers.content_corrections import CorrectionNotice, DefectNamed, SilenceRule

if TYPE_CHECKING:  # the frame tells of a withdrawal in these words
    from tongban.cases.frame import OpenCase

LICENCE = "01"
TELL_ONCE = "《中华人民共和国行政许可法》第三十二条第一款第（四）项"


def correction_notice(
    paper_head: PaperHead,
    case: OpenCase,
    defects: Iterable[Defect],
    bring_by: date,
    ground: str,
    explanation: str,
) -> CorrectionNotice:
    """补正告知书: everything that is missing or not in order, how to mend it, by when, and what follows if not."""
    row, item = case.row, case.item.definition
    silence = withdrawal_limit(item)
    assert row.received_at is not None
    return CorrectionNotice(
        head=paper_head,
        applicant=case.content.applicant["name"],
        contact_phone=mask_phone(case.content.contact_phone),
        item_name=item.name.zh,
        filed_on=legal_date(row.received_at),
        legal_basis=(TELL_ONCE,) if item.type_code == LICENCE else (),
        defects=tuple(named_defect(one) for one in defects),
        bring_by=bring_by,
        bring_to=row.handling_site.name,
        online="portal" in item.channels,
        query_code=query_code(row.number),
        silence=SilenceRule(days=silence.days, unit=silence.unit, basis=silence.basis) if silence else None,
        ground=ground or "first",  # type: ignore[arg-type]  # the command has checked it
        explanation=explanation.strip() if ground else "",
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
    )


def named_defect(one: Defect) -> DefectNamed:
    """One thing to put right, as papers say it."""
    how = one.hint.zh or "、".join(point.zh for point in one.points)
    found = "没有交" if one.found == "missing" else ""
    reason = "：".join(part for part in (found, one.reason) if part)
    return DefectNamed(
        kind="answer" if one.kind == "answer" else "material",
        name=one.name.zh,
        reason=reason or "不符合要求",
        how=how,
    )


def correction_receipt(
    paper_head: PaperHead, case: OpenCase, forms: Mapping[str, str], came_in: datetime, by: Actor
) -> IntakeReceipt:
    """收件凭证 for what was brought after a correction notice: what, when, and by when it is checked."""
    row, item, content = case.row, case.item.definition, case.content
    assister = isinstance(by, Staff) and by.role == "assister"
    by_code = {material.code: material for material in item.materials}
    return IntakeReceipt(
        head=paper_head,
        applicant=content.applicant["name"],
        acts="assister" if assister else "self",
        actor_name=by.label.split("（", 1)[0] if assister and isinstance(by, Staff) else "",
        actor_relation="代办员" if assister else "",
        contact_phone=mask_phone(content.contact_phone),
        item_name=item.name.zh,
        received_at=local(came_in),
        entered_at=local(case.run.at),
        received_by=by.label if isinstance(by, Staff) else "网上办事大厅",
        received_place=site_with_id(by.site_id).name if isinstance(by, Staff) else "网上补交",
        materials=tuple(
            MaterialReceived(name=by_code[code].name.zh, copies=by_code[code].copies, form=FORMS[form])
            for code, form in forms.items()
        ),
        query_code=query_code(row.number),
        check_limit=limit_on_paper(item, "intake_check", case.state.intake_due, case.state.provisional),
        enquiry_place=row.handling_site.name,
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
        remarks="补正材料收件。补正前收的材料，以原收件凭证为准。",
    )

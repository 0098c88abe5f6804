"""What the notice of a restoration (恢复办理通知书) says, from the case's data."""

from datetime import date

from tongban.cases.correcting import last_defects
from tongban.cases.frame import OpenCase
from tongban.cases.paper_contents import copies
from tongban.cases.paper_contents_corrections import named_defect
from tongban.cases.query_code import query_code
from tongban.papers.content import PaperHead
from tongban.papers.content_restoration import RestorationNotice


def restoration_notice(
    head: PaperHead, case: OpenCase, withdrawn_on: date, *, cause: str, proof: str, bring_by: date
) -> RestorationNotice:
    """恢复办理通知书: why, what was seen, what is still to be brought, by when.

    Args:
        withdrawn_on: the day from which it counted as withdrawn.
    """
    row, item = case.row, case.item.definition
    effect = item.effect("deemed_withdrawal")
    return RestorationNotice(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=item.name.zh,
        withdrawn_on=withdrawn_on,
        cause=cause.strip(),
        proof=proof.strip(),
        basis=f"{effect.basis.law.zh}{effect.basis.article}" if effect else "",
        defects=tuple(named_defect(one) for one in last_defects(case)),
        bring_by=bring_by,
        bring_to=row.handling_site.name,
        online="portal" in item.channels,
        query_code=query_code(row.number),
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
    )

"""Telling an applicant that the date accepted the application: a paper of its own and a message, with the event.

行政许可法 art. 32 (4): what the office did not tell in time makes it accepted from the day of receipt; the acceptance is in
writing, sealed and dated, whoever brought it about.
"""

from typing import TYPE_CHECKING

from tongban.cases import paper_contents
from tongban.cases.issuing import issue
from tongban.cases.notices import notice
from tongban.cases.query_code import query_code
from tongban.cases.state import CaseState
from tongban.kernel.actors import System
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_parts import MaterialDeferred
from tongban.papers.content_silence import DeemedAcceptanceNotice
from tongban.rules.lifecycle import Status

if TYPE_CHECKING:
    from tongban.cases.frame import OpenCase

BY_DATE = System("settle")


def tell_of_silence(case: "OpenCase", accepted: CaseState) -> None:
    """受理通知书（视为受理） and, while it is still under way, a message; written with the event, so once.

    Args:
        accepted: the state as the date left it.
    """
    issue(case, "deemed_acceptance_notice", lambda head: _notice(head, case, accepted), actor=BY_DATE)
    if case.state.status != Status.IN_REVIEW:
        return  # the act that came with it ended it, and tells of that
    promised = case.state.promised_due
    case.add_message(
        notice(
            "deemed_accepted",
            case.content.contact_phone,
            case.row.number,
            case.item,
            case.row.handling_site,
            case.run,
            case.vault,
            f"{promised.month}月{promised.day}日" if promised else "",
        )
    )


def _notice(head: PaperHead, case: "OpenCase", accepted: CaseState) -> DeemedAcceptanceNotice:
    row, item = case.row, case.item.definition
    effect = item.effect("deemed_acceptance")
    assert effect is not None and accepted.deemed_due is not None
    assert accepted.received_at is not None and accepted.accepted_at is not None
    later = paper_contents.deferred_of(item, accepted).values()
    return DeemedAcceptanceNotice(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=item.name.zh,
        item_code=item.code,
        filed_on=legal_date(accepted.received_at),
        accepted_on=legal_date(accepted.accepted_at),
        tell_by=accepted.deemed_due,
        basis=f"{effect.basis.law.zh}{effect.basis.article}",
        materials=paper_contents.received(item, case.materials),
        deferred=tuple(MaterialDeferred(name=name, due_on=due_on) for name, due_on in later),
        promised=paper_contents.limit_on_paper(item, "promised", accepted.promised_due, accepted.provisional),
        statutory=paper_contents.statutory(item, accepted),
        query_code=query_code(row.number),
        result_name=item.result_name.zh,
        result_delivery=f"在{row.collect_site.name}领取",
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=paper_contents.copies(),
    )

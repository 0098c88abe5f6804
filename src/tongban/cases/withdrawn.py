"""Telling an applicant that the application is withdrawn: by the rule on silence (视为撤回), or on their own wish.

What counts as withdrawn ends a matter without anybody's act, so the paper says by which rule, after which proven
delivery, how it is taken up again for a good cause, and that one may apply again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.cases.correcting import last_defects
from tongban.cases.issuing import issue
from tongban.cases.notices import notice
from tongban.cases.paper_contents import copies, local, redress_of, remedies_of
from tongban.cases.paper_contents_corrections import named_defect
from tongban.cases.restoring import restorable_until
from tongban.cases.settlement import withdrawal_limit
from tongban.kernel.actors import Staff, System
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_withdrawal import DeemedWithdrawalNotice, WithdrawalConfirmation
from tongban.papers.models import Paper

if TYPE_CHECKING:
    from tongban.cases.frame import OpenCase

BY_DATE = System("settle")
ASKED = {"correction_notice": "《补正告知书》", "restoration_notice": "《恢复办理通知书》"}
SERVED_BY = {
    "handed_over": "当面交给",
    "post": "邮寄签收",
    "assister": "代办员送到",
    "electronic_read": "本人登录看过",
    "restored": "恢复办理时告知",
}


def tell_of_withdrawal(case: OpenCase) -> None:
    """视为撤回告知书 and a message; written with the event, so once for each time that it counts as withdrawn."""
    issue(case, "deemed_withdrawal_notice", lambda head: _notice(head, case), actor=BY_DATE)
    until = restorable_until(case.state, case.item.definition, case.calendar)
    case.add_message(
        notice(
            "deemed_withdrawn",
            case.content.contact_phone,
            case.row.number,
            case.item,
            case.row.handling_site,
            case.run,
            case.vault,
            f"{until.month}月{until.day}日" if until else "",
            act_by=until,
        )
    )


def _notice(head: PaperHead, case: OpenCase) -> DeemedWithdrawalNotice:
    row, item, asked = case.row, case.item.definition, case.state.course.rounds[-1]
    limit, until = withdrawal_limit(item), restorable_until(case.state, item, case.calendar)
    assert limit is not None and until is not None and asked.served_at is not None
    assert row.received_at is not None and case.state.concluded_at is not None
    withdrawn_on = legal_date(case.state.concluded_at)
    told = Paper.objects.filter(subject=row.id, kind__in=ASKED).order_by("issued_at").only("kind", "number")
    last = told[len(told) - 1]
    return DeemedWithdrawalNotice(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=item.name.zh,
        filed_on=legal_date(row.received_at),
        notice_name=ASKED[last.kind],
        notice_number=last.number,
        noticed_on=legal_date(asked.told_at),
        served_on=legal_date(asked.served_at),
        served_by=SERVED_BY[asked.served_by],
        bring_by=case.state.bring_by or asked.bring_by,
        days=limit.days,
        unit=limit.unit,
        last_day=withdrawn_on - timedelta(days=1),
        withdrawn_on=withdrawn_on,
        basis=limit.basis,
        defects=tuple(named_defect(one) for one in last_defects(case)),
        restore_by=until,
        restore_at=row.handling_site.name,
        remedies=remedies_of(item, row.body),
        redress=redress_of(item),
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
    )


def confirm_withdrawal(case: OpenCase, reason: str) -> None:
    """撤回申请确认书: what was given up, in whose words, and that one may apply again; at a counter it is signed."""
    issue(case, "withdrawal_confirmation", lambda head: _confirmation(head, case, reason))


def _confirmation(head: PaperHead, case: OpenCase, reason: str) -> WithdrawalConfirmation:
    row, actor = case.row, case.run.actor
    assert row.received_at is not None
    return WithdrawalConfirmation(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=case.item.definition.name.zh,
        filed_on=legal_date(row.received_at),
        withdrawn_at=local(case.run.at),
        reason=reason.strip(),
        taken_by=actor.label if isinstance(actor, Staff) else "",
        apply_at=row.handling_site.name,
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
    )

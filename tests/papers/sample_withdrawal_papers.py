"""Full examples of the papers of a withdrawal."""

from datetime import date, datetime

from tests.papers.sample_papers import COPIES, REMEDIES, head

from tongban.kernel.time import SHANGHAI
from tongban.papers.content_corrections import DefectNamed
from tongban.papers.content_withdrawal import DeemedWithdrawalNotice, WithdrawalConfirmation


def deemed_withdrawal_notice(**changes: object) -> DeemedWithdrawalNotice:
    values: dict[str, object] = {
        "head": head("deemed_withdrawal_notice", "永胜政视撤〔2026〕3号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "设施农业用地备案",
        "filed_on": date(2026, 9, 1),
        "notice_name": "《补正告知书》",
        "notice_number": "永胜政补〔2026〕12号",
        "noticed_on": date(2026, 9, 1),
        "served_on": date(2026, 9, 1),
        "served_by": "当面交给",
        "bring_by": date(2026, 9, 15),
        "days": 20,
        "unit": "working",
        "last_day": date(2026, 9, 29),
        "withdrawn_on": date(2026, 9, 30),
        "basis": "《设施农业用地管理规定》第八条",
        "defects": (DefectNamed(kind="material", name="平面布置图", reason="没有交", how="画清尺寸"),),
        "restore_by": date(2026, 10, 29),
        "restore_at": "永胜乡便民服务中心",
        "remedies": REMEDIES,
        "redress": "",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return DeemedWithdrawalNotice(**values)  # type: ignore[arg-type]  # checked when made


def withdrawal_confirmation(**changes: object) -> WithdrawalConfirmation:
    values: dict[str, object] = {
        "head": head("withdrawal_confirmation", "永胜政回〔2026〕1号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "设施农业用地备案",
        "filed_on": date(2026, 9, 1),
        "withdrawn_at": datetime(2026, 9, 3, 10, 5, tzinfo=SHANGHAI),
        "reason": "本人到窗口提出，材料要重新准备",
        "taken_by": "王芳（综合窗口）",
        "apply_at": "永胜乡便民服务中心",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return WithdrawalConfirmation(**values)  # type: ignore[arg-type]  # checked when made

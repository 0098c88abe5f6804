"""Full examples of the papers after a decision."""

from datetime import date

from tests.papers.sample_papers import BODY, COPIES, REMEDIES, head

from tongban.papers.content import Paper
from tongban.papers.content_afterwards import (
    AddressConfirmation,
    ArchiveCatalogue,
    CatalogueLine,
    CorrectionOfDecision,
    RedoNotice,
    ReinstatementNotice,
    RevocationDecision,
    ServiceAnnouncement,
)

DECISION = {
    "applicant": "买买提·吐尔逊",
    "item_name": "农村宅基地审批（村民建房用地）",
    "decision_title": "农村村民住宅用地批准决定书",
    "decision_number": "永胜政决〔2026〕41号",
    "decided_on": date(2026, 11, 16),
    "enquiry_phone": "0951-8012345",
    "copies_kept": COPIES,
}


def correction_of_decision(**changes: object) -> CorrectionOfDecision:
    values: dict[str, object] = {
        "head": head("correction_of_decision", "永胜政更〔2026〕2号"),
        **DECISION,
        "stood": "宅基地坐落：许旺村三组12号",
        "reads": "宅基地坐落：许旺村三组21号",
        "reason": "录入时把门牌号的两个数字写颠倒了，申请表和现场记录都是21号。",
    }
    values.update(changes)
    return CorrectionOfDecision(**values)  # type: ignore[arg-type]  # checked when made


def revocation_decision(**changes: object) -> RevocationDecision:
    values: dict[str, object] = {
        "head": head("revocation_decision", "永胜政撤〔2026〕1号"),
        **DECISION,
        "ending": "revoked",
        "from_day": date(2026, 11, 23),
        "reason": "申请人承诺名下没有其他宅基地。2026年11月20日核查不动产登记信息，申请人在本村二组另有一处宅基地，承诺不实。",
        "legal_basis": ("《中华人民共和国行政许可法》第六十九条第二款",),
        "compensation": "",
        "remedies": REMEDIES,
    }
    values.update(changes)
    return RevocationDecision(**values)  # type: ignore[arg-type]  # checked when made


def redo_notice(**changes: object) -> RedoNotice:
    values: dict[str, object] = {
        "head": head("redo_notice", "永胜政重〔2026〕1号"),
        **DECISION,
        "decision_title": "不予批准决定书",
        "ground": "reconsideration",
        "ordered_by": "永宁县人民政府",
        "order_number": "永政复决〔2026〕7号",
        "order_of": date(2026, 11, 18),
        "restarted_on": date(2026, 11, 23),
        "reason": "原决定认定申请人有其他宅基地，没有核对户口已经分开的事实，证据不足。",
        "promised_until": date(2026, 12, 9),
        "statutory_until": date(2026, 12, 21),
        "provisional": False,
    }
    values.update(changes)
    return RedoNotice(**values)  # type: ignore[arg-type]  # checked when made


def reinstatement_notice(**changes: object) -> ReinstatementNotice:
    values: dict[str, object] = {
        "head": head("reinstatement_notice", "永胜政复〔2026〕1号"),
        **DECISION,
        "ground": "reconsideration",
        "ending_title": "撤销决定书",
        "ending_number": "永胜政撤〔2026〕1号",
        "ended_on": date(2026, 11, 20),
        "ordered_by": "永宁县人民政府",
        "order_number": "永政复决〔2026〕7号",
        "order_of": date(2026, 11, 23),
        "received_on": date(2026, 11, 25),
        "reason": "撤销决定认定申请人有其他宅基地，依据的登记已经在2025年注销，事实不清。",
    }
    values.update(changes)
    return ReinstatementNotice(**values)  # type: ignore[arg-type]  # checked when made


def address_confirmation(**changes: object) -> AddressConfirmation:
    values: dict[str, object] = {
        "head": head("address_confirmation", "永胜政址〔2026〕9号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "农村宅基地审批（村民建房用地）",
        "receiver": "买买提·吐尔逊",
        "address": "宁夏回族自治区银川市永宁县胜利乡许旺村三组21号",
        "phone": "199****0012",
        "email": "",
        "way": "electronic",
        "electronic": True,
        "confirmed_on": date(2026, 11, 23),
        "confirmed_before": "王芳（社会保障窗口）",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return AddressConfirmation(**values)  # type: ignore[arg-type]  # checked when made


def service_announcement(**changes: object) -> ServiceAnnouncement:
    values: dict[str, object] = {
        "head": head("service_announcement", "永胜政公〔2026〕1号"),
        "addressee": "买**",
        "item_name": "农村宅基地审批（村民建房用地）",
        "papers": ("不予批准决定书（永胜政决〔2026〕41号）",),
        "first": date(2026, 11, 23),
        "last": date(2026, 12, 23),
        "days": 30,
        "unit": "calendar",
        "place": "胜利乡便民服务中心",
        "legal_basis": ("《中华人民共和国民事诉讼法》第九十五条",),
        "enquiry_phone": "0951-8012345",
    }
    values.update(changes)
    return ServiceAnnouncement(**values)  # type: ignore[arg-type]  # checked when made


def archive_catalogue(**changes: object) -> ArchiveCatalogue:
    names = ("农村村民住宅用地批准决定书", "送达回证", "受理通知书", "收件凭证")
    papers = [
        CatalogueLine(
            title=name,
            by=BODY,
            number=f"永胜政决〔2026〕{n}号",
            dated=date(2026, 11, 16),
            pages=1,
            form="paper",
        )
        for n, name in enumerate(names, 41)
    ]
    materials = [
        CatalogueLine(
            title="农村宅基地和建房(规划许可)申请表",
            by="买买提·吐尔逊",
            number="",
            dated=date(2026, 11, 2),
            pages=0,
            form="original",
            copies=2,
        ),
        CatalogueLine(
            title="申请人居民身份证",
            by="买买提·吐尔逊",
            number="",
            dated=date(2026, 11, 2),
            pages=2,
            form="electronic",
        ),
    ]
    values: dict[str, object] = {
        "head": head("archive_catalogue", "永胜政卷〔2026〕3号"),
        "archive_number": "永胜政·2026-D30-0003",
        "title": "买买提·吐尔逊农村宅基地审批（村民建房用地）案卷",
        "item_name": "农村宅基地审批（村民建房用地）",
        "item_code": "NJ-001",
        "begun_on": date(2026, 11, 2),
        "ended_on": date(2026, 11, 20),
        "archived_on": date(2026, 11, 23),
        "kept": "30y",
        "kept_until": date(2056, 12, 31),
        "lines": (*papers, *materials),
        "archived_by": "王芳（农经窗口）",
    }
    values.update(changes)
    return ArchiveCatalogue(**values)  # type: ignore[arg-type]  # checked when made


def afterwards_papers() -> list[Paper]:
    """Each once."""
    return [
        correction_of_decision(),
        revocation_decision(),
        redo_notice(),
        reinstatement_notice(),
        address_confirmation(),
        service_announcement(),
        archive_catalogue(),
    ]

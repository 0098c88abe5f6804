"""Full examples of the papers of the clock."""

from datetime import date

from tests.papers.sample_papers import COPIES, REMEDIES, head

from tongban.papers.content_clock import ExtensionNotice, SpecialProcedureNotice, TerminationDecision


def special_procedure_notice(**changes: object) -> SpecialProcedureNotice:
    values: dict[str, object] = {
        "head": head("special_procedure_notice", "永胜政程〔2026〕3号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "农村宅基地审批（村民建房用地）",
        "accepted_on": date(2026, 11, 16),
        "procedure": "appraisal",
        "reason": "老房子靠山，要请有资质的单位看看地基稳不稳，才能定在哪里盖。",
        "legal_basis": ("《中华人民共和国行政许可法》第四十五条",),
        "days": 10,
        "unit": "working",
        "first": date(2026, 11, 24),
        "told_last": date(2026, 12, 7),
        "resumes_on": date(2026, 12, 8),
        "promised_until": date(2026, 12, 21),
        "statutory_until": date(2026, 12, 28),
        "provisional": False,
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return SpecialProcedureNotice(**values)  # type: ignore[arg-type]  # checked when made


def extension_notice(**changes: object) -> ExtensionNotice:
    values: dict[str, object] = {
        "head": head("extension_notice", "永胜政延〔2026〕1号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "农村宅基地审批（村民建房用地）",
        "accepted_on": date(2026, 11, 16),
        "reason": "邻居对东边的界线有不同意见，要再到现场量一次，并查老的登记底册。",
        "legal_basis": ("《中华人民共和国行政许可法》第四十二条第一款",),
        "days": 10,
        "unit": "working",
        "old_last": date(2026, 12, 14),
        "new_last": date(2026, 12, 28),
        "approved_by": "罗海燕（胜利乡人民政府乡长）",
        "promised_until": date(2026, 12, 7),
        "promise_stands": False,
        "provisional": True,
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return ExtensionNotice(**values)  # type: ignore[arg-type]  # checked when made


def termination_decision(**changes: object) -> TerminationDecision:
    values: dict[str, object] = {
        "head": head("termination_decision", "永胜政终〔2026〕2号"),
        "applicant": "买买提·吐尔逊",
        "item_name": "城乡居民基本养老保险参保登记",
        "filed_on": date(2026, 11, 16),
        "ground": "applicant_died",
        "reason": "申请人于2026年11月20日去世，家属拿来了居民死亡医学证明。",
        "legal_basis": ("《国务院关于建立统一的城乡居民基本养老保险制度的意见》第三条",),
        "remedies": REMEDIES,
        "enquiry_phone": "0951-8012345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return TerminationDecision(**values)  # type: ignore[arg-type]  # checked when made


def clock_papers() -> list[ExtensionNotice | SpecialProcedureNotice | TerminationDecision]:
    """Each once, and the extension with a promise that still stands."""
    return [
        special_procedure_notice(),
        extension_notice(),
        extension_notice(promised_until=date(2026, 12, 25), promise_stands=True, provisional=False),
        termination_decision(),
    ]

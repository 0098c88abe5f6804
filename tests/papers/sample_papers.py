"""One full example of every kind of paper, with names and texts as a township meets them."""

from datetime import UTC, date, datetime

from tongban.papers.content import (
    AcceptanceNotice,
    CopyKept,
    CorrectionNotice,
    Decision,
    IntakeReceipt,
    Limit,
    MaterialDeferred,
    MaterialReceived,
    MaterialRequired,
    NonAcceptanceDecision,
    OneTimeNotice,
    Paper,
    PaperHead,
    Remedies,
    ServedPaper,
    ServiceReturn,
)
from tongban.papers.content_corrections import DefectNamed

BODY = "永宁县胜利乡人民政府"
ISSUED = date(2026, 11, 23)
COPIES = (CopyKept(holder="申请人", count=1), CopyKept(holder=BODY, count=1))
REMEDIES = Remedies(reconsideration_body="永宁县人民政府", court="永宁县人民法院")


def head(kind: str, number: str = "永胜政受〔2026〕12号", **changes: object) -> PaperHead:
    values: dict[str, object] = {
        "kind": kind,
        "number": number,
        "body_name": BODY,
        "issued_on": ISSUED,
        "verify_url": "https://banshi.example.gov.cn/yanzheng/7K3M9QXW2HTC",
        "verify_code": "7K3M9QXW2HTC",
        "template_version": 1,
        "demonstration": False,
        "case_number": "640121-103-2026-000187-K",
    }
    values.update(changes)
    return PaperHead(**values)  # type: ignore[arg-type]  # the fields' types are checked when the head is made


def materials_received(count: int = 4) -> tuple[MaterialReceived, ...]:
    names = (
        "农村宅基地和建房(规划许可)申请表",
        "农村宅基地使用承诺书",
        "申请人居民身份证",
        "户口簿",
        "房屋设计方案或者村民住宅通用图集选用单",
        "村民小组会议讨论意见及公示照片",
        "四邻意见书",
        "原有宅基地及房屋权属证明",
        "拆旧建新承诺书",
        "地质灾害危险性简易评估意见",
        "授权委托书",
        "不动产登记信息查询结果",
    )
    forms = ("original", "original", "copy", "copy", "electronic", "original", "original", "shared")
    return tuple(
        MaterialReceived(
            name=names[n % len(names)],
            copies=1 + n % 2,
            form=forms[n % len(forms)],
            note="已核对原件" if forms[n % len(forms)] == "copy" else "",
        )
        for n in range(count)
    )


def intake_receipt(**changes: object) -> IntakeReceipt:
    values: dict[str, object] = {
        "head": head("intake_receipt", "永胜政收〔2026〕208号"),
        "applicant": "买买提·吐尔逊",
        "acts": "representative",
        "actor_name": "赵堃玥",
        "actor_relation": "儿媳",
        "contact_phone": "138****6521",
        "item_name": "农村村民宅基地审批",
        "received_at": datetime(2026, 11, 23, 1, 5, tzinfo=UTC),
        "entered_at": datetime(2026, 11, 23, 6, 42, tzinfo=UTC),
        "received_by": "马淏",
        "received_place": "胜利乡先锋村便民服务站",
        "materials": materials_received(),
        "query_code": "W7Q4-29KD",
        "check_limit": Limit(days=5, ends_on=date(2026, 11, 30)),
        "enquiry_place": "胜利乡便民服务中心2号窗口（胜利乡府前街16号）",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
        "remarks": "停电期间用纸质登记本收件，登记号第0031号。",
    }
    values.update(changes)
    return IntakeReceipt(**values)  # type: ignore[arg-type]  # checked when made


def acceptance_notice(**changes: object) -> AcceptanceNotice:
    values: dict[str, object] = {
        "head": head("acceptance_notice"),
        "applicant": "赵喆",
        "contact": "赵赟",
        "contact_phone": "138****6521",
        "item_name": "农村村民宅基地审批",
        "item_code": "000720001000",
        "filed_on": date(2026, 11, 20),
        "legal_basis": (
            "《中华人民共和国土地管理法》第六十二条",
            "《中华人民共和国行政许可法》第三十二条第一款第（五）项",
        ),
        "materials": materials_received(6),
        "accepted_by": "李昇",
        "accepted_at": datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
        "promised": Limit(days=15, ends_on=date(2026, 12, 14), provisional=True),
        "statutory": Limit(days=20, ends_on=date(2026, 12, 21)),
        "query_code": "W7Q4-29KD",
        "result_name": "农村宅基地批准书、乡村建设规划许可证",
        "result_delivery": "到胜利乡便民服务中心领取，或者邮寄",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
        "deferred": (MaterialDeferred(name="四邻意见书", due_on=date(2026, 11, 30)),),
    }
    values.update(changes)
    return AcceptanceNotice(**values)  # type: ignore[arg-type]  # checked when made


def correction_notice(**changes: object) -> CorrectionNotice:
    values: dict[str, object] = {
        "head": head("correction_notice", "永胜政补〔2026〕7号"),
        "applicant": "赵喆",
        "contact_phone": "138****6521",
        "item_name": "农村村民宅基地审批",
        "filed_on": date(2026, 11, 20),
        "legal_basis": ("《中华人民共和国行政许可法》第三十二条第一款第（四）项",),
        "defects": (
            DefectNamed(
                kind="material",
                name="四邻意见书",
                reason="没有交",
                how="请东、西、南、北四家邻居都签字，写上日期。",
            ),
            DefectNamed(
                kind="material",
                name="申请人居民身份证",
                reason="没有达到要求：在有效期内。有效期到2026年10月1日，已经过了",
                how="到派出所换新证，可以先用临时身份证。",
            ),
            DefectNamed(
                kind="answer", name="家里几口人", reason="写的是3口人，户口簿上是5口人，请照户口簿写", how=""
            ),
        ),
        "bring_by": date(2026, 12, 7),
        "bring_to": "胜利乡便民服务中心",
        "online": True,
        "query_code": "W7Q4-29KD",
        "silence": None,
        "ground": "first",
        "explanation": "",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "12345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return CorrectionNotice(**values)  # type: ignore[arg-type]  # checked when made


def non_acceptance_decision(**changes: object) -> NonAcceptanceDecision:
    values: dict[str, object] = {
        "head": head("non_acceptance_decision", "永胜政不受〔2026〕3号"),
        "applicant": "王㛃",
        "item_name": "食品经营许可（新办）",
        "filed_on": date(2026, 11, 20),
        "facts": "你拟在胜利乡府前街20号开办小型餐馆，向本机关提交食品经营许可申请及营业执照、健康证明等材料。",
        "reason": "食品经营许可由县级市场监督管理部门实施，不属于本机关职权范围。",
        "legal_basis": (
            "《中华人民共和国行政许可法》第三十二条第一款第（二）项",
            "《食品经营许可和备案管理办法》第七条",
        ),
        "right_body": "永宁县市场监督管理局",
        "right_body_contact": "永宁县政务服务中心一楼5号窗口，电话0951-8019876",
        "remedies": REMEDIES,
        "enquiry_phone": "0951-8012345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return NonAcceptanceDecision(**values)  # type: ignore[arg-type]  # checked when made


def granted_decision(**changes: object) -> Decision:
    values: dict[str, object] = {
        "head": head("decision", "永胜政批〔2026〕41号"),
        "title": "准予农村村民宅基地用地决定书",
        "granted": True,
        "applicant": "赵喆",
        "item_name": "农村村民宅基地审批",
        "accepted_on": ISSUED,
        "decision": "准予你户在胜利乡先锋村三组使用宅基地建设住宅。",
        "reasons": "经审查并现场核实，你户符合“一户一宅”条件，村民小组会议讨论通过，公示无异议，申请材料齐全、符合法定形式。",
        "legal_basis": ("《中华人民共和国土地管理法》第六十二条第四款",),
        "scope": "宅基地面积270平方米，建筑占地面积160平方米，东至村道，西至马建国户，南至空地，北至沟渠。",
        "validity": "自批准之日起2年内开工建设，逾期未开工的，本决定自行失效。",
        "remedies": None,
        "enquiry_phone": "0951-8012345",
        "copies_kept": COPIES,
    }
    values.update(changes)
    return Decision(**values)  # type: ignore[arg-type]  # checked when made


def refused_decision(**changes: object) -> Decision:
    values: dict[str, object] = {
        "title": "不予农村村民宅基地用地决定书",
        "granted": False,
        "decision": "对你户使用宅基地建设住宅的申请，不予批准。",
        "reasons": "经核实，你户已在先锋村一组有一处宅基地，且未承诺退出，不符合“一户一宅”的规定。",
        "scope": "",
        "validity": "",
        "remedies": REMEDIES,
    }
    values.update(changes)
    return granted_decision(**values)


def service_return(**changes: object) -> ServiceReturn:
    values: dict[str, object] = {
        "head": head("service_return", "永胜政送〔2026〕77号"),
        "papers": (
            ServedPaper(name="受理通知书", number="永胜政受〔2026〕12号"),
            ServedPaper(name="准予农村村民宅基地用地决定书", number="永胜政批〔2026〕41号"),
        ),
        "sender": BODY,
        "addressee": "赵喆",
        "receiver": "赵赟",
        "relation": "同住成年家属（父亲）",
        "served_at": datetime(2026, 11, 23, 7, 8, tzinfo=UTC),
        "place": "胜利乡先锋村三组17号",
        "way": "direct",
        "witness": "",
        "server": "李昇、马淏",
        "remarks": "",
    }
    values.update(changes)
    return ServiceReturn(**values)  # type: ignore[arg-type]  # checked when made


def one_time_notice(**changes: object) -> OneTimeNotice:
    values: dict[str, object] = {
        "head": head("one_time_notice", "永胜政告〔2026〕55号", case_number=""),
        "item_name": "特困人员认定",
        "item_code": "000511007000",
        "edition": 3,
        "effective_from": date(2026, 10, 8),
        "situation": ("是不是残疾人：是", "有没有赡养人：没有"),
        "channel": "到窗口办",
        "result": "特困人员救助供养证；由村便民服务站送到家里。",
        "remedies": REMEDIES,
        "legal_basis": ("《社会救助暂行办法》第十四条", "《特困人员认定办法》第四条"),
        "conditions": (
            "无劳动能力；",
            "无生活来源；",
            "无法定赡养、抚养、扶养义务人，或者其法定义务人无履行义务能力。",
        ),
        "materials": (
            MaterialRequired(
                name="特困人员救助供养申请书",
                necessity="required",
                copies=1,
                forms=("original",),
                source="本人填写，窗口、村便民服务站免费提供空白表",
                review_point="本人签名或者按指印；委托他人代办的写明代办人",
            ),
            MaterialRequired(
                name="居民身份证、户口簿",
                necessity="required",
                copies=1,
                forms=("original", "copy"),
                source="公安机关",
                review_point="姓名、身份证号码与申请书一致",
            ),
            MaterialRequired(
                name="残疾人证",
                necessity="required",
                condition="申请人为残疾人的",
                copies=1,
                forms=("copy", "electronic"),
                source="县残疾人联合会",
                review_point="残疾类别、等级在有效期内",
            ),
            MaterialRequired(
                name="家庭经济状况核对授权书",
                necessity="deferrable",
                copies=1,
                forms=("original",),
                source="本人签署",
                review_point="每名成年家庭成员均已签署",
            ),
        ),
        "procedure": (
            "向户籍所在地乡镇人民政府申请，行动不便的由村民委员会代为申请；",
            "乡镇人民政府入户调查、民主评议、公示；",
            "县民政局审核确认；",
            "送达结果，次月起发放。",
        ),
        "promised": Limit(days=20),
        "statutory": Limit(days=45),
        "fee": "",
        "fee_basis": "法律、行政法规未设定收费",
        "place": "胜利乡便民服务中心1号窗口（胜利乡府前街16号）",
        "hours": "工作日9:00—12:00，13:00—17:00",
        "phone": "0951-8012345",
        "complaint_phone": "12345",
        "told_by": "李昇",
        "told_to": "买买提·吐尔逊",
        "told_how": "当面告知",
        "told_at": datetime(2026, 11, 23, 1, 20, tzinfo=UTC),
    }
    values.update(changes)
    return OneTimeNotice(**values)  # type: ignore[arg-type]  # checked when made


def every_paper() -> list[Paper]:
    return [
        intake_receipt(),
        acceptance_notice(),
        non_acceptance_decision(),
        granted_decision(),
        refused_decision(),
        service_return(),
        one_time_notice(),
        correction_notice(),
    ]

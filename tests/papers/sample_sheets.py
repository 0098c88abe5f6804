"""Sheets of an invented item, each with a text of its own in every place, so that a lost one is noticed."""

from dataclasses import replace
from datetime import date
from typing import Any

from tongban.papers.sheets import (
    FormField,
    FormSheet,
    Guide,
    GuideSheet,
    SheetBasis,
    SheetFaq,
    SheetFee,
    SheetHead,
    SheetLimit,
    SheetMaterial,
    SheetPlace,
    SheetRemedy,
    SheetStep,
)

ADDRESS = "https://example.invalid/items/XX-001/"


def head(language: Any = "zh", **changes: Any) -> SheetHead:
    made = SheetHead(
        language=language,
        title="样品事项登记",
        authority="样品乡人民政府",
        place="样品乡便民服务中心",
        phone="0951-8000001",
        edition=7,
        effective_from=date(2026, 11, 1),
        guide_url=ADDRESS,
        demonstration=True,
    )
    return replace(made, **changes)


def material(name: str = "甲号材料", **changes: Any) -> SheetMaterial:
    made = SheetMaterial(
        name=name,
        necessity="required",
        condition="",
        copies=2,
        forms=("electronic", "paper_original", "paper_copy"),
        source=f"{name}的来源",
        hint=f"{name}的准备",
        review_points=(f"{name}的审查一", f"{name}的审查二"),
        blank=False,
        commitment=False,
    )
    return replace(made, **changes)


def guide(**changes: Any) -> Guide:
    made = Guide(
        name="样品事项登记",
        summary="一句话说明这件事。",
        code="XX-001",
        type_code="20",
        edition=7,
        effective_from=date(2026, 11, 1),
        guide_url=ADDRESS,
        demonstration=True,
        situation=("家里几口人：三口",),
        conditions=("条件其一", "条件其二"),
        materials=(
            material(),
            material("乙号材料", condition="到窗口办", blank=True),
            material("丙号材料", necessity="deferrable", commitment=True),
        ),
        steps=(
            SheetStep(name="环节甲", told="环节甲的话", level="township", limit=None, condition=""),
            SheetStep(name="环节乙", told="", level="county", limit=None, condition="外县参保"),
        ),
        intake_check=SheetLimit(days=1, unit="working", basis="核对承诺"),
        promised=SheetLimit(days=3, unit="working", basis="承诺依据"),
        statutory=SheetLimit(days=10, unit="working", basis="法定依据", unconfirmed=True),
        fees=(
            SheetFee(
                name="工本费", amount="10", per="每本", basis="收费依据", channel="缴到银行", condition=""
            ),
        ),
        no_fee_ground="",
        visits=1,
        visits_reason="要本人照相。",
        channels=("portal", "window", "village_point"),
        village_mode="agency",
        result="样品证",
        result_hint="到窗口领。",
        deciding_level="county",
        basis=(SheetBasis(law="《样品法》", article="第九条", duty="应当登记。", unconfirmed=True),),
        remedies=(
            SheetRemedy(kind="reconsideration", body="样品县人民政府", days=60, months=0),
            SheetRemedy(kind="lawsuit", body="样品县人民法院", days=0, months=6),
        ),
        faq=(SheetFaq(question="能代办吗", answer="能，带委托书。"),),
        places=(
            SheetPlace(
                kind="centre",
                name="样品乡便民服务中心",
                window="4号窗口",
                address="样品路1号",
                phone="0951-8000001",
                hours=(("12345", "9:00", "12:00"), ("12345", "13:00", "17:00")),
            ),
        ),
        more_places=9,
        complaint_phone="0951-8000009",
        ends=None,
        ends_reason="",
    )
    return replace(made, **changes)


def guide_sheet(
    kind: Any, language: Any = "zh", guides: tuple[Guide, ...] = (), **changes: Any
) -> GuideSheet:
    return GuideSheet(kind=kind, head=head(language, **changes), guides=guides or (guide(),))


def field(label: str, kind: str = "text", **changes: Any) -> FormField:
    made = FormField(
        label=label,
        label_en="",
        hint=f"{label}的提示",
        kind=kind,
        options=(),
        value="",
        required=True,
        condition="",
    )
    return replace(made, **changes)


PEOPLE = (
    "申请人姓名",
    "联系电话",
    "身份证号码",
    "代办人姓名",
    "与申请人的关系",
    "代办人电话",
    "代办人身份证号",
)


def form(use: Any = "blank", values: tuple[str, ...] = ("",) * 7, **changes: Any) -> FormSheet:
    filled = use != "blank"
    made = FormSheet(
        use=use,
        head=head(),
        form_name="样品登记表",
        people=tuple(
            field(label, "citizen_number" if label.endswith(("证号", "证号码")) else "text", value=value)
            for label, value in zip(PEOPLE, values, strict=True)
        ),
        fields=(
            field("一行的栏", value="写下的一行" if filled else ""),
            field("日期的栏", "date", value="2026年5月4日" if filled else ""),
            field("选择的栏", "choice", options=("选项甲", "选项乙"), value="选项乙" if filled else ""),
            field("多行的栏", "long_text", value="第一行\n第二行" if filled else ""),
            field("家人的栏", "people", value="张三|640121200001010000|儿子" if filled else ""),
            field("不问的栏", asked=not filled),
        ),
        statement="填的都是真的。",
        statement_en="",
        signed_by=("applicant", "every_adult", "village_committee"),
        opinions=("village", "township", "county"),
    )
    return replace(made, **changes)

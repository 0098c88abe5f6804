"""Forms from their definition: blank, as a filled sample, and with one applicant's own answers.

Every form of an item is generated from the same questions that the application asks, so that what people write
on paper and what the portal asks can never differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tongban.catalogue.condition_words import condition_words
from tongban.catalogue.definition import ItemDefinition, Material, Question
from tongban.catalogue.situations import Situation, verdict
from tongban.kernel.errors import NotFound
from tongban.papers.sheets import FormField, FormSheet, SheetHead
from tongban.rules import conditions

OPTIONS_IN_BOXES = 14
"""A choice of more is written on a line: boxes in such number are searched longer than a word is written."""
ORGANIZATIONS = frozenset({"enterprise", "cooperative", "village_collective"})
SAMPLE_NUMBER = "640121196803120000"  # invented: the sequence 000 is given to nobody
SAMPLE_CREDIT_CODE = "91640121MA7600000W"
SAMPLE_PHONE = "19900000001"


@dataclass(frozen=True)
class Applying:
    """Who applies, as far as it is known; empty texts are left to the pen."""

    name: str = ""
    number: str = ""
    phone: str = ""
    handler_name: str = ""
    handler_number: str = ""
    handler_phone: str = ""
    relation: str = ""
    channel: str = ""


def form_materials(item: ItemDefinition) -> tuple[Material, ...]:
    """The item's materials that are forms of ours."""
    return tuple(material for material in item.materials if material.form is not None)


def filled_form(
    item: ItemDefinition,
    material_code: str,
    head: SheetHead,
    use: Literal["blank", "sample", "application"],
    answers: Mapping[str, Any],
    applying: Applying,
) -> FormSheet:
    """One form.

    Args:
        material_code: the material it is.
        answers: by question code; a blank form is given none.

    Raises:
        NotFound: no such material, or it has no form.
    """
    material = next((one for one in form_materials(item) if one.code == material_code), None)
    if material is None or material.form is None:
        raise NotFound("form")
    form = material.form
    questions = {question.code: question for question in item.questions}
    chosen = [questions[code] for code in form.fields if code in questions] or list(item.questions)
    given = dict(answers) | {"channel": applying.channel}
    return FormSheet(
        use=use,
        head=head,
        form_name=material.name.zh,
        people=_people(item, applying, head.language),
        fields=tuple(
            _field(item, question, answers, given, use, head.language)
            for question in chosen
            if verdict(item, question.show_if, Situation({}, applying.channel)) is not False
        ),
        statement=form.statement.zh,
        statement_en=form.statement.en if head.language == "en" else "",
        signed_by=form.signed_by,
        opinions=form.opinions,
    )


def _field(
    item: ItemDefinition,
    question: Question,
    answers: Mapping[str, Any],
    given: Mapping[str, Any],
    use: str,
    language: str,
) -> FormField:
    asked = use == "blank" or question.show_if is None or conditions.evaluate(question.show_if, given)
    options = _options(question)
    value = answer_words(question, answers.get(question.code)) if asked else ""
    return FormField(
        label=question.label.zh,
        label_en=question.label.en if language == "en" else "",
        hint=question.hint.in_language(language),
        kind=question.kind,
        options=options,
        value=value,
        required=question.required,
        condition=condition_words(item, question.show_if, "zh") if use == "blank" else "",
        asked=asked,
    )


def _options(question: Question) -> tuple[str, ...]:
    """The words beside boxes; none where the answer is written."""
    if question.kind == "yes_no":
        return ("是", "否")
    if question.kind == "choice" and len(question.options) <= OPTIONS_IN_BOXES:
        return tuple(option.label.zh for option in question.options)
    return ()


def answer_words(question: Question, value: Any) -> str:
    """An answer as it is written on paper."""
    text = str(value if value is not None else "").strip()
    if not text:
        return ""
    if question.kind == "yes_no":
        return {"yes": "是", "no": "否"}.get(text, text)
    if question.kind in ("choice", "village"):
        # a village that is not served here has no name here either
        return next((option.label.zh for option in question.options if option.code == text), "")
    if question.kind == "date":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return f"{day.year}年{day.month}月{day.day}日"
    if question.kind == "amount":
        return f"{text}元"
    if question.kind == "area":
        return f"{text}平方米"
    return text


def _people(item: ItemDefinition, applying: Applying, language: str) -> tuple[FormField, ...]:
    organizations = ORGANIZATIONS & set(item.addressees)
    persons = set(item.addressees) - ORGANIZATIONS
    if organizations and persons:
        name, number = ("申请人（单位）名称", "Applicant"), ("身份证号（单位填信用代码）", "Number or code")
    elif organizations:
        name, number = ("申请单位名称", "Organization"), ("统一社会信用代码", "Credit code")
    else:
        name, number = ("申请人姓名", "Applicant"), ("身份证号码", "Citizen number")
    kind = "citizen_number" if not organizations else "credit_code"
    return (
        _person_field(*name, "text", applying.name, language),
        _person_field("联系电话", "Phone", "phone", applying.phone, language),
        _person_field(*number, kind, applying.number, language),
        _person_field("代办（经办）人姓名", "Acting for them", "text", applying.handler_name, language),
        _person_field("与申请人的关系", "Relation", "text", applying.relation, language),
        _person_field("代办（经办）人电话", "Their phone", "phone", applying.handler_phone, language),
        _person_field(
            "代办（经办）人身份证号", "Their number", "citizen_number", applying.handler_number, language
        ),
    )


def _person_field(label: str, label_en: str, kind: str, value: str, language: str) -> FormField:
    return FormField(
        label=label,
        label_en=label_en if language == "en" else "",
        hint="",
        kind=kind,
        options=(),
        value=value,
        required=not label.startswith("代办"),
        condition="",
    )


def sample_applying(item: ItemDefinition) -> Applying:
    """The invented applicant of the sample."""
    organizations_only = not set(item.addressees) - ORGANIZATIONS
    if organizations_only:
        return Applying(
            name=item.sample.applicant,
            number=SAMPLE_CREDIT_CODE,
            phone=SAMPLE_PHONE,
            handler_name="样例经办人",
            handler_number=SAMPLE_NUMBER,
            handler_phone=SAMPLE_PHONE,
            relation="经办人",
            channel="window",
        )
    return Applying(name=item.sample.applicant, number=SAMPLE_NUMBER, phone=SAMPLE_PHONE, channel="window")

"""Checking an application against its item: what is asked of this applicant, and everything that is wrong.

The item's conditions decide which questions and materials apply (行政许可法 art. 29, 31: nothing unrelated).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongban.cases.answer_kinds import NUMBERS, as_number, check_kind, people_of
from tongban.catalogue.definition import ItemDefinition, Material, Question, Step, Text
from tongban.kernel.errors import FieldFault
from tongban.rules import conditions
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault
from tongban.rules.promises import FORM as COMMITMENT
from tongban.rules.promises import LATER

CHANNEL = "channel"  # the pseudo answer that conditions may read


def facts_of(item: ItemDefinition, answers: Mapping[str, Any], channel: str = "") -> dict[str, Any]:
    """What conditions compare: numbers as numbers, everything else as it is written.

    Args:
        channel: empty where the channel does not matter yet.
    """
    numeric = {question.code for question in item.questions if question.kind in NUMBERS}
    facts = {code: as_number(str(value)) if code in numeric else value for code, value in answers.items()}
    return {**facts, CHANNEL: channel} if channel else facts


def questions_shown(item: ItemDefinition, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions that these answers lead to, in order."""
    facts = facts_of(item, answers)
    return tuple(
        question
        for question in item.questions
        if question.show_if is None or conditions.evaluate(question.show_if, facts)
    )


def materials_needed(item: ItemDefinition, answers: Mapping[str, Any], channel: str) -> tuple[Material, ...]:
    """The materials that apply to these answers through this channel."""
    facts = facts_of(item, answers, channel)
    return tuple(
        material
        for material in item.materials
        if material.needed_if is None or conditions.evaluate(material.needed_if, facts)
    )


def steps_needed(item: ItemDefinition, answers: Mapping[str, Any], channel: str) -> tuple[Step, ...]:
    """The steps of the review that apply to these answers."""
    facts = facts_of(item, answers, channel)
    return tuple(
        step for step in item.steps if step.needed_if is None or conditions.evaluate(step.needed_if, facts)
    )


def cautions_raised(
    item: ItemDefinition, answers: Mapping[str, Any], citizen_number: str, channel: str, *, today: date
) -> tuple[Text, ...]:
    """What speaks against the item's conditions; nobody is stopped by it, everybody is told.

    Args:
        citizen_number: the applicant's, as typed; an unsound one gives no age.
        today: the day on which the age counts.
    """
    facts = facts_of(item, answers, channel)
    try:
        born = check_citizen_number(citizen_number).birth_date
        facts["applicant_age"] = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    except IdentifierFault:
        pass
    return tuple(caution.say for caution in item.cautions if conditions.evaluate(caution.when, facts))


def check_answer(question: Question, value: Any, *, today: date) -> tuple[str, FieldFault | None]:
    """One answer in its one spelling, or the fault.

    Args:
        value: as typed; None and blank count as not answered.
        today: the date in China, for dates that must not lie ahead.
    """
    field = f"answers.{question.code}"
    typed = str(value or "")
    text = typed.strip() if question.kind in ("long_text", "people") else " ".join(typed.split())
    if question.kind == "people" and not people_of(text):
        text = ""
    if not text:
        return "", FieldFault(field, "required") if question.required else None
    if len(text) > question.max_length:
        return text, FieldFault(field, "too_long", {"most": question.max_length})
    if any(ord(character) < 32 and character not in "\r\n\t" for character in text):
        return text, FieldFault(field, "control_character")
    return check_kind(question, text, today=today)


def check_answers(
    item: ItemDefinition, answers: Mapping[str, Any], *, today: date
) -> tuple[dict[str, str], list[FieldFault]]:
    """The answers that count, each in its one spelling, and every fault; what is not asked is dropped."""
    checked: dict[str, str] = {}
    faults: list[FieldFault] = []
    for question in item.questions:
        asked_if = question.show_if
        if asked_if is not None and not conditions.evaluate(asked_if, facts_of(item, checked)):
            continue
        value, fault = check_answer(question, answers.get(question.code), today=today)
        if fault is not None:
            faults.append(fault)
        if value:
            checked[question.code] = value
    return checked, faults


def demanded_kind(item: ItemDefinition, answers: Mapping[str, Any]) -> tuple[str, str]:
    """Which question's answer is for one kind of applicant alone, and which kind; empty where none is."""
    for question in questions_shown(item, answers):
        for option in question.options:
            if option.applicant and option.code == answers.get(question.code):
                return question.code, option.applicant
    return "", ""


def kind_faults(item: ItemDefinition, answers: Mapping[str, Any], kind: str) -> list[FieldFault]:
    """An answer that is for the other kind of applicant: what an organization builds, an organization applies for.

    Args:
        answers: as checked.
        kind: ``person`` or ``organization``.
    """
    question, demanded = demanded_kind(item, answers)
    if not demanded or demanded == kind:
        return []
    return [FieldFault(f"answers.{question}", f"answer_of_{demanded}")]


def check_materials(
    needed: tuple[Material, ...],
    handed_in: Mapping[str, str],
    channel: str,
    *,
    committable: tuple[str, ...] = (),
    deferrable: tuple[str, ...] = (),
) -> list[FieldFault]:
    """Faults of the materials at submission.

    A phone must bring every required file, since nobody there could say otherwise; at a counter the officer
    sees what came and judges it, so an absent one is no fault of the form.

    Args:
        handed_in: material code → form.
        committable: materials in whose place a signed promise is taken (告知承诺).
        deferrable: materials that may be promised for later (容缺).
    """
    faults = [
        FieldFault(f"materials.{code}", "not_asked_for")
        for code in handed_in
        if code not in {m.code for m in needed}
    ]
    for material in needed:
        form = handed_in.get(material.code, "")
        if (form == COMMITMENT and material.code in committable) or (
            form == LATER and material.code in deferrable
        ):
            continue
        if form and form not in material.forms:
            faults.append(FieldFault(f"materials.{material.code}", "form_not_taken", {"form": form}))
        if not form and material.necessity == "required" and channel == "portal":
            faults.append(FieldFault(f"materials.{material.code}", "material_missing"))
    return faults

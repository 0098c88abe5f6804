"""What a guide shows of an item in one situation: questions, materials, steps and fees, each with its condition.

Everything stands in the page, and what does not apply is hidden: with scripts the browser shows and hides by the
same conditions as soon as an answer is chosen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from tongban.catalogue.condition_words import condition_words
from tongban.catalogue.definition import Fee, ItemDefinition, Material, Question, Step, Text
from tongban.catalogue.situations import Situation, allowed_answers, verdict
from tongban.rules import conditions

CHANNEL = frozenset({"channel"})


@dataclass(frozen=True)
class Applies:
    """Whether something applies: ``yes``, ``no``, or ``open`` while an answer may still turn it.

    Args:
        condition: as JSON for the browser; empty: it always applies.
        words: the condition as people read it; empty where it only tells the channels apart.
        in_person: it applies at a counter and not online.
    """

    state: str
    condition: str
    words: str
    in_person: bool = False


@dataclass(frozen=True)
class AskedQuestion:
    """A situation question as the guide asks it."""

    question: Question
    asked: bool
    condition: str
    answer: str
    options: tuple[tuple[str, Text | None], ...]  # value, label; None: the words of yes and no


@dataclass(frozen=True)
class NeededMaterial:
    """A material with whether it applies and where its blank form and filled sample are."""

    material: Material
    applies: Applies
    counted: bool
    blank: str
    sample: str


@dataclass(frozen=True)
class ComingStep:
    """A step of the review with whether it applies."""

    step: Step
    applies: Applies


@dataclass(frozen=True)
class ChargedFee:
    """A fee with whether it applies."""

    fee: Fee
    applies: Applies


@dataclass(frozen=True)
class GuideParts:
    """All of it; ``least`` and ``most``: how many materials this situation needs for sure, and may need."""

    questions: tuple[AskedQuestion, ...]
    materials: tuple[NeededMaterial, ...]
    steps: tuple[ComingStep, ...]
    fees: tuple[ChargedFee, ...]
    answers: Mapping[str, str]
    form: str  # every question with its condition, as JSON for the browser
    least: int
    most: int


def guide_parts(item: ItemDefinition, situation: Situation) -> GuideParts:
    """The parts of an item in a situation."""
    materials = tuple(_material(item, material, situation) for material in item.materials)
    counted = [material.applies.state for material in materials if material.counted]
    return GuideParts(
        questions=tuple(_question(item, question, situation) for question in item.situation_questions),
        materials=materials,
        steps=tuple(ComingStep(step, applies(item, step.needed_if, situation)) for step in item.steps),
        fees=tuple(ChargedFee(fee, applies(item, fee.needed_if, situation)) for fee in item.fees),
        answers=situation.answers,
        form=json.dumps(
            [{"code": question.code, "show_if": question.show_if} for question in item.questions],
            ensure_ascii=False,
            separators=(",", ":"),
        ),
        least=counted.count("yes"),
        most=len(counted) - counted.count("no"),
    )


def applies(item: ItemDefinition, condition: Mapping[str, Any] | None, situation: Situation) -> Applies:
    """Whether something with this condition applies in a situation."""
    held = verdict(item, condition, situation)
    state = "open" if held is None else "yes" if held else "no"
    if condition is None:
        return Applies(state, "", "")
    only_channel = conditions.fields_of(condition) == CHANNEL
    in_person = only_channel and not conditions.evaluate(condition, {"channel": "portal"})
    language = "en" if (get_language() or "").startswith("en") else "zh"
    words = "" if in_person else condition_words(item, condition, language)
    text = json.dumps(condition, ensure_ascii=False, separators=(",", ":"))
    return Applies(state, text, words, in_person)


def _question(item: ItemDefinition, question: Question, situation: Situation) -> AskedQuestion:
    found = applies(item, question.show_if, situation)
    labels = {option.code: option.label for option in question.options}
    return AskedQuestion(
        question=question,
        asked=found.state == "yes",
        condition=found.condition,
        answer=situation.answers.get(question.code, ""),
        options=tuple((value, labels.get(value)) for value in allowed_answers(question)),
    )


def _material(item: ItemDefinition, material: Material, situation: Situation) -> NeededMaterial:
    found = applies(item, material.needed_if, situation)
    online = "portal" in item.channels
    return NeededMaterial(
        material=material,
        applies=found,
        counted=material.necessity != "optional" and not (found.in_person and online),
        blank=_sheet(item.code, f"form-{material.code}") if material.form else "",
        sample=_sheet(item.code, f"sample-{material.code}") if material.form else "",
    )


def _sheet(code: str, kind: str) -> str:
    try:
        return reverse("portal:sheet", args=[code, kind])
    except NoReverseMatch:
        return ""

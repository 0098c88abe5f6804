"""What applies in a citizen's own situation: which materials and steps, as far as the answers so far decide it.

The guide and the one-time notice ask a few of an item's questions only.  A condition over what was not asked is
neither held nor dropped: it stays open and is told as a condition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.definition import ItemDefinition, Material, Question, Step
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules import conditions

CHANNEL = "channel"
YES_NO = ("yes", "no")
MOST_FAULTS = 10  # told at once


@dataclass(frozen=True)
class Situation:
    """A citizen's own situation.

    Args:
        answers: situation question → answer; a question left open is absent.
        channel: how they will apply: ``portal``, ``window``, ``village_point``; empty: not said.
    """

    answers: Mapping[str, str]
    channel: str = ""


@dataclass(frozen=True)
class MaterialOf:
    """A material of a situation; ``open``: the part of its condition that is still to be answered, or None."""

    material: Material
    open: Mapping[str, Any] | None


@dataclass(frozen=True)
class StepOf:
    """A step of a situation; ``open`` as in `MaterialOf`."""

    step: Step
    open: Mapping[str, Any] | None


def read_situation(item: ItemDefinition, given: Mapping[str, str], channel: str = "") -> Situation:
    """The situation that somebody told.

    Args:
        given: question → answer, as sent; empty answers, and those to a question that the others rule out, are
            left open.

    Raises:
        InputFaults: ``not_a_situation_question``, ``not_an_option``, ``channel_not_taken``.
    """
    questions = {question.code: question for question in item.situation_questions}
    faults = []
    for code, value in given.items():
        if code not in questions:
            faults.append(FieldFault("situation", "not_a_situation_question"))
        elif value and value not in allowed_answers(questions[code]):
            faults.append(FieldFault(f"situation.{code}", "not_an_option"))
    if channel and channel not in item.channels:
        faults.append(FieldFault("channel", "channel_not_taken"))
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    answers: dict[str, str] = {}
    for code, question in questions.items():
        told = given.get(code)
        if told and question in questions_asked(item, Situation(answers, channel)):
            answers[code] = told
    return Situation(answers, channel)


def allowed_answers(question: Question) -> tuple[str, ...]:
    """The answers a situation question can have."""
    return YES_NO if question.kind == "yes_no" else tuple(option.code for option in question.options)


def questions_asked(item: ItemDefinition, situation: Situation) -> tuple[Question, ...]:
    """The situation questions that these answers lead to, in order; one that may still be asked is among them."""
    return tuple(
        question
        for question in item.situation_questions
        if verdict(item, question.show_if, situation) is not False
    )


def materials_of(item: ItemDefinition, situation: Situation) -> tuple[MaterialOf, ...]:
    """Every material that this situation needs or may need (行政许可法 art. 30, 32: told in full, at once)."""
    return tuple(
        MaterialOf(material, remaining(item, material.needed_if, situation))
        for material in item.materials
        if verdict(item, material.needed_if, situation) is not False
    )


def steps_of(item: ItemDefinition, situation: Situation) -> tuple[StepOf, ...]:
    """Every step that this situation has or may have."""
    return tuple(
        StepOf(step, remaining(item, step.needed_if, situation))
        for step in item.steps
        if verdict(item, step.needed_if, situation) is not False
    )


def verdict(item: ItemDefinition, condition: Mapping[str, Any] | None, situation: Situation) -> bool | None:
    """Whether a condition holds; None where that depends on what was not asked."""
    if condition is None:
        return True
    facts = {**situation.answers, CHANNEL: situation.channel}
    return conditions.settled(condition, facts, open_fields(item, situation))


def open_fields(item: ItemDefinition, situation: Situation) -> frozenset[str]:
    """What is still to be answered; a question that this situation never leads to stays without an answer."""
    facts = {**situation.answers, CHANNEL: situation.channel}
    found = set() if situation.channel else {CHANNEL}
    found.add("applicant_age")
    for question in item.questions:
        led_to = question.show_if is None or conditions.settled(question.show_if, facts, found) is not False
        if question.code not in situation.answers and led_to:
            found.add(question.code)
    return frozenset(found)


def remaining(
    item: ItemDefinition, condition: Mapping[str, Any] | None, situation: Situation
) -> Mapping[str, Any] | None:
    """What of a condition is still open: its decided parts are left out; None where nothing is."""
    if condition is None or verdict(item, condition, situation) is not None:
        return None
    operator, operand = next(iter(condition.items()))
    if operator in ("all", "any"):
        parts = [part for part in (remaining(item, one, situation) for one in operand) if part is not None]
        return parts[0] if len(parts) == 1 else {operator: parts}
    if operator == "not":
        return {"not": remaining(item, operand, situation)}
    return condition

"""The correction notice of a case: what it names, why, how to mend it, and what a correction brought.

Reasons and explanations are sealed under the case's key in ``Case.correction``, one entry for each round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases.judging import CONTEXT, asked_of, chosen_point, kept_reasons, kept_rounds, standing
from tongban.cases.sealed import seal_values
from tongban.catalogue.definition import Material, Text
from tongban.rules import corrections

if TYPE_CHECKING:  # the frame tells of a withdrawal in these words
    from tongban.cases.frame import OpenCase


@dataclass(frozen=True)
class Defect:
    """One thing that is not in order.

    Args:
        kind: ``material`` or ``answer``.
        found: ``missing`` or ``faulty``.
        reason: what is wrong, as the officer said it; empty of what is simply not there.
        hint: how to prepare it.
        points: what the officer will look at.
        forms: in which a material can be brought.
        point, words: of the reason: the review point that is not met, and what the officer wrote beside it.
    """

    kind: str
    code: str
    name: Text
    found: str
    reason: str
    hint: Text
    points: tuple[Text, ...] = ()
    forms: tuple[str, ...] = ()
    point: Text | None = None
    words: str = ""


def defects_of(
    case: OpenCase, answers: Mapping[str, str], verdicts: Mapping[str, str] | None = None
) -> tuple[Defect, ...]:
    """Everything that a notice has to name now: materials by their verdicts, then answers.

    Args:
        answers: question → what is wrong with its answer.
        verdicts: as they stand; None: those on record.
    """
    told = standing(case) if verdicts is None else verdicts
    named = corrections.defects(asked_of(case), told)
    return lines(case, {code: told[code] for code in named}, kept_reasons(case), answers)


def lines(
    case: OpenCase, found: Mapping[str, str], reasons: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[Defect, ...]:
    """Materials and answers as a notice names them.

    Args:
        found: material → ``missing`` or ``faulty``.
    """
    item = case.item.definition
    by_code = {material.code: material for material in item.materials}
    questions = {question.code: question for question in item.questions}
    return (
        *(
            Defect(
                "material",
                code,
                by_code[code].name,
                verdict,
                reasons.get(code, ""),
                by_code[code].hint,
                by_code[code].review_points,
                by_code[code].forms,
                *_parted(by_code[code], reasons.get(code, "")),
            )
            for code, verdict in found.items()
        ),
        *(
            Defect(
                "answer", code, questions[code].label, "faulty", reason, questions[code].hint, words=reason
            )
            for code, reason in answers.items()
        ),
    )


def _parted(material: Material, reason: str) -> tuple[Text | None, str]:
    number, words = chosen_point(material, reason)
    return (None if number is None else material.review_points[number]), words


def sealed_rounds(case: OpenCase, told: Mapping[str, Any]) -> bytes:
    """The column with one more round."""
    return seal_values({"rounds": [*kept_rounds(case), dict(told)]}, case.vault, CONTEXT)


ANSWERED_LATER = "answered_later_because"  # beside why the service of the same notice was entered later


def told_before(case: OpenCase, more: Mapping[str, Any]) -> bytes:
    """The column with more said of the last round."""
    *before, last = kept_rounds(case)
    return seal_values({"rounds": [*before, {**last, **more}]}, case.vault, CONTEXT)


OF_SERVICE = frozenset({"receiver", "relation", "lives_together", "authority", "tracking", "later_reason"})


def told_unserved(case: OpenCase) -> bytes:
    """The column where the last round's notice turned out never to have been served: what was said of it is kept apart."""
    *before, last = kept_rounds(case)
    claimed = {name: value for name, value in last.items() if name in OF_SERVICE}
    rest = {name: value for name, value in last.items() if name not in OF_SERVICE}
    anew = {**rest, "not_served": [*last.get("not_served", ()), claimed]}
    return seal_values({"rounds": [*before, anew]}, case.vault, CONTEXT)


def last_defects(case: OpenCase) -> tuple[Defect, ...]:
    """What the last notice named, as it named it."""
    rounds, kept = case.state.course.rounds, kept_rounds(case)
    if not rounds or not kept:
        return ()
    asked, said = rounds[-1], kept[-1]
    reasons = said.get("materials", {})
    found = {code: said.get("found", {}).get(code, "missing") for code in asked.materials}
    return lines(
        case, found, reasons, {code: said.get("answers", {}).get(code, "") for code in asked.answers}
    )


REPEAT = "repeat"  # the ground of a notice that asks again for what the last one named and nothing more


def newly_named(case: OpenCase, answers: Mapping[str, str]) -> tuple[str, ...]:
    """What a notice that goes out now asks for and the last one did not tell: of these it is a further demand.

    A material that the last notice named for one reason and that has another now is newly named; what had not come at
    all is looked at for the first time when it comes.

    Args:
        answers: question → what is wrong with its answer.
    """
    before = {_key(one): one for one in last_defects(case)}
    return tuple(
        _key(one)
        for one in defects_of(case, answers)
        if not ((told := before.get(_key(one))) and (as_told(one, told) or told.found == "missing"))
    )


def as_told(now: Defect, told: Defect) -> bool:
    """Whether something is amiss for the reason that the notice gave: it is not there, the same review point is not met,
    or the same words say what is wrong."""
    if now.found == "missing":
        return True
    if told.found == "missing":
        return False
    if now.point is not None and now.point == told.point:
        return True
    return corrections.same_words(now.reason, told.reason)


def still_as_told(case: OpenCase) -> tuple[str, ...]:
    """What the last notice named and is still not in order, for the reason that it told; answers that did not come."""
    before = {_key(one): one for one in last_defects(case)}
    rounds = case.state.course.rounds
    return (
        *(one.code for one in defects_of(case, {}) if (told := before.get(one.code)) and as_told(one, told)),
        *(key for key in before if key.startswith("answers.") and key not in rounds[-1].brought),
    )


def repeats(case: OpenCase, answers: Mapping[str, str]) -> bool:
    """Whether a notice that goes out now asks for nothing but what the last one told: then it is no further demand."""
    if not case.state.course.rounds:
        return False
    return bool(defects_of(case, answers)) and not newly_named(case, answers)


def _key(one: Defect) -> str:
    return one.code if one.kind == "material" else f"answers.{one.code}"

"""What is copied into another system for a step that is done there, and what still waits for that."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.cases.answer_kinds import people_of
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.steps.whose import own_step
from tongban.catalogue.definition import Question, Text
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.rules.clearance import MARK_OF_PART, cleared

KIND = "external_system"
PARTS = ("name", "number", "phone")


@dataclass(frozen=True)
class CopyLine:
    """One value to copy.

    ``part``: of a person, e.g. ``applicant.number``, or ``number`` of the case; empty for an answer, which has its
    ``label``.  ``option``: the chosen one in words.  ``closed``: this role is not cleared for it.
    """

    part: str
    label: Text | None
    kind: str
    value: str
    option: Text | None = None
    closed: bool = False


def external_fields(actor: Actor, number: str) -> tuple[CopyLine, ...]:
    """Everything that has to be typed into the other system, open; one line of the log, with how many values it opened.

    Raises:
        NotAuthorized: ``staff_only``; ``not_your_step``: no such step is open for this actor.
        NotFound, Erased: as every look at a case.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    step = own_step(actor, case.state, kind=KIND)
    if step is None:
        raise NotAuthorized("not_your_step")
    stated = next(one for one in case.item.definition.steps if one.code == step.code)
    reason = stated.system.zh if stated.system else stated.name.zh
    lines = tuple(_lines(case, actor))
    record_access(
        actor,
        "unmasked",
        case.row.id,
        field=f"external.{step.code}",
        reason=reason,
        vault=case.vault,
        rows=sum(bool(line.value) for line in lines),
    )
    return lines


def _lines(case: OpenCase, actor: Staff) -> Iterator[CopyLine]:
    yield CopyLine("number", None, "text", case.row.number)
    for holder in ("applicant", "representative"):
        person = getattr(case.content, holder)
        for part in PARTS:
            if person and person.get(part):
                open_to = part == "name" or cleared(actor.role, MARK_OF_PART[part])
                value = str(person[part]) if open_to else ""
                yield CopyLine(f"{holder}.{part}", None, part, value, closed=not open_to)
    for question in case.item.definition.questions:
        if question.code in case.content.answers:
            yield from _answer(question, str(case.content.answers[question.code]), actor)


def _answer(question: Question, value: str, actor: Staff) -> Iterator[CopyLine]:
    if question.sensitive and not cleared(actor.role, question.sensitivity):
        yield CopyLine("", question.label, question.kind, "", closed=True)
    elif question.kind == "people":
        for name, number, relation in people_of(value):
            for part in (name, number, relation):
                if part:
                    yield CopyLine("", question.label, "text", part)
    else:
        option = next((one.label for one in question.options if one.code == value), None)
        yield CopyLine("", question.label, question.kind, value, option)

"""The verdict on each row: the application that it is, and every fault of it; nothing is written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tongban.cases.application_checks import checked
from tongban.cases.checking import CHANNEL, check_answers, facts_of, materials_needed
from tongban.cases.receiving import elsewhere
from tongban.cases.requests import Application, MaterialInput, PersonInput, Representation
from tongban.cases.rosters.columns import NAME, NUMBER, PHONE, SEEN, Column
from tongban.cases.rosters.reading import Line
from tongban.cases.routing import route, where_to_go
from tongban.catalogue.definition import ItemDefinition, Question
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.actors import Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.time import legal_date
from tongban.rules import conditions
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault

ROW = "row"
"""The field of a fault that is of the whole row."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PEOPLE = re.compile(r"[;；\r\n]+")
_PARTS = re.compile(r"[|｜,，、\s]+")


@dataclass(frozen=True)
class Plan:
    """What holds for the whole list; kept sealed with it.

    Args:
        brought_by: ``each``: those on the list applied and signed, each for themselves; ``assister``: the assister
            for each of them; ``village``: a village or an organization for them, where the item gives the ground.
        organization: its name; ``handler`` and ``handler_number``: who brought the list for it.
        materials: material → form, as far as they came with the list for everybody on it.
        consent: everybody on the list agreed, on paper, that the data is used for this matter.
    """

    brought_by: str = "each"
    organization: str = ""
    handler: str = ""
    handler_number: str = ""
    materials: Mapping[str, str] = field(default_factory=dict)
    consent: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {**self.__dict__, "materials": dict(self.materials)}


@dataclass
class Judged:
    """One row with its verdict; ``numbers``: of everybody it names, to find who stands on the list twice;
    ``people``: their digests, the applicant's first."""

    line: int
    cells: Mapping[str, str]
    faults: list[FieldFault]
    people: tuple[bytes, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.faults


def channel_of(actor: Staff) -> str:
    """Through which channel an actor's rosters come."""
    return "village_point" if actor.role == "assister" else "window"


def judge(
    actor: Staff,
    item: PinnedItem,
    plan: Plan,
    columns: tuple[Column, ...],
    lines: Iterable[Line],
    at: datetime,
) -> list[Judged]:
    """Each row's verdict, by itself and against the rows before it.

    Args:
        at: when the list came in, aware.
    """
    judged = [_judge(actor, item, plan, columns, line, at) for line in lines]
    first: dict[str, int] = {}
    for one in judged:
        for number in one.numbers:
            if number in first and first[number] != one.line:
                one.faults.append(FieldFault(ROW, "roster_twice", {"line": first[number]}))
                break
            first.setdefault(number, one.line)
    return judged


def _judge(
    actor: Staff, item: PinnedItem, plan: Plan, columns: tuple[Column, ...], line: Line, at: datetime
) -> Judged:
    application = application_of(actor, item.definition, plan, columns, line.cells)
    unread = {fault.field for fault in line.faults}
    faults = [*line.faults, *not_asked(item.definition, application, at)]
    try:
        sound = checked(actor, item, application, at)
        way = route(actor, item.definition, application, sound.answers)
        if elsewhere(
            way.intake, way.handling
        ):  # a list is the township's own; of another's each is taken in by itself
            faults.append(FieldFault(ROW, "roster_of_another_township", where_to_go(way.handling)))
    except InputFaults as wrong:
        faults += [fault for fault in wrong.faults if fault.field not in unread]
    except (Refusal, NotFound) as refusal:
        faults.append(FieldFault(ROW, refusal.code, refusal.params))
    people = digests_of(application, item.definition)
    return Judged(line.number, line.cells, faults, people, tuple(_numbers(application, item.definition)))


def application_of(
    actor: Staff, item: ItemDefinition, plan: Plan, columns: tuple[Column, ...], cells: Mapping[str, str]
) -> Application:
    """The application that a row is, as anybody would have typed it."""
    by_key = {column.key: column for column in columns}
    answers = {
        key.removeprefix("answers."): _value(by_key[key], text)
        for key, text in cells.items()
        if key.startswith("answers.") and text and key in by_key
    }
    channel = channel_of(actor)
    needed = {material.code for material in materials_needed(item, answers, channel)}
    return Application(
        item_code=item.code,
        channel=channel,
        applicant=PersonInput(cells.get(NAME, ""), cells.get(NUMBER, ""), cells.get(PHONE, "")),
        answers=answers,
        materials=tuple(
            MaterialInput(code, form) for code, form in sorted(plan.materials.items()) if code in needed
        ),
        representation=_representation(plan),
        consent=plan.consent,
        identity_seen=_value(by_key[SEEN], cells.get(SEEN, "")) == "yes" if SEEN in by_key else False,
    )


def _representation(plan: Plan) -> Representation:
    if plan.brought_by == "assister":
        return Representation("assister")
    if plan.brought_by == "village":
        # without a phone: what is told of a matter goes to whose matter it is
        return Representation(
            "representative",
            PersonInput(plan.handler, plan.handler_number),
            relation="other",
            mandate_seen=True,
        )
    return Representation()


def not_asked(item: ItemDefinition, application: Application, at: datetime) -> list[FieldFault]:
    """Cells that the row's other answers leave no question for: an application would lose them without a word."""
    answers, _ = check_answers(item, application.answers, today=legal_date(at))
    facts = facts_of(item, answers)
    return [
        FieldFault(f"answers.{question.code}", "roster_not_asked")
        for question in item.questions
        if question.show_if is not None
        and application.answers.get(question.code)
        and CHANNEL not in facts
        and not conditions.evaluate(question.show_if, facts)
    ]


def _value(column: Column, text: str) -> str:
    """A cell as the form would have it: the code of a word, an ISO day, a line for each person."""
    plain = " ".join(text.split())
    for code, word in column.options:
        if plain in (code, word):
            return code
    if column.question is None:
        return text
    if column.takes == "day" and (found := _DAY.fullmatch(plain)):
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return plain
    return _people(text) if column.question.kind == "people" else text


def _people(text: str) -> str:
    rows = (row.strip() for row in _PEOPLE.split(text))
    return "\n".join("|".join(part for part in _PARTS.split(row, maxsplit=2) if part) for row in rows if row)


def digests_of(application: Application, item: ItemDefinition) -> tuple[bytes, ...]:
    """The keyed digests of everybody an application names, the applicant first; of sound numbers alone."""
    return tuple(dict.fromkeys(digest_of(number) for number in _numbers(application, item)))


def digest_of(number: str) -> bytes:
    """Of a citizen number in its one spelling, as a party's column holds it."""
    return keyed_digest("citizen_number", number)


def _numbers(application: Application, item: ItemDefinition) -> Iterable[str]:
    yield from _number(application.applicant.number)
    yield from numbers_in(application.answers, item)


def numbers_in(answers: Mapping[str, Any], item: ItemDefinition) -> Iterable[str]:
    """The citizen numbers of the people whom the answers to an item's questions list."""
    for question in item.questions:
        if _lists_people(question):
            for line in str(answers.get(question.code, "")).splitlines():
                parts = line.split("|")
                yield from _number(parts[1] if len(parts) > 1 else "")


def _lists_people(question: Question) -> bool:
    return question.kind == "people"


def _number(typed: str) -> Iterable[str]:
    try:
        yield check_citizen_number(typed, date.max).number
    except IdentifierFault:
        return

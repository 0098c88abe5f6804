"""What a walk through an item needs: every situation that its questions lead to, answers for it, who holds each step."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from tongban.cases.checking import check_answers, facts_of
from tongban.catalogue.definition import ItemDefinition, Question, Step
from tongban.kernel.time import today
from tongban.rules import conditions
from tongban.rules.identifiers.organization import credit_check_character
from tongban.site.demo.people import MORE_PEOPLE, PEOPLE
from tongban.site.scenario import citizen_number

Answers = dict[str, str]

HOLDERS: Mapping[tuple[str, str], str] = {
    (person.position, person.role): person.username
    for person in reversed((*PEOPLE, *MORE_PEOPLE))
    if person.site != "SL-BQ"
}
POINTS = {"640121200201": "assister", "640121200202": "assister-bq"}
DECIDERS: Mapping[str, str] = {"county_forestry": "county-zr-head"}


def credit_code(serial: int) -> str:
    """An invented code of an organization of the county that is sound in every character."""
    body = f"93640121{serial % 100_000_000:08d}X"
    return body + credit_check_character(body)


def situations(item: ItemDefinition) -> tuple[Answers, ...]:
    """Every combination of answers to the situation questions that can be reached."""
    return tuple(_combined(item, item.situation_questions, {}))


MANY = 20  # situations of an item; of one that has more the check takes some
MOST = 40  # of those in which every two answers meet; of an item that would have more, those in which every answer stands


def covering(every: tuple[Answers, ...]) -> tuple[Answers, ...]:
    """Those of an item's situations that stand for all of them, in their order.

    All where they are few; else some in which every two answers meet that can; where these are many still, some in
    which every answer stands.
    """
    if len(every) <= MANY:
        return every
    pairs = _meeting(every, 2)
    return pairs if len(pairs) <= MOST else _meeting(every, 1)


def _meeting(every: tuple[Answers, ...], together: int) -> tuple[Answers, ...]:
    met = [{frozenset(some) for some in combinations(one.items(), min(together, len(one)))} for one in every]
    left, chosen = set[frozenset[tuple[str, str]]]().union(*met), set[int]()
    while left:
        best = max(range(len(every)), key=lambda at: (len(met[at] & left), -at))
        chosen.add(best)
        left -= met[best]
    return tuple(every[at] for at in sorted(chosen))


def _combined(item: ItemDefinition, left: tuple[Question, ...], so_far: Answers) -> Iterator[Answers]:
    if not left:
        yield so_far
        return
    question, rest = left[0], left[1:]
    if question.show_if is not None and not conditions.evaluate(question.show_if, facts_of(item, so_far)):
        yield from _combined(item, rest, so_far)
        return
    for value in _values(question):
        yield from _combined(item, rest, {**so_far, question.code: value})


def _values(question: Question) -> tuple[str, ...]:
    return ("yes", "no") if question.kind == "yes_no" else tuple(option.code for option in question.options)


def answers_for(item: ItemDefinition, situation: Answers) -> Answers:
    """The item's own sample, turned to the situation; what the sample does not answer is filled in."""
    answers: Answers = {}
    for question in item.questions:
        if question.show_if is not None and not conditions.evaluate(
            question.show_if, facts_of(item, answers)
        ):
            continue
        given = situation.get(question.code) or item.sample.answers.get(question.code) or _filled(question)
        answers[question.code] = given
    checked, faults = check_answers(item, answers, today=today())
    assert faults == [], (item.code, situation, faults)
    assert checked.keys() == answers.keys(), (item.code, situation)
    return checked


def _filled(question: Question) -> str:
    least = question.minimum if question.minimum is not None else 1
    filled: Mapping[str, Any] = {
        "village": "640121200201",
        "citizen_number": citizen_number(77),
        "phone": "19900000077",
        "date": "2099-01-04" if question.date_range == "future" else "2020-01-06",
        "integer": int(least),
        "amount": least,
        "area": least,
        "bank_account": "6200000000000000018",
        "credit_code": credit_code(77),
        "people": f"样例|{citizen_number(78)}|儿子",
    }
    if question.kind in ("choice", "yes_no"):
        return _values(question)[-1]
    return str(filled.get(question.kind, "照实填写（样例）"))


def desk_of_step(step: Step, village: str, item: ItemDefinition) -> str:
    """The log-in of who holds a step."""
    if step.kind == "approval":
        return "approver" if step.level == "township" else HOLDERS[step.position, "county_approver"]
    if step.level == "village":
        return POINTS.get(village) or HOLDERS[item.position, "reviewer"]
    return HOLDERS[step.position, "county_reviewer" if step.level == "county" else "reviewer"]


def desk_of_decision(item: ItemDefinition) -> str:
    """The log-in of who decides."""
    if item.decider.level == "township":
        return "approver"
    position = item.decider.position
    return DECIDERS.get(position) or HOLDERS[position, "county_approver"]

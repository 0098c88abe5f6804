"""What an invented applicant answers: the item's own sample, turned to a situation, a village and a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from tongban.cases.checking import facts_of
from tongban.catalogue.definition import ItemDefinition, Question
from tongban.rules import conditions
from tongban.site.history.people import Villager, number_of, relative

Answers = dict[str, str]
SAMPLES_OF = date(2026, 11, 24)  # the day by which the shipped samples' dates were written
AS_THE_SAMPLE = 0.55  # how often a situation is the sample's own


def answers_for(
    item: ItemDefinition,
    draw: Random,
    today: date,
    village: tuple[str, str],
    who: Villager,
    serial: int,
    *,
    as_sample: bool = False,
) -> Answers:
    """Answers that lead through the item without a fault.

    Args:
        village: code and name of the applicant's village.
        serial: of the matter, for the people of the household.
        as_sample: in the sample's own situation.
    """
    answers: Answers = {}
    for order, question in enumerate(item.questions):
        if question.show_if is not None and not conditions.evaluate(
            question.show_if, facts_of(item, answers)
        ):
            continue
        sample = item.sample.answers.get(question.code, "")
        if question.kind == "village":
            answers[question.code] = village[0]
        elif question.situation:
            answers[question.code] = sample if as_sample and sample else _situation(question, sample, draw)
        elif question.kind == "address" or question.code == "address":
            answers[question.code] = f"{village[1]}{draw.choice('一二三四五六七八')}组{draw.randint(1, 46)}号"
        elif question.kind == "date":
            answers[question.code] = _day(question, sample, today)
        elif question.kind == "people":
            answers[question.code] = _household(sample, draw, serial, who)
        elif question.kind == "citizen_number":
            answers[question.code] = _number(sample, draw, serial * 7 + order)
        else:
            answers[question.code] = sample or _filled(question)
    return answers


def _situation(question: Question, sample: str, draw: Random) -> str:
    if sample and draw.random() < AS_THE_SAMPLE:
        return sample
    if question.kind == "yes_no":
        return draw.choice(("yes", "no"))
    return draw.choice([option.code for option in question.options])


def _day(question: Question, sample: str, today: date) -> str:
    """The sample's day as far from today as it was from the day of the samples."""
    given = date.fromisoformat(sample) if sample else SAMPLES_OF - timedelta(days=400)
    if question.date_range == "future" and not sample:
        given = SAMPLES_OF + timedelta(days=30)
    return (given + (today - SAMPLES_OF)).isoformat()


def _household(sample: str, draw: Random, serial: int, who: Villager) -> str:
    """The sample's household with other names and numbers; the relations stay."""
    lines = (sample or "样例||儿子").splitlines()
    made = []
    for order, line in enumerate(lines):
        relation = line.split("|")[2]
        name, number = relative(draw, serial * 5 + order + 1, who, relation)
        if sample and _under_eighteen(line.split("|")[1]):
            number = number_of(draw, date(2014 + draw.randrange(6), 3, 1 + order), True, serial)
        made.append(f"{name}|{number}|{relation}")
    return "\n".join(made)


def _under_eighteen(number: str) -> bool:
    return int(number[6:10]) > SAMPLES_OF.year - 18


def _number(sample: str, draw: Random, serial: int) -> str:
    """Somebody as old as in the sample."""
    if not sample:
        return number_of(draw, date(1966, 5, 1 + draw.randrange(28)), True, serial)
    born = date(int(sample[6:10]), int(sample[10:12]), 1 + draw.randrange(28))
    return number_of(draw, born, int(sample[16]) % 2 == 0, serial)


def _filled(question: Question) -> str:
    least: Any = question.minimum if question.minimum is not None else 1
    filled: Mapping[str, str] = {
        "phone": "19920000000",
        "integer": str(int(least)),
        "amount": str(least),
        "area": str(least),
        "bank_account": "6200000000000000018",
        "credit_code": "93640121MA7XDEM8QM",
    }
    if question.kind == "yes_no":
        return "no"
    if question.kind == "choice":
        return question.options[-1].code
    return filled.get(question.kind, "照实填写（演示）")

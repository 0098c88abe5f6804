"""The situation somebody tells on the guide: read from the address, carried into the application."""

from collections.abc import Mapping
from contextlib import suppress

from tongban.cases import commands as case_commands
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.situations import Situation, allowed_answers, questions_asked
from tongban.kernel.errors import InputFaults, NotFound

PREFIX = "s_"


def told_situation(item: ItemDefinition, given: Mapping[str, str]) -> Situation:
    """The answers that stand: an unknown one, and one to a question that the others rule out, are left open."""
    answers: dict[str, str] = {}
    for question in item.situation_questions:
        told = given.get(PREFIX + question.code, "")
        if told in allowed_answers(question) and question in questions_asked(item, Situation(answers)):
            answers[question.code] = told
    return Situation(answers)


def carry_into(token: str, item: ItemDefinition, given: Mapping[str, str]) -> None:
    """Write what was told on the guide into a new draft: its pages show it as answered."""
    for code, told in told_situation(item, given).answers.items():
        with suppress(InputFaults, NotFound):  # the page of the question asks again
            case_commands.save_answer(token, code, told)

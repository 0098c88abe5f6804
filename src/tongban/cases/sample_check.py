"""Whether an item's filled sample is one that its form would take: the catalogue's check asks the form itself."""

from collections.abc import Iterator
from dataclasses import replace

from tongban.cases.checking import check_answers, questions_shown
from tongban.catalogue.checks.finding import Content, Hit
from tongban.catalogue.definition import ItemDefinition, Option, Text
from tongban.catalogue.parsing import read_definition
from tongban.kernel import time


def check_sample(content: Content) -> Iterator[Hit]:
    """What the form would refuse of the sample's answers, and which of them it would not even ask for."""
    answers = content["sample"]["answers"]
    definition = _with_villages(read_definition(content), answers)
    checked, faults = check_answers(definition, answers, today=time.today())
    for fault in faults:
        code = fault.field.split(".")[1] if "." in fault.field else fault.field
        yield Hit(f"sample.answers.{code}", "sample_refused", {"question": code, "problem": fault.code})
    asked = {question.code for question in questions_shown(definition, checked)}
    for code in answers:
        if code not in asked and any(question.code == code for question in definition.questions):
            yield Hit(f"sample.answers.{code}", "sample_not_asked", {"question": code})


def _with_villages(definition: ItemDefinition, answers: object) -> ItemDefinition:
    """The village that the sample names is taken for one that is served: which ones are is no matter of the item."""
    given = answers if isinstance(answers, dict) else {}

    def options(code: str) -> tuple[Option, ...]:
        village = str(given.get(code, ""))
        return (Option(village, Text(village)),) if len(village) == 12 and village.isdecimal() else ()

    return replace(
        definition,
        questions=tuple(
            replace(question, options=options(question.code)) if question.kind == "village" else question
            for question in definition.questions
        ),
    )

"""Questions that decide something, and a sample that the form itself would take."""

from collections.abc import Iterator
from typing import Any

from tongban.catalogue.checks.finding import Content, Hit, Surroundings
from tongban.rules import conditions


def a_situation_decides_something(content: Content, around: Surroundings) -> Iterator[Hit]:
    read = {field for _, condition in _conditions(content) for field in conditions.fields_of(condition)}
    for number, question in enumerate(content["questions"]):
        if question.get("situation") and question["code"] not in read:
            yield Hit(
                f"questions.{number}.situation",
                "situation_decides_nothing",
                {"question": question["label"]["zh"]},
            )


def the_portal_can_tell_the_place(content: Content, around: Surroundings) -> Iterator[Hit]:
    villages = [question for question in content["questions"] if question["kind"] == "village"]
    if "portal" in content["channels"] and not villages:
        yield Hit("questions", "no_village_question")


def a_condition_compares_with_an_option(content: Content, around: Surroundings) -> Iterator[Hit]:
    """A condition that waits for an answer which the question does not offer never holds."""
    offered: dict[str, set[str]] = {"channel": {"portal", "window", "village_point"}}
    for question in content["questions"]:
        if question["kind"] == "yes_no":
            offered[question["code"]] = {"yes", "no"}
        elif question["kind"] == "choice":
            offered[question["code"]] = {option["code"] for option in question.get("options", ())}
    for path, condition in _conditions(content):
        for field, value in _compared(condition):
            if field in offered and value not in offered[field]:
                yield Hit(path, "condition_never_holds", {"field": field, "value": str(value)})


def _conditions(content: Content) -> Iterator[tuple[str, Any]]:
    for name, key in (
        ("questions", "show_if"),
        ("materials", "needed_if"),
        ("steps", "needed_if"),
        ("fees", "needed_if"),
        ("cautions", "when"),
    ):
        for number, entry in enumerate(content[name]):
            if key in entry:
                yield f"{name}.{number}.{key}", entry[key]


def _compared(condition: Any) -> Iterator[tuple[str, Any]]:
    operator, operand = next(iter(condition.items()))
    if operator in ("all", "any"):
        for part in operand:
            yield from _compared(part)
    elif operator == "not":
        yield from _compared(operand)
    elif operator == "eq":
        yield operand[0], operand[1]
    elif operator == "in":
        for value in operand[1]:
            yield operand[0], value


def the_sample_is_taken_by_the_form(content: Content, around: Surroundings) -> Iterator[Hit]:
    known = {question["code"] for question in content["questions"]}
    for code in content["sample"]["answers"]:
        if code not in known:
            yield Hit(f"sample.answers.{code}", "sample_of_no_question", {"question": code})
    if around.check_sample is not None:
        yield from around.check_sample(content)


RULES = (
    a_situation_decides_something,
    the_portal_can_tell_the_place,
    a_condition_compares_with_an_option,
    the_sample_is_taken_by_the_form,
)

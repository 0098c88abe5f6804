"""A condition in words, for papers and guides: which answers make a material, a step or a fee apply."""

from collections.abc import Mapping
from typing import Any

from tongban.catalogue.definition import ItemDefinition, Question

CHANNELS = {
    "zh": {"portal": "网上申请", "window": "到窗口办", "village_point": "到村代办点办"},
    "en": {
        "portal": "applying online",
        "window": "applying at the window",
        "village_point": "applying at the village point",
    },
}
WORDS = {
    "zh": {
        "and": "，并且",
        "or": "，或者",
        "not": "不属于：{0}",
        "is": "{0}：{1}",
        "answered": "填写了“{0}”的",
        "gt": "{0}超过{1}",
        "ge": "{0}达到或超过{1}",
        "lt": "{0}不到{1}",
        "le": "{0}不超过{1}",
        "one_of": "、",
        "yes": "是",
        "no": "不是",
        "applicant_age": "申请人年龄",
    },
    "en": {
        "and": ", and ",
        "or": ", or ",
        "not": "not: {0}",
        "is": "{0}: {1}",
        "answered": "{0}: filled in",
        "gt": "{0}: more than {1}",
        "ge": "{0}: {1} or more",
        "lt": "{0}: less than {1}",
        "le": "{0}: {1} or less",
        "one_of": " or ",
        "yes": "yes",
        "no": "no",
        "applicant_age": "age of the applicant",
    },
}
QUESTION_MARKS = "？?：: "


def condition_words(item: ItemDefinition, condition: Mapping[str, Any] | None, language: str) -> str:
    """The condition as a phrase; empty for none.

    Args:
        language: ``zh`` or ``en``.
    """
    if condition is None:
        return ""
    words = WORDS[language]
    operator, operand = next(iter(condition.items()))
    if operator in ("all", "any"):
        joint = words["and" if operator == "all" else "or"]
        return joint.join(condition_words(item, part, language) for part in operand)
    if operator == "not":
        return words["not"].format(condition_words(item, operand, language))
    if operator == "answered":
        return words["answered"].format(_asked(item, operand, language))
    field, value = operand
    if operator in ("eq", "in"):
        values = value if operator == "in" else [value]
        said = [_answer(item, field, one, language) for one in values]
        if field == "channel":
            return words["one_of"].join(said)
        return words["is"].format(_asked(item, field, language), words["one_of"].join(said))
    return words[operator].format(_asked(item, field, language), _plain_number(value))


def _question(item: ItemDefinition, field: str) -> Question | None:
    return next((question for question in item.questions if question.code == field), None)


def _asked(item: ItemDefinition, field: str, language: str) -> str:
    question = _question(item, field)
    if question is None:
        return WORDS[language].get(field, field)
    return question.label.in_language(language).rstrip(QUESTION_MARKS)


def _answer(item: ItemDefinition, field: str, value: Any, language: str) -> str:
    if field == "channel":
        return CHANNELS[language].get(str(value), str(value))
    question = _question(item, field)
    if question is not None and question.kind == "yes_no":
        return WORDS[language].get(str(value), str(value))
    options = question.options if question is not None else ()
    labels = {option.code: option.label.in_language(language) for option in options}
    return labels.get(str(value), str(value))


def _plain_number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

"""A condition as rows that a person can choose: "all of" or "any of" some statements about earlier answers.

What goes beyond (numbers, dates, nesting) is shown and edited as its text.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from tongban.faces.common.words import word

ROWS = 3  # blank rows offered
CHANNELS = ("portal", "window", "village_point")


@dataclass(frozen=True)
class Statement:
    """One thing that can be chosen: `value` is its text in a form, such as ``eq|student|yes``."""

    value: str
    label: str
    group: str


@dataclass(frozen=True)
class Row:
    """One chosen statement, or a blank one; `negated`: it must not hold."""

    value: str
    negated: bool


@dataclass(frozen=True)
class ConditionForm:
    """A condition as the editor shows it.

    ``mode``: always (no condition), all, any, text (``text`` holds the JSON).
    """

    mode: str
    rows: tuple[Row, ...]
    text: str


def statements(content: Mapping[str, Any], before: int | None = None) -> tuple[Statement, ...]:
    """What can be chosen in an item: each answer of each choice, each question as answered, the channels.

    Args:
        before: only questions before this one; None: all.
    """
    english = (get_language() or "").startswith("en")

    def said(text: Any) -> str:
        if not isinstance(text, Mapping):
            return ""
        return str((text.get("en") if english else "") or text.get("zh") or "")

    found: list[Statement] = []
    for question in content.get("questions", [])[:before]:
        code, label = question.get("code", ""), said(question.get("label"))
        if question.get("kind") == "choice":
            found += [
                Statement(f"eq|{code}|{option.get('code', '')}", said(option.get("label")), label)
                for option in question.get("options", [])
            ]
        elif question.get("kind") == "yes_no":
            found += [
                Statement(f"eq|{code}|yes", gettext("是"), label),
                Statement(f"eq|{code}|no", gettext("否"), label),
            ]
        else:
            found.append(Statement(f"answered|{code}", gettext("填了"), label))
    found += [
        Statement(f"eq|channel|{code}", word(code, "channel"), gettext("从哪里申请")) for code in CHANNELS
    ]
    return tuple(found)


def shown(condition: Any) -> ConditionForm:
    """A condition as rows where it can be, else as text."""
    if not condition:
        return ConditionForm("always", _padded(()), "")
    text = json.dumps(condition, ensure_ascii=False)
    operator, operand = next(iter(condition.items())) if isinstance(condition, Mapping) else ("", None)
    if operator in ("all", "any") and isinstance(operand, list):
        rows = [_row(part) for part in operand]
        if all(rows):
            return ConditionForm(operator, _padded(tuple(row for row in rows if row)), text)
    if operator == "in" and isinstance(operand, list) and all(isinstance(value, str) for value in operand[1]):
        return ConditionForm(
            "any", _padded(tuple(Row(f"eq|{operand[0]}|{value}", False) for value in operand[1])), text
        )
    single = _row(condition)
    if single:
        return ConditionForm("all", _padded((single,)), text)
    return ConditionForm("text", _padded(()), text)


def _padded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return (*rows, *(Row("", False) for _ in range(max(1, ROWS - len(rows)))))


def _row(part: Any, negated: bool = False) -> Row | None:
    if not isinstance(part, Mapping) or len(part) != 1:
        return None
    operator, operand = next(iter(part.items()))
    if operator == "not" and not negated:
        return _row(operand, True)
    if operator == "answered" and isinstance(operand, str):
        return Row(f"answered|{operand}", negated)
    if (
        operator == "eq"
        and isinstance(operand, Sequence)
        and len(operand) == 2
        and isinstance(operand[1], str)
    ):
        return Row(f"eq|{operand[0]}|{operand[1]}", negated)
    return None


def read(form: ConditionForm) -> Any:
    """The condition that a form states; None for none.

    Raises:
        ValueError: the text is no JSON.
    """
    if form.mode == "always":
        return None
    if form.mode == "text":
        return json.loads(form.text) if form.text.strip() else None
    parts = [_part(row) for row in form.rows if row.value]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {form.mode: parts}


def _part(row: Row) -> dict[str, Any]:
    operator, _, rest = row.value.partition("|")
    stated: dict[str, Any]
    if operator == "answered":
        stated = {"answered": rest}
    else:
        name, _, value = rest.partition("|")
        stated = {"eq": [name, value]}
    return {"not": stated} if row.negated else stated

"""A small language of conditions over the answers of a form, written as JSON.

``{"all": [...]}``, ``{"any": [...]}``, ``{"not": ...}``, ``{"eq": [field, value]}``, ``{"in": [field, values]}``,
``{"gt" | "ge" | "lt" | "le": [field, number or date]}``, ``{"answered": field}``.

The shared vectors in ``data/conditions/vectors.json`` hold this evaluator and the browser's to the same answers.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from tongban.rules.faults import RuleFault

DEEPEST = 20
"""How far conditions may nest: beyond what a person can read, and within every browser's stack."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class ConditionFault(RuleFault):
    """A condition that means nothing; it is refused, never taken as false."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a condition.

    Args:
        path: where, such as ``all.1.eq``; empty for the whole.
        code: what is wrong.
        params: what a face needs to say it.
    """

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def evaluate(condition: Any, answers: Mapping[str, Any]) -> bool:
    """Whether the condition holds.

    A field without an answer makes every comparison false. Values of different kinds are never equal, and true is
    not 1. An answer of several choices is ``in`` a list when one of them is.

    Raises:
        ConditionFault: the condition is malformed; the code is that of ``validate``.
    """
    fault = next(_faults(condition, None, "", 0), None)
    if fault:
        raise ConditionFault(fault.code, path=fault.path, **fault.params)
    return _holds(condition, answers)


def settled(condition: Any, answers: Mapping[str, Any], open_fields: Collection[str]) -> bool | None:
    """Whether the condition holds as far as is known; None where a field that is still open may turn it.

    Args:
        answers: what is answered already.
        open_fields: the fields that will be answered later; any other field without an answer stays without one.

    Raises:
        ConditionFault: as in ``evaluate``.
    """
    fault = next(_faults(condition, None, "", 0), None)
    if fault:
        raise ConditionFault(fault.code, path=fault.path, **fault.params)
    return _settled(condition, answers, open_fields)


def _settled(
    condition: Mapping[str, Any], answers: Mapping[str, Any], open_fields: Collection[str]
) -> bool | None:
    operator, operand = next(iter(condition.items()))
    if operator in ("all", "any"):
        parts = [_settled(part, answers, open_fields) for part in operand]
        decisive = operator == "any"
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if operator == "not":
        held = _settled(operand, answers, open_fields)
        return None if held is None else not held
    name = operand if operator == "answered" else operand[0]
    return None if name in open_fields else _holds(condition, answers)


def validate(condition: Any, known_fields: Collection[str]) -> list[Fault]:
    """Everything wrong with a condition, in reading order; empty when it is sound.

    Codes: ``not_an_object``, ``one_operator_only``, ``unknown_operator``, ``not_a_list``, ``not_a_pair``,
    ``not_a_value``, ``not_a_field``, ``unknown_field``, ``not_a_number_or_date``, ``empty_list``, ``too_deep``.
    """
    return list(_faults(condition, known_fields, "", 0))


def fields_of(condition: Any) -> set[str]:
    """The fields that a sound condition reads."""
    operator, operand = next(iter(condition.items()))
    if operator in ("all", "any"):
        return set().union(*(fields_of(part) for part in operand))
    if operator == "not":
        return fields_of(operand)
    return {operand if operator == "answered" else operand[0]}


def _holds(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    operator, operand = next(iter(condition.items()))
    if operator == "all":
        return all(_holds(part, answers) for part in operand)
    if operator == "any":
        return any(_holds(part, answers) for part in operand)
    if operator == "not":
        return not _holds(operand, answers)
    if operator == "answered":
        return _is_answered(_answer(answers, operand))
    answer, value = _answer(answers, operand[0]), operand[1]
    if operator == "eq":
        return _same(answer, value)
    if operator == "in":
        chosen = answer if isinstance(answer, list | tuple) else [answer]
        return any(_same(choice, listed) for choice in chosen for listed in value)
    if _is_number(value):
        return _is_number(answer) and COMPARISONS[operator](answer, value)
    return _is_date(answer) and COMPARISONS[operator](answer, value)


def _answer(answers: Mapping[str, Any], name: str) -> Any:
    answer = answers.get(name)
    return answer.isoformat() if type(answer) is date else answer


def _is_answered(answer: Any) -> bool:
    if isinstance(answer, str):
        return bool(answer.strip())
    return answer is not None and answer != [] and answer != ()


def _same(answer: Any, value: Any) -> bool:
    if isinstance(answer, bool) or isinstance(value, bool):
        return answer is value
    if isinstance(answer, str) or isinstance(value, str):
        return isinstance(answer, str) and isinstance(value, str) and answer == value
    return _is_number(answer) and answer == value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    # ISO dates sort as text, in every language; only their form and their existence need a look.
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _faults(condition: Any, known: Collection[str] | None, path: str, depth: int) -> Iterator[Fault]:
    if depth > DEEPEST:
        yield Fault(path, "too_deep", {"deepest": DEEPEST})
        return
    if not isinstance(condition, Mapping):
        yield Fault(path, "not_an_object")
        return
    if len(condition) != 1:
        yield Fault(path, "one_operator_only", {"operators": sorted(map(str, condition))})
        return
    operator, operand = next(iter(condition.items()))
    here = f"{path}.{operator}" if path else str(operator)
    if operator in ("all", "any"):
        if not isinstance(operand, list):
            yield Fault(here, "not_a_list")
            return
        for number, part in enumerate(operand):
            yield from _faults(part, known, f"{here}.{number}", depth + 1)
    elif operator == "not":
        yield from _faults(operand, known, here, depth + 1)
    elif operator == "answered":
        yield from _field_faults(operand, known, here)
    elif operator in ("eq", "in") or operator in COMPARISONS:
        if not isinstance(operand, list) or len(operand) != 2:
            yield Fault(here, "not_a_pair")
            return
        yield from _field_faults(operand[0], known, here)
        yield from _value_faults(operator, operand[1], here)
    else:
        yield Fault(path, "unknown_operator", {"operator": str(operator)})


def _field_faults(name: Any, known: Collection[str] | None, here: str) -> Iterator[Fault]:
    if not isinstance(name, str):
        yield Fault(here, "not_a_field")
    elif known is not None and name not in known:
        yield Fault(here, "unknown_field", {"field": name})


def _value_faults(operator: str, value: Any, here: str) -> Iterator[Fault]:
    if operator in COMPARISONS:
        if not _is_number(value) and not _is_date(value):
            yield Fault(here, "not_a_number_or_date")
    elif operator == "in":
        if not isinstance(value, list):
            yield Fault(here, "not_a_list")
        elif not value:
            yield Fault(here, "empty_list")
        elif not all(isinstance(listed, str | int | float) for listed in value):
            yield Fault(here, "not_a_value")
    elif not isinstance(value, str | int | float):
        yield Fault(here, "not_a_value")

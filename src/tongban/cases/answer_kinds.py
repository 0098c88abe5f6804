"""The kinds of answer of a form: each in its one spelling, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongban.catalogue.definition import Question
from tongban.kernel.errors import FieldFault
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.organization import check_credit_code
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

INTEGER = re.compile(r"-?[0-9]{1,12}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
ACCOUNT = re.compile(r"[0-9]{10,25}")  # bank accounts and cards (ISO/IEC 7812 allows 19, accounts run longer)
SPACES = re.compile(r"[\s-]+")
FULL_WIDTH = {
    ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．，", "0123456789.,", strict=True)
}
MOST_PEOPLE = 30
NUMBERS = frozenset({"integer", "amount", "area"})
ROW_PARTS = 3  # name, citizen number, relation
NAME_LENGTH, RELATION_LENGTH = 40, 20

Checked = tuple[str, FieldFault | None]


def check_kind(question: Question, text: str, *, today: date) -> Checked:
    """One answer that is there, by the kind of its question.

    Args:
        text: trimmed, not blank.
        today: the date in China, for what must not lie before or after it.
    """
    check = _CHECKS.get(question.kind)
    return check(question, text, today) if check else (text, None)


def as_number(text: str) -> int | float | str:
    """What a condition compares of an answer of a number's kind; the text itself where it is none."""
    if not DECIMAL.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def people_of(answer: str) -> tuple[tuple[str, str, str], ...]:
    """The rows of a ``people`` answer: name, citizen number, relation; a part that is missing is empty."""
    rows = []
    for line in answer.splitlines():
        name, number, relation = (*(part.strip() for part in line.split("|", 2)), "", "")[:ROW_PARTS]
        if name or number or relation:
            rows.append((name, number, relation))
    return tuple(rows)


def _fault(question: Question, code: str, params: Mapping[str, Any] | None = None) -> FieldFault:
    return FieldFault(f"answers.{question.code}", code, params or {})


def _identifier(read: Callable[[str, date], str]) -> Callable[[Question, str, date], Checked]:
    def check(question: Question, text: str, today: date) -> Checked:
        try:
            return read(text, today), None
        except IdentifierFault as fault:
            return text, _fault(question, f"{question.kind}_{fault.code}", fault.params)

    return check


def _option(question: Question, text: str, today: date) -> Checked:
    allowed = {"yes", "no"} if question.kind == "yes_no" else {option.code for option in question.options}
    return text, None if text in allowed else _fault(question, "not_an_option")


def _number(question: Question, text: str, today: date) -> Checked:
    plain = SPACES.sub("", text.translate(FULL_WIDTH)) if text[:1] != "-" else text
    plain = plain.replace(",", "")
    if not (INTEGER if question.kind == "integer" else DECIMAL).fullmatch(plain):
        return text, _fault(question, f"not_{'an_integer' if question.kind == 'integer' else 'a_number'}")
    value = Decimal(plain)
    if question.minimum is not None and value < Decimal(str(question.minimum)):
        return text, _fault(question, "too_small", {"least": _plain(Decimal(str(question.minimum)))})
    if question.maximum is not None and value > Decimal(str(question.maximum)):
        return text, _fault(question, "too_large", {"most": _plain(Decimal(str(question.maximum)))})
    if question.minimum is None and value < 0:
        return text, _fault(question, "too_small", {"least": "0"})
    return _plain(value), None


def _plain(value: Decimal) -> str:
    """``1500.50`` → ``1500.5``, ``007`` → ``7``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(question: Question, text: str, today: date) -> Checked:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text, _fault(question, "date_not_real", {"value": text})
    if question.date_range == "past" and day > today:
        return text, _fault(question, "date_in_future")
    if question.date_range == "future" and day < today:
        return text, _fault(question, "date_in_past")
    return day.isoformat(), None


def _bank_account(question: Question, text: str, today: date) -> Checked:
    plain = SPACES.sub("", text.translate(FULL_WIDTH))
    if not plain.isascii() or not plain.isdigit():
        return text, _fault(question, "bank_account_character")
    if not ACCOUNT.fullmatch(plain):
        return text, _fault(question, "bank_account_length")
    return plain, None


def _people(question: Question, text: str, today: date) -> Checked:
    rows, numbers = [], set()
    for row, (name, number, relation) in enumerate(people_of(text), start=1):
        if not (name and number and relation):
            return text, _fault(question, "people_row_incomplete", {"row": row})
        if len(name) > NAME_LENGTH or any(c.isdigit() or ord(c) < 32 for c in name):
            return text, _fault(question, "people_row_name", {"row": row})
        if len(relation) > RELATION_LENGTH or "|" in relation:
            return text, _fault(question, "people_row_relation", {"row": row})
        try:
            number = check_citizen_number(number, today).number
        except IdentifierFault:
            return text, _fault(question, "people_row_number", {"row": row})
        if number in numbers:
            return text, _fault(question, "people_row_twice", {"row": row})
        numbers.add(number)
        rows.append(f"{name}|{number}|{relation}")
    if len(rows) > MOST_PEOPLE:
        return text, _fault(question, "people_too_many", {"most": MOST_PEOPLE})
    return "\n".join(rows), None


_CHECKS: Mapping[str, Callable[[Question, str, date], Checked]] = {
    "choice": _option,
    "yes_no": _option,
    "village": _option,
    "citizen_number": _identifier(lambda text, today: check_citizen_number(text, today).number),
    "phone": _identifier(lambda text, today: check_phone(text).number),
    "credit_code": _identifier(lambda text, today: check_credit_code(text).code),
    "date": _date,
    "integer": _number,
    "amount": _number,
    "area": _number,
    "bank_account": _bank_account,
    "people": _people,
}

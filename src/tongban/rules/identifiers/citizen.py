"""The citizen number (GB 11643): 18 characters, or the 15 digits of before 1999."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tongban.rules.identifiers.typed_text import (
    DASHES,
    IdentifierFault,
    require_characters,
    require_check,
    require_length,
    tidy,
)

KIND = "citizen_number"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
DIGITS = "0123456789"

# GB/T 2260 provinces; 81–83 stand on residence permits for Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
FOREIGN_RESIDENT = "9"
"""First digit of a foreign permanent resident's number; the province follows it."""

# In 15-digit numbers these orders were kept for people born before 1900.
BORN_BEFORE_1900 = frozenset({"996", "997", "998", "999"})


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A sound citizen number.

    Args:
        number: always 18 characters.
        birth_date: as the number says.
        sex: ``male`` or ``female``, from the 17th digit.
        area: the six digits of first registration, not of today's residence.
        was_15_digits: whether an old number was converted.
    """

    number: str
    birth_date: date
    sex: Literal["male", "female"]
    area: str
    was_15_digits: bool = False


def check_citizen_number(text: str, today: date | None = None) -> CitizenNumber:
    """Read a citizen number.

    Args:
        text: as typed.
        today: a birth date after it is refused; without it no date is in the future.

    Raises:
        IdentifierFault: ``empty``, ``length``, ``character`` (position, found), ``area`` (found), ``date_not_real``
            (found), ``date_in_future`` (found), ``check_digit`` (expected, found).
    """
    number = tidy(KIND, text, remove=DASHES)
    require_length(KIND, number, (15, 18))
    old = len(number) == 15
    require_characters(KIND, number if old else number[:17], DIGITS)
    if old:
        century = "18" if number[12:] in BORN_BEFORE_1900 else "19"
        body = number[:6] + century + number[6:]
    else:
        require_characters(KIND, number[17], DIGITS + "X", offset=17)
        body = number[:17]
    _require_area(body)
    born = _birth_date(body[6:14], today)
    check = citizen_check_digit(body)
    if not old:
        require_check(KIND, check, number[17])
    return CitizenNumber(body + check, born, "male" if int(body[16]) % 2 else "female", body[:6], old)


def citizen_check_digit(body: str) -> str:
    """The 18th character of 17 digits (GB 11643, weights modulo 11)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return CHECKS[total % 11]


def _require_area(body: str) -> None:
    province = body[1:3] if body[0] == FOREIGN_RESIDENT else body[:2]
    if province not in PROVINCES:
        raise IdentifierFault(KIND, "area", found=body[:6])


def _birth_date(digits: str, today: date | None) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentifierFault(KIND, "date_not_real", found=digits) from None
    if today is not None and born > today:
        raise IdentifierFault(KIND, "date_in_future", found=digits)
    return born

"""Codes of items: basic (12), implementation (31), handling (33), or a local code of up to 50."""

from dataclasses import dataclass
from typing import Literal

from tongban.rules.identifiers.organization import check_credit_code
from tongban.rules.identifiers.typed_text import (
    IdentifierFault,
    require_characters,
    require_length,
    tidy,
)

KIND = "item_code"
BASIC, IMPLEMENTATION, HANDLING, LOCAL_LONGEST = 12, 31, 33, 50
DIGITS = "0123456789"
LETTERS_AND_DIGITS = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEVELS = "1234567"
"""行使层级 (GB/T 39046 annex A): 1 nation … 4 county, 5 township, 6 village, 7 shared by levels."""


@dataclass(frozen=True, slots=True)
class ItemCode:
    """A sound item code.

    Args:
        code: as stored.
        kind: which composition it has.
        body: credit code of the implementing body; empty for basic and local codes.
        level: 行使层级, empty likewise.
        basic: the 12-character basic code; empty for local codes.
        item_type: 事项类型, two digits of the basic code, 01 行政许可; empty for local codes.
    """

    code: str
    kind: Literal["basic", "implementation", "handling", "local"]
    body: str = ""
    level: str = ""
    basic: str = ""
    item_type: str = ""


def check_item_code(text: str, *, local: bool = False) -> ItemCode:
    """Read an item code.

    Args:
        text: as typed.
        local: accept a place's own code, letters, digits, ``-``, ``_`` and ``.``, of up to 50 characters.

    Raises:
        IdentifierFault: ``empty``, ``length``, ``character`` (position, found), ``level`` (found), and ``body_code``
            (reason) when the implementing body's credit code inside it is wrong.
    """
    code = tidy(KIND, text)
    if local:
        if len(code) > LOCAL_LONGEST:
            raise IdentifierFault(KIND, "length", expected=[LOCAL_LONGEST], found=len(code))
        require_characters(KIND, code, LETTERS_AND_DIGITS + "-_.")
        return ItemCode(code, "local")
    require_length(KIND, code, (BASIC, IMPLEMENTATION, HANDLING))
    require_characters(KIND, code, LETTERS_AND_DIGITS)
    if len(code) == BASIC:
        _require_basic(code, 0)
        return ItemCode(code, "basic", basic=code, item_type=code[2:4])
    body, level, basic = code[:18], code[18], code[19:31]
    try:
        check_credit_code(body)
    except IdentifierFault as fault:
        raise IdentifierFault(KIND, "body_code", reason=fault.code, **fault.params) from fault
    if level not in LEVELS:
        raise IdentifierFault(KIND, "level", found=level)
    _require_basic(basic, 19)
    kind: Literal["implementation", "handling"] = (
        "implementation" if len(code) == IMPLEMENTATION else "handling"
    )
    return ItemCode(code, kind, body, level, basic, basic[2:4])


def _require_basic(basic: str, offset: int) -> None:
    # Area 2 + type 2 are digits everywhere; department, main and sub item hold letters in some provinces.
    require_characters(KIND, basic[:4], DIGITS, offset=offset)

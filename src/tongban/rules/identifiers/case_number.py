"""Case numbers (办件编号): a body's own composition, ending in a check character (ISO 7064 MOD 37,36).

The exchange standard gives them up to 50 letters and digits and no composition of its own.
"""

from tongban.rules.identifiers.iso7064 import ALPHABET, mod_37_36
from tongban.rules.identifiers.typed_text import (
    DASHES,
    IdentifierFault,
    require_characters,
    require_check,
    tidy,
)

KIND = "case_number"
LONGEST = 50
SHORTEST = 2
GROUP = 4


def with_check_character(body: str) -> str:
    """A case number from its body.

    Raises:
        IdentifierFault: ``empty``, ``length`` (expected: at most, found), ``character`` (position, found).
    """
    number = tidy(KIND, body, remove=DASHES)
    if len(number) >= LONGEST:
        raise IdentifierFault(KIND, "length", expected=[LONGEST - 1], found=len(number))
    require_characters(KIND, number, ALPHABET)
    return number + mod_37_36(number)


def check_case_number(text: str) -> str:
    """Read a case number as typed or scanned, dashes and spaces included; gives it plain.

    Raises:
        IdentifierFault: ``empty``, ``length``, ``character`` (position, found), ``check_digit`` (expected, found).
    """
    number = tidy(KIND, text, remove=DASHES)
    if not SHORTEST <= len(number) <= LONGEST:
        raise IdentifierFault(KIND, "length", expected=[SHORTEST, LONGEST], found=len(number))
    require_characters(KIND, number, ALPHABET)
    require_check(KIND, mod_37_36(number[:-1]), number[-1])
    return number


def group_case_number(number: str) -> str:
    """Fours with spaces between, to be read aloud and copied; ``check_case_number`` takes it back."""
    plain = tidy(KIND, number, remove=DASHES)
    return " ".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))

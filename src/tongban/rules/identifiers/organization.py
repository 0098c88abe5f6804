"""Codes of organizations: the unified social credit code (GB 32100) and the organization code (GB 11714)."""

from dataclasses import dataclass

from tongban.rules.identifiers.typed_text import (
    DASHES,
    require_characters,
    require_check,
    require_length,
    tidy,
)

CREDIT = "credit_code"
ORGANIZATION = "organization_code"

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capitals without I, O, S, V and Z."""
CREDIT_VALUES = {mark: value for value, mark in enumerate(CREDIT_ALPHABET)}
CREDIT_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))

ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A sound unified social credit code.

    Args:
        code: 18 characters.
        registrar: first character, the department that registers (1 staffing, 5 civil affairs, 9 market, …).
        category: second character, the kind of organization within it.
        area: six digits of the place of registration.
        organization_code: characters 9 to 17.
    """

    code: str
    registrar: str
    category: str
    area: str
    organization_code: str


def check_credit_code(text: str) -> CreditCode:
    """Read a unified social credit code.

    Raises:
        IdentifierFault: ``empty``, ``length``, ``character`` (position, found), ``check_digit`` (expected, found).
    """
    code = tidy(CREDIT, text, remove=DASHES)
    require_length(CREDIT, code, (18,))
    require_characters(CREDIT, code, CREDIT_ALPHABET)
    require_characters(CREDIT, code[2:8], "0123456789", offset=2)
    require_check(CREDIT, credit_check_character(code[:17]), code[17])
    return CreditCode(code, code[0], code[1], code[2:8], code[8:17])


def credit_check_character(body: str) -> str:
    """The 18th character of 17 (GB 32100, powers of 3 modulo 31)."""
    total = sum(weight * CREDIT_VALUES[mark] for weight, mark in zip(CREDIT_WEIGHTS, body, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def check_organization_code(text: str) -> str:
    """Read an organization code; gives it as 9 characters without its dash.

    Raises:
        IdentifierFault: ``empty``, ``length``, ``character`` (position, found), ``check_digit`` (expected, found).
    """
    code = tidy(ORGANIZATION, text, remove=DASHES)
    require_length(ORGANIZATION, code, (9,))
    require_characters(ORGANIZATION, code, ORGANIZATION_ALPHABET)
    require_check(ORGANIZATION, organization_check_character(code[:8]), code[8])
    return code


def organization_check_character(body: str) -> str:
    """The 9th character of 8 (GB 11714, modulo 11)."""
    total = sum(
        weight * ORGANIZATION_ALPHABET.index(mark)
        for weight, mark in zip(ORGANIZATION_WEIGHTS, body, strict=True)
    )
    return "0123456789X"[-total % 11]

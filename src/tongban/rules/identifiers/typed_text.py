"""Text as people type it: full-width digits, spaces, small letters; and how an identifier is refused."""

import unicodedata
from collections.abc import Container, Iterable
from typing import Any

from tongban.rules.faults import RuleFault

DASHES = "-‐‑‒–—―−－"


class IdentifierFault(RuleFault):
    """An identifier that cannot be right, and why.

    Args:
        identifier: which kind, such as ``citizen_number``.
        code: ``empty``, ``length``, ``character``, ``area``, ``date_not_real``, ``date_in_future``, ``check_digit``
            and others that each check names.
        params: what a face needs to say it, such as ``position`` (counted from 1), ``expected``, ``found``.
    """

    def __init__(self, identifier: str, code: str, **params: Any) -> None:
        super().__init__(code, **params)
        self.identifier = identifier


def tidy(identifier: str, text: str, *, remove: str = "") -> str:
    """Full width to half width, capitals, no spaces and none of the characters in ``remove``.

    Raises:
        IdentifierFault: ``empty`` when nothing is left.
    """
    half_width = unicodedata.normalize("NFKC", text)
    kept = "".join(mark for mark in half_width if not mark.isspace() and mark not in remove).upper()
    if not kept:
        raise IdentifierFault(identifier, "empty")
    return kept


def require_length(identifier: str, text: str, lengths: Iterable[int]) -> None:
    """Raises:
    IdentifierFault: ``length`` with ``expected`` (a list) and ``found``.
    """
    expected = sorted(lengths)
    if len(text) not in expected:
        raise IdentifierFault(identifier, "length", expected=expected, found=len(text))


def require_characters(identifier: str, text: str, allowed: Container[str], offset: int = 0) -> None:
    """Raises:
    IdentifierFault: ``character`` with the first wrong ``found`` and its ``position``, counted from 1.
    """
    for position, mark in enumerate(text, start=offset + 1):
        if mark not in allowed:
            raise IdentifierFault(identifier, "character", position=position, found=mark)


def require_check(identifier: str, expected: str, found: str) -> None:
    """Raises:
    IdentifierFault: ``check_digit`` with ``expected`` and ``found``.
    """
    if expected != found:
        raise IdentifierFault(identifier, "check_digit", expected=expected, found=found)

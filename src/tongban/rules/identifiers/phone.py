"""Phone numbers of the mainland: a mobile, or a landline with its area code (the public numbering plan)."""

import re
from dataclasses import dataclass
from typing import Literal

from tongban.rules.identifiers.typed_text import DASHES, IdentifierFault, tidy

KIND = "phone"
PUNCTUATION = DASHES + "()."
COUNTRY = re.compile(r"(?:\+|00)86")
MOBILE = re.compile(r"1[3-9]\d{9}")
# 010 and 02x are three digits, the others four; a subscriber's number never starts with 0 or 1.
LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7})")
EXTENSION = re.compile(r"(?:转|EXT\.?|X|#)(\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number that can exist.

    Args:
        number: digits to dial within the country, area code included, extension not.
        kind: ``mobile`` or ``landline``.
        area_code: such as 0951; empty for mobiles.
        extension: digits after 转; empty without one.
    """

    number: str
    kind: Literal["mobile", "landline"]
    area_code: str = ""
    extension: str = ""


def check_phone(text: str) -> Phone:
    """Read a phone number.

    Raises:
        IdentifierFault: ``empty``, ``character`` (position, found), ``length`` (expected, found), ``mobile_prefix``
            (found), ``area_code_missing``, ``area_code`` (found), ``subscriber`` (found).
    """
    typed = tidy(KIND, text, remove=PUNCTUATION)
    extension = EXTENSION.search(typed)
    number = typed[: extension.start()] if extension else typed
    country = COUNTRY.match(number)
    dialled = number[country.end() :] if country else number
    for position, mark in enumerate(dialled, start=len(number) - len(dialled) + 1):
        if mark not in "0123456789":
            raise IdentifierFault(KIND, "character", position=position, found=mark)
    if country and dialled[:1] not in ("0", "1"):
        dialled = "0" + dialled
    elif country and dialled.startswith("10"):
        # +86 10 … is Peking without its 0; no mobile starts with 10.
        dialled = "0" + dialled
    landline = LANDLINE.fullmatch(dialled)
    if landline:
        digits = extension.group(1) if extension else ""
        return Phone(dialled, "landline", landline.group(1), digits)
    if MOBILE.fullmatch(dialled) and not extension:
        return Phone(dialled, "mobile")
    raise _refusal(dialled, bool(extension))


def _refusal(dialled: str, has_extension: bool) -> IdentifierFault:
    if dialled.startswith("1"):
        if len(dialled) != 11:
            return IdentifierFault(KIND, "length", expected=[11], found=len(dialled))
        if has_extension:
            return IdentifierFault(KIND, "mobile_with_extension")
        return IdentifierFault(KIND, "mobile_prefix", found=dialled[:2])
    if not dialled.startswith("0"):
        if len(dialled) in (7, 8):
            return IdentifierFault(KIND, "area_code_missing")
        return IdentifierFault(KIND, "length", expected=[11], found=len(dialled))
    if dialled.startswith("01") and not dialled.startswith("010"):
        return IdentifierFault(KIND, "area_code", found=dialled[:3])
    code_length = 3 if dialled[1:2] in ("1", "2") else 4
    subscriber = dialled[code_length:]
    if len(subscriber) not in (7, 8):
        lengths = [code_length + 7, code_length + 8]
        return IdentifierFault(KIND, "length", expected=lengths, found=len(dialled))
    if dialled.startswith("00"):
        return IdentifierFault(KIND, "area_code", found=dialled[:code_length])
    return IdentifierFault(KIND, "subscriber", found=subscriber)

"""Places in a law as people read them: 第二十条第一款, art. 20, para. 1."""

import re

from django.utils.translation import get_language

_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_PARTS = {"条": "art.", "款": "para.", "项": "item"}
_PART = re.compile(f"第?[（(]?([{_DIGITS}{''.join(_TENS)}]+)[）)]?([{''.join(_PARTS)}])")


def article(cited: str) -> str:
    """A place in a law in the reader's language.

    Args:
        cited: as Chinese law writes it, ``第二十条第一款第（三）项``. What is written otherwise stays as it is.
    """
    if not (get_language() or "").startswith("en") or not re.fullmatch(f"(?:{_PART.pattern})+", cited):
        return cited
    return ", ".join(f"{_PARTS[kind]} {_number(numeral)}" for numeral, kind in _PART.findall(cited))


def _number(numeral: str) -> int:
    """A numeral below ten thousand: 一百零八 is 108, 十二 is 12."""
    total, digit = 0, 0
    for character in numeral:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit

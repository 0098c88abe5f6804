"""Places in a law as people read them: 第二十条第一款, art. 20, para. 1."""

import re

_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_PARTS = {"部分": "part", "条": "art.", "款": "para.", "项": "item"}
_PART = re.compile(f"第?[（(]?([{_DIGITS}{''.join(_TENS)}]+)[）)]?({'|'.join(_PARTS)})")
_JOINTS = {"、": ", ", "；": "; ", "至": " to ", "和": " and ", "及": " and "}
_HEADING = re.compile("（[^）]*）$")  # what the part is about, which its number says too


def cited_in(cited: str, language: str) -> str:
    """A place in a law in a language.

    Args:
        cited: as Chinese law writes it, ``第二十条第一款第（三）项`` or ``第三条、第五条至第七条``; what is written
            otherwise stays as it is.
        language: ``en…``, or anything else for Chinese.
    """
    if not language.startswith("en"):
        return cited
    pieces = re.split(f"([{''.join(_JOINTS)}])", _HEADING.sub("", cited))
    if not all(re.fullmatch(f"(?:{_PART.pattern})+", place) for place in pieces[::2]):
        return cited
    return "".join(
        _JOINTS[piece]
        if piece in _JOINTS
        else ", ".join(f"{_PARTS[kind]} {numeral(told)}" for told, kind in _PART.findall(piece))
        for piece in pieces
    )


def numeral(told: str) -> int:
    """A numeral below ten thousand: 一百零八 and 108 are 108, 十二 is 12."""
    if told.isdecimal():
        return int(told)
    total, digit = 0, 0
    for character in told:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        elif character.isdecimal():
            digit = digit * 10 + int(character)
        else:
            digit = _DIGITS.index(character.replace("〇", "零"))
    return total + digit

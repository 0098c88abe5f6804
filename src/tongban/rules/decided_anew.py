"""重作: what an order that sets a decision aside still leaves to the body, and what it does not.

Source: 行政诉讼法 art. 71 (whoever is ordered to act anew may not act essentially the same on the same facts and
reasons), 行政复议法 art. 64 (the same after a reconsideration; both 待核对: from memory).  An order is carried out once.  Where
only the procedure was wrong the law lets the same decision stand; its reasons then tell how the procedure was made good,
so that they are other reasons.

A court's paper has a case number (最高人民法院 关于人民法院案件案号的若干规定, 2016: year, court, kind, 号), any other the number of an
official document (GB/T 9704—2012, 7.2.5: 机关代字, 年份, 发文顺序号).
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher

JUDGMENT = "judgment"
_HAN = "[\u4e00-\u9fff]"
_YEAR = "[〔\\[(【]([0-9]{4})[〕\\])】]"
_DOCUMENT = re.compile(f"({_HAN}{{1,20}}?)字?{_YEAR}({_HAN}{{0,6}}?)第?0*([1-9][0-9]{{0,5}})号")
_CASE = re.compile(f"{_YEAR}({_HAN}{{1,4}}[0-9]{{0,6}}{_HAN}{{1,6}}?)(?:字)?第?0*([1-9][0-9]{{0,5}})号")
FIRST_YEAR = 1990  # 行政诉讼法 came into force: before it no court and nobody else ordered so
SAME = 0.9  # of the characters of both: what differs less is the same reason


def may_redo(outcome: str, accepted: bool) -> bool:
    """Whether what ended so is decided anew: a decision, or an end (终止) of what had been accepted."""
    return outcome in ("granted", "refused") or (outcome == "terminated" and accepted)


def may_reopen(outcome: str, accepted: bool) -> bool:
    """Whether what ended so is looked at again from its intake check: declined, or ended before it was accepted."""
    return outcome == "declined" or (outcome == "terminated" and not accepted)


def why_no_order_number(
    number: str, ground: str, order_of: date | None, decided_on: date | None = None
) -> str:
    """A code that says why no order has this number; empty where one may.

    Args:
        number: as written, 永政复决字〔2026〕7号, of a judgment （2026）宁01行初7号.
        ground: ``judgment``, or anything else for an authority's order.
        order_of: its day, where that is known.
        decided_on: the day of what it sets aside, where that is known.

    Returns:
        ``order_number_shape``; ``order_number_year``: of a year after the order's own, or before what it sets aside.
    """
    parts = _parts(number, (_CASE,) if ground == JUDGMENT else (_DOCUMENT,))
    if parts is None:
        return "order_number_shape"
    last = order_of.year if order_of else FIRST_YEAR + 1000
    first = decided_on.year if decided_on else FIRST_YEAR
    return "" if first <= int(parts[1]) <= last else "order_number_year"


def names_an_order(text: str) -> bool:
    """Whether the number of a document or of a case stands somewhere in a text."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return any(shape.search(plain) for shape in (_CASE, _DOCUMENT))


def why_not_of_the_ground(ordered_by: str, ground: str) -> str:
    """``order_of_no_court``: a judgment is a court's; ``order_of_a_court``: and nothing else is one."""
    court = _plain(re.sub(r"[(（][^()（）]*[)）]", "", ordered_by)).endswith("法院")
    if ground == JUDGMENT:
        return "" if court else "order_of_no_court"
    return "order_of_a_court" if court else ""


def order_executed(number: str, former: Iterable[str]) -> bool:
    """Whether an order was carried out already: its number alone says so, however the body was called or it was spelled.

    Args:
        former: by which document, of each decision that was set aside before.
    """
    return any(_same_order(number, one) for one in former)


def _same_order(one: str, other: str) -> bool:
    """Of a document 永宁县政 is also 永政: of the same year and number, one's words stand in order in the other's."""
    told, before = _same_number(one), _same_number(other)
    if told == before:
        return bool(told)
    documents = [_parts(number, (_DOCUMENT,)) for number in (one, other)]
    if None in documents or told[1:] != before[1:]:
        return False
    short, long = sorted((told[0], before[0]), key=len)
    rest = iter(long)
    return short[0] == long[0] and all(c in rest for c in short)


def _same_number(number: str) -> tuple[str, ...]:
    """What two spellings of a number have in common: brackets, 字, 第, 号, blanks and full-width figures apart."""
    if (parts := _parts(number, (_CASE, _DOCUMENT))) is not None:
        return parts
    plain = re.sub("[字第号]", "", _plain(number))
    return (plain,) if plain else ()


def _parts(number: str, shapes: Iterable[re.Pattern[str]]) -> tuple[str, str, str] | None:
    """Words, year and serial number; None where it is of none of the shapes."""
    plain = "".join(unicodedata.normalize("NFKC", number).split())
    for shape in shapes:
        if found := shape.fullmatch(plain):
            *told, serial = found.groups()
            words = "".join(one for one in told if not re.fullmatch("[0-9]{4}", one))
            year = next(one for one in told if re.fullmatch("[0-9]{4}", one))
            return words, year, serial
    return None


def same_again(reason: str, former: Iterable[str]) -> bool:
    """Whether a reason is one that was set aside before, signs and spaces apart."""
    told = _plain(reason)
    return any(_same(told, _plain(one)) for one in former)


def _same(one: str, other: str) -> bool:
    return bool(one and other) and SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")

"""更正: whether a correction of a decision stays a correction of its writing.

A slip of writing is one that anybody sees from the file itself: what it should read is on file already, and what stood is
nowhere there.  Whoever changes what was decided revokes it or decides anew (行政许可法 art. 8, 69: a granted licence is
not changed at will).  Where a change cannot be held against the file, it is none of writing.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

# words that decide, deny, oblige or bound: their order never changes
_WEIGHTY = re.compile(
    "准予|予以|批准|同意|撤销|驳回|终止|应当|必须|可以|以上|以下|以内|以外|之前|之后|[不未无没非否免禁勿莫准予]"
)
_NUMERALS = "零〇○一二三四五六七八九十百千万亿两半廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{_NUMERALS}]+")
_THOUSANDS = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3})")
_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
LEAST_WORD = 2  # characters; one alone stands everywhere
LEAST_VALUE = (
    8  # characters of a value that is more than a bare amount: a number of identity, an address, a citation
)
ALIKE = 0.5  # of what stood, at least so much stays: a slip is near to what is right


@dataclass(frozen=True)
class OnFile:
    """What a file says without the decision's own reasons.

    Args:
        values: whole values: names, numbers of identity, answers, days as they are printed, citations.
        texts: the item's own words.
    """

    values: Collection[str]
    texts: Collection[str] = ()


def why_not_clerical(stood: str, reads: str, on_file: OnFile) -> str:
    """A code that says why this is no correction of writing; empty where it is one.

    Args:
        stood: the words as they stand in the decision.
        reads: the words as they should read.

    Returns:
        ``correction_changes_nothing``; ``correction_changes_the_outcome``: a word that decides, denies or bounds;
        ``correction_was_right``: what stood is on file as it stood; ``correction_not_on_file``: what it should read is
        not; ``correction_changes_an_amount``: a number, an amount, a count or a day that is not on file as a whole, or a
        day that can be one; ``correction_another_word``: nothing like what stood, or another value on file is as near.
    """
    stood, reads = _plain(stood), _plain(reads)
    if stood == reads:
        return "correction_changes_nothing"
    if _WEIGHTY.findall(stood) != _WEIGHTY.findall(reads):
        return "correction_changes_the_outcome"
    values = {_plain(value) for value in on_file.values} - {""}
    texts = {_plain(text) for text in on_file.texts}
    if len(stood) < LEAST_WORD or any(stood in text for text in values | texts):
        return "correction_was_right"
    if _numbers(stood) != _numbers(reads):
        if reads not in values or _bare(reads) or _days_that_can_be(stood):
            return "correction_changes_an_amount"
    elif len(reads) < LEAST_WORD or not any(reads in text for text in values | texts):
        return "correction_not_on_file"
    near = _alike(stood, reads)
    others = values - {reads} if reads in values else set()
    if near < ALIKE or any(len(one) == len(reads) and _alike(stood, one) >= near for one in others):
        return "correction_another_word"
    return ""


def still_as_written(words: str, texts: Collection[str], corrected: Collection[tuple[str, str]]) -> bool:
    """Whether words still stand as they were written: what was put right reads otherwise now.

    Args:
        texts: of the decision as it was issued.
        corrected: of every correction before: what stood, what it reads.
    """
    plain = _plain(words)
    left = [_plain(text) for text in texts]
    for stood, _ in corrected:
        left = [text.replace(_plain(stood), "\0") for text in left]
    return bool(plain) and any(plain in text for text in left)


def _plain(text: str) -> str:
    """Without spaces, in one width, figures without thousands' signs."""
    return _THOUSANDS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _bare(value: str) -> bool:
    """Whether a value is little more than a number: what was asked for is not what was granted."""
    return len(value) < LEAST_VALUE and len(_NUMBER.sub("", value)) < LEAST_WORD


def _days_that_can_be(text: str) -> bool:
    """Whether a day is named that the calendar has: nobody sees from the file that another was meant."""
    for year, month, number in _DAY.findall(text):
        try:
            date(int(year), int(month), int(number))
        except ValueError:
            continue
        return True
    return False


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()

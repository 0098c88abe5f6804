"""重作: what an order that sets a decision aside still leaves to the body, and what it does not.

Source: 行政诉讼法 art. 71 (whoever is ordered to act anew may not act essentially the same on the same facts and
reasons), 行政复议法 art. 64 (the same after a reconsideration; both 待核对: from memory).  An order is carried out once.  Where
only the procedure was wrong the law lets the same decision stand; its reasons then tell how the procedure was made good,
so that they are other reasons.
"""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

SAME = 0.9  # of the characters of both: what differs less is the same reason


def may_redo(outcome: str, accepted: bool) -> bool:
    """Whether what ended so is decided anew: a decision, or an end (终止) of what had been accepted."""
    return outcome in ("granted", "refused") or (outcome == "terminated" and accepted)


def may_reopen(outcome: str, accepted: bool, asked: bool) -> bool:
    """Whether what ended so is looked at again from its intake check: declined, or ended before it was accepted.

    Args:
        asked: a correction notice still waits for its answer; what ended meanwhile is applied for anew.
    """
    return outcome == "declined" or (outcome == "terminated" and not accepted and not asked)


def order_executed(ordered_by: str, number: str, former: Iterable[tuple[str, str]]) -> bool:
    """Whether an order was carried out already.

    Args:
        former: who ordered by which document, of each decision that was set aside before.
    """
    told = (_plain(ordered_by), _plain(number))
    return bool(told[1]) and told in {(_plain(by), _plain(of)) for by, of in former}


def same_again(reason: str, former: Iterable[str]) -> bool:
    """Whether a reason is one that was set aside before, signs and spaces apart."""
    told = _plain(reason)
    return any(_same(told, _plain(one)) for one in former)


def _same(one: str, other: str) -> bool:
    return bool(one and other) and SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")

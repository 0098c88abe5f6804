"""更正: whether a correction of a decision stays a correction of its writing.

A body may put right slips of writing and reckoning in its own decision; whoever changes what was decided revokes it
or decides anew (行政许可法 art. 8, 69: a granted licence is not changed at will).  A machine sees no intention; it
refuses what certainly changes the outcome or an amount.
"""

import re

OUTCOME_WORDS = (
    "不予批准",
    "不予确认",
    "不予许可",
    "不予受理",
    "不予",
    "不同意",
    "不准",
    "准予",
    "批准",
    "同意",
    "撤销",
    "驳回",
)
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(万元|元|平方米|平米|㎡|亩|公顷|％|%)")


def _outcome(text: str) -> tuple[str, ...]:
    """The words of outcome, longest first, each taken once where it stands."""
    return tuple(re.findall("|".join(OUTCOME_WORDS), text))


def _amounts(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_AMOUNT.findall(text.replace(",", "").replace("，", "")))


def why_not_clerical(stood: str, reads: str) -> str:
    """A code that says why this is no correction of writing; empty where it may be one.

    Args:
        stood: the words as they stand in the decision.
        reads: the words as they should read.

    Returns:
        ``correction_changes_nothing``, ``correction_changes_the_outcome``, ``correction_changes_an_amount``.
    """
    stood, reads = stood.strip(), reads.strip()
    if stood == reads:
        return "correction_changes_nothing"
    if _outcome(stood) != _outcome(reads):
        return "correction_changes_the_outcome"
    if _amounts(stood) != _amounts(reads):
        return "correction_changes_an_amount"
    return ""

"""Fees: only a line of the item's published list, for these answers, its amount times the units; anything else is none.

Source: 行政许可法 art. 58 (no fee but by law or administrative regulation), 59 (by the published items and rates);
收缴分离: the counter takes no money, it writes down the number of the receipt (财政票据) of what was paid elsewhere.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.rules import conditions

MOST_UNITS = 999
_RECEIPT = re.compile(r"[0-9A-Za-z]{6,40}", re.ASCII)


@dataclass(frozen=True)
class FeeLine:
    """One line of a published list.

    Args:
        code: its own.
        amount: yuan for one unit, as a decimal text.
        needed_if: the condition over the answers; None: always.
        paid_before: ``decision`` or ``delivery``, where the matter waits for it; empty: it does not.
    """

    code: str
    amount: str
    needed_if: Mapping[str, Any] | None = None
    paid_before: str = ""


def lines_that_apply(lines: Sequence[FeeLine], answers: Mapping[str, Any]) -> tuple[FeeLine, ...]:
    """Which lines these answers bring about, in the list's order."""
    return tuple(
        line for line in lines if line.needed_if is None or conditions.evaluate(line.needed_if, answers)
    )


def amount_in_fen(amount: str, units: int) -> int:
    """What a line comes to.

    Args:
        amount: yuan for one unit, with at most two decimals.
        units: how many units, at least one.

    Raises:
        ValueError: no sound amount, or no sound number of units.
    """
    fen = Decimal(amount) * 100
    if fen != fen.to_integral_value() or fen < 0 or not 1 <= units <= MOST_UNITS:
        raise ValueError((amount, units))
    return int(fen) * units


def why_not_charged(
    code: str,
    units: int,
    lines: Sequence[FeeLine],
    answers: Mapping[str, Any],
    paid: Collection[str],
) -> str:
    """A code that says why this cannot be entered as a fee; empty where it can.

    ``not_a_fee_line``: it does not stand in the published list; ``fee_not_asked``: not for these answers;
    ``fee_paid_already``; ``fee_units``; ``fee_of_nothing``: the line charges nothing.

    Args:
        code: the line's.
        units: how many units.
        paid: codes of the lines that are paid and not reversed.
    """
    line = next((one for one in lines if one.code == code), None)
    if line is None:
        return "not_a_fee_line"
    if line not in lines_that_apply(lines, answers):
        return "fee_not_asked"
    if code in paid:
        return "fee_paid_already"
    if not 1 <= units <= MOST_UNITS:
        return "fee_units"
    return "" if amount_in_fen(line.amount, units) else "fee_of_nothing"


def waits_for(
    act: str, lines: Sequence[FeeLine], answers: Mapping[str, Any], paid: Collection[str]
) -> tuple[str, ...]:
    """The lines for whose payment an act waits, by their own word; most lines wait for nothing.

    Args:
        act: ``decide`` or ``deliver``.
    """
    before = {"decide": ("decision",), "deliver": ("decision", "delivery")}[act]
    return tuple(
        line.code
        for line in lines_that_apply(lines, answers)
        if line.paid_before in before and line.code not in paid
    )


def sound_receipt(number: str) -> str:
    """The number of a receipt as it is kept: figures and letters, without blanks and dashes; empty where it is none."""
    plain = re.sub(r"[\s\-]", "", number).upper()
    return plain if _RECEIPT.fullmatch(plain) else ""

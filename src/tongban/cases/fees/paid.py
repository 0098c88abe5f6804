"""What was paid in a case: its lines, and the rows of the ledger that stand."""

from tongban.cases.frame import OpenCase
from tongban.cases.models import CaseFee
from tongban.catalogue.definition import ItemDefinition
from tongban.rules.fees import FeeLine, lines_that_apply, waits_for
from tongban.rules.lifecycle import Outcome

STILL_CHARGED = frozenset({"", Outcome.GRANTED.value})
"""Outcomes with which something may still be charged: what was refused, declined or ended charges nothing."""

ENDED_UNDECIDED = frozenset(
    one.value for one in (Outcome.DECLINED, Outcome.WITHDRAWN, Outcome.DEEMED_WITHDRAWN, Outcome.TERMINATED)
)
"""Outcomes with which what was paid is given back: nothing was decided for it."""


def fee_lines(item: ItemDefinition) -> tuple[FeeLine, ...]:
    """The published list of an edition, as the rules take it."""
    return tuple(FeeLine(fee.code, fee.amount, fee.needed_if, fee.paid_before) for fee in item.fees)


def rows_of(case: OpenCase) -> list[CaseFee]:
    """The case's rows, oldest first; nothing is asked where its edition charges nothing."""
    if not case.item.definition.fees:
        return []
    return list(CaseFee.objects.filter(case_id=case.row.id).order_by("at", "id"))


def standing(rows: list[CaseFee]) -> list[CaseFee]:
    """The payments that were not given back."""
    reversed_ids = {row.reverses_id for row in rows}
    return [row for row in rows if row.reverses_id is None and row.id not in reversed_ids]


def still_to_pay(case: OpenCase) -> tuple[str, ...]:
    """The lines that apply to these answers and are not paid."""
    lines = fee_lines(case.item.definition)
    if not lines:
        return ()
    paid = {row.line for row in standing(rows_of(case))}
    return tuple(line.code for line in lines_that_apply(lines, case.content.answers) if line.code not in paid)


def waits_for_payment(case: OpenCase, act: str) -> bool:
    """Whether an act waits for a payment, by the line's own word; nothing is asked where no line says so.

    Args:
        act: ``decide`` or ``deliver``.
    """
    lines = fee_lines(case.item.definition)
    if not any(line.paid_before for line in lines) or case.state.outcome not in STILL_CHARGED:
        return False
    paid = {row.line for row in standing(rows_of(case))}
    return bool(waits_for(act, lines, case.content.answers, paid))

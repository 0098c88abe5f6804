"""The fees of a case as its pages show them: what is charged with its basis, what was paid, or why nothing is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from tongban.cases.fees.paid import ENDED_UNDECIDED, fee_lines, rows_of, standing
from tongban.cases.frame import OpenCase
from tongban.cases.models import CaseFee
from tongban.cases.sealed import open_text
from tongban.catalogue.definition import Fee, Text
from tongban.rules.fees import lines_that_apply


@dataclass(frozen=True)
class PaidFee:
    """One payment.

    Args:
        amount: yuan.
        receipt: number of the 财政票据.
        returned_on: the day it was given back; None: it stands.
        reason: why it was given back.
    """

    id: UUID
    line: str
    name: Text
    amount: Decimal
    receipt: str
    channel: str
    paid_on: date
    returned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class FeesView:
    """All of a case's fees.

    Args:
        charged: the lines that apply to these answers.
        to_pay: those of them that are not paid.
        paid: every payment, those given back too.
        no_fee_ground: why nothing is charged; None where something is.
        ended_undecided: whether the matter was withdrawn, declined or terminated.
    """

    charged: tuple[Fee, ...] = ()
    to_pay: tuple[Fee, ...] = ()
    paid: tuple[PaidFee, ...] = ()
    no_fee_ground: Text | None = None
    ended_undecided: bool = False

    @property
    def returnable(self) -> tuple[PaidFee, ...]:
        """The payments that stand."""
        return tuple(one for one in self.paid if one.returned_on is None)

    @property
    def to_give_back(self) -> tuple[PaidFee, ...]:
        """The payments that stand although the matter ended undecided."""
        return self.returnable if self.ended_undecided else ()


def fees_of(case: OpenCase) -> FeesView:
    """As this case stands."""
    item = case.item.definition
    if not item.fees:
        return FeesView(no_fee_ground=item.no_fee_ground)
    rows = rows_of(case)
    codes = {line.code for line in lines_that_apply(fee_lines(item), case.content.answers)}
    charged = tuple(fee for fee in item.fees if fee.code in codes)
    held = {row.line for row in standing(rows)}
    names = {fee.code: fee.name for fee in item.fees}
    back = {row.reverses_id: row for row in rows if row.reverses_id is not None}
    return FeesView(
        charged,
        tuple(fee for fee in charged if fee.code not in held),
        tuple(_paid(case, row, names[row.line], back.get(row.id)) for row in rows if row.reverses_id is None),
        ended_undecided=case.state.outcome in ENDED_UNDECIDED,
    )


def _paid(case: OpenCase, row: CaseFee, name: Text, back: CaseFee | None) -> PaidFee:
    return PaidFee(
        row.id,
        row.line,
        name,
        row.amount,
        row.receipt,
        row.channel,
        row.paid_on,
        back.paid_on if back else None,
        open_text(back.reason, case.vault, "case.fee") if back else "",
    )

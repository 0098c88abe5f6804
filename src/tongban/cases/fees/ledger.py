"""The ledger of fees of a site (收费台账): every payment and reversal of a month, and what each line comes to.

No person stands in it: amounts, receipts, and the numbers of those cases that its reader sees.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from tongban.cases.models import CaseFee
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_role
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.time import today

READERS = ("clerk", "approver")
MOST = 5000


@dataclass(frozen=True)
class FeeEntry:
    """One row: a payment, or with a negative amount a reversal.

    Args:
        number: of the case, where the reader sees it; else empty.
        amount: yuan.
    """

    number: str
    site: str
    item: Text
    line: Text
    amount: Decimal
    receipt: str
    channel: str
    paid_on: date
    reversal: bool


@dataclass(frozen=True)
class FeeSum:
    """What one line of one item came to; ``returned`` is how much of ``taken`` was given back."""

    site: str
    item: Text
    line: Text
    payments: int
    taken: Decimal
    returned: Decimal

    @property
    def left(self) -> Decimal:
        """What stays."""
        return self.taken - self.returned


@dataclass(frozen=True)
class FeeLedger:
    """One month."""

    month: date
    entries: tuple[FeeEntry, ...]
    sums: tuple[FeeSum, ...]
    months: tuple[date, ...]  # to choose from, the newest first

    @property
    def total(self) -> Decimal:
        """What all lines come to."""
        return sum((one.left for one in self.sums), Decimal())


def fee_ledger(actor: Actor, month: date | None = None) -> FeeLedger:
    """The ledger of a month: a clerk's own site's; of the head of a body, all its sites'.

    Args:
        month: any day of it; None: this month.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    reader = require_role(actor, *READERS, code="not_your_power")
    first = (month or today()).replace(day=1)
    own = {"site_id": reader.site_id} if reader.role == "clerk" else {"site__body_id": reader.body_id}
    every = CaseFee.objects.filter(**own)
    rows = list(
        every.filter(paid_on__gte=first, paid_on__lt=_next(first))
        .select_related("site")
        .order_by("paid_on", "at", "id")[:MOST]
    )
    entries = tuple(_entries(reader, rows))
    months = {first, today().replace(day=1)} | {
        day.replace(day=1) for day in every.dates("paid_on", "month", order="DESC")[:24]
    }
    return FeeLedger(first, entries, _sums(entries), tuple(sorted(months, reverse=True)))


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _entries(reader: Staff, rows: list[CaseFee]) -> Iterable[FeeEntry]:
    ids = {row.case_id for row in rows}
    found = visible_to(reader).filter(id__in=ids).values_list("id", "number")
    numbers: dict[UUID, str] = dict(found)
    editions = dict(CaseFee.objects.filter(case_id__in=ids).values_list("case_id", "case__item_version_id"))
    for row in rows:
        item = pinned(editions[row.case_id]).definition
        yield FeeEntry(
            numbers.get(row.case_id, ""),
            row.site.name,
            item.name,
            next(fee.name for fee in item.fees if fee.code == row.line),
            row.amount,
            row.receipt,
            row.channel,
            row.paid_on,
            row.reverses_id is not None,
        )


def _sums(entries: tuple[FeeEntry, ...]) -> tuple[FeeSum, ...]:
    groups: dict[tuple[str, str, str], list[FeeEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.site, entry.item.zh, entry.line.zh), []).append(entry)
    return tuple(
        FeeSum(
            group[0].site,
            group[0].item,
            group[0].line,
            sum(not one.reversal for one in group),
            sum((one.amount for one in group if not one.reversal), Decimal()),
            -sum((one.amount for one in group if one.reversal), Decimal()),
        )
        for _, group in sorted(groups.items())
    )

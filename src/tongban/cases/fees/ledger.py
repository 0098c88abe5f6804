"""The ledger of fees of a site (收费台账): every payment and reversal of a month, and what each line comes to.

No person stands in it: amounts, receipts, and the numbers of those cases that its reader sees.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from tongban.cases.fees.paid import ENDED_UNDECIDED
from tongban.cases.models import CaseFee
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_role
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.time import today

READERS = ("clerk", "approver")
MOST = 5000
MOST_TO_GIVE_BACK = 50


@dataclass(frozen=True)
class FeeEntry:
    """One row: a payment, or with a negative amount a reversal.

    Args:
        number: of the case, where the reader sees it; else empty.
        amount: yuan.
        to_give_back: whether it is a payment that stands although its matter was withdrawn, declined or terminated.
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
    to_give_back: bool = False


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
    """One month.

    Args:
        to_give_back: payments of whatever month that are to be given back, the oldest first.
        more_to_give_back: how many of them are not listed.
    """

    month: date
    entries: tuple[FeeEntry, ...]
    sums: tuple[FeeSum, ...]
    months: tuple[date, ...]  # to choose from, the newest first
    to_give_back: tuple[FeeEntry, ...] = ()
    more_to_give_back: int = 0

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
    of_month = every.filter(paid_on__gte=first, paid_on__lt=_next(first))
    rows = list(of_month.select_related("site").order_by("paid_on", "at", "id")[:MOST])
    entries = tuple(_entries(reader, rows))
    months = {first, today().replace(day=1)} | {
        day.replace(day=1) for day in every.dates("paid_on", "month", order="DESC")[:24]
    }
    owed = every.filter(reverses=None, fee_reversal=None, case__outcome__in=ENDED_UNDECIDED)
    oldest = list(owed.select_related("site").order_by("paid_on", "at", "id")[:MOST_TO_GIVE_BACK])
    return FeeLedger(
        first,
        entries,
        _sums(of_month),
        tuple(sorted(months, reverse=True)),
        tuple(_entries(reader, oldest)),
        owed.count() - len(oldest) if len(oldest) == MOST_TO_GIVE_BACK else 0,
    )


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _entries(reader: Staff, rows: list[CaseFee]) -> Iterable[FeeEntry]:
    ids = {row.case_id for row in rows}
    found = visible_to(reader).filter(id__in=ids).values_list("id", "number")
    numbers: dict[UUID, str] = dict(found)
    paid = CaseFee.objects.filter(case_id__in=ids)
    editions = dict(paid.values_list("case_id", "case__item_version_id"))
    owed = paid.filter(reverses=None, fee_reversal=None, case__outcome__in=ENDED_UNDECIDED)
    to_give_back = set(owed.values_list("id", flat=True))
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
            row.id in to_give_back,
        )


def _sums(of_month: QuerySet[CaseFee]) -> tuple[FeeSum, ...]:
    """What each line comes to, added up where the rows lie: all of them, also those that the page does not show."""
    groups: dict[tuple[str, str, str], FeeSum] = {}
    returns = Q(reverses__isnull=False)
    counted = of_month.values_list("site__name", "case__item_version_id", "line").annotate(
        payments=Count("id", filter=~returns),
        taken=Sum("amount", filter=~returns),
        returned=Sum("amount", filter=returns),
    )
    for site, version, code, payments, taken, returned in counted.order_by():
        item = pinned(version).definition
        line = next(fee.name for fee in item.fees if fee.code == code)
        key = (site, item.name.zh, line.zh)
        so_far = groups.get(key, FeeSum(site, item.name, line, 0, Decimal(), Decimal()))
        groups[key] = replace(
            so_far,
            payments=so_far.payments + payments,
            taken=so_far.taken + (taken or Decimal()),
            returned=so_far.returned - (returned or Decimal()),
        )
    return tuple(groups[key] for key in sorted(groups))

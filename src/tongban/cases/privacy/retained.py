"""How long each case is kept and why: the rule of `rules.retention` over the rows of cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongban.cases.file_days import closed_on
from tongban.cases.models import Case, LegalHold
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.kernel.time import legal_date
from tongban.rules.retention import Finding, may_erase


@dataclass(frozen=True)
class KeptCase:
    """One case, and whether it may be erased on the day that was asked about.

    ``finding`` carries the derivation; ``erased``: it cannot be read any more.
    """

    id: UUID
    number: str
    item_name: Text
    status: str
    outcome: str
    received: date
    erased: bool
    finding: Finding

    @property
    def may(self) -> bool:
        return self.finding.may and not self.erased


def kept_cases(rows: Iterable[Case], on: date) -> tuple[KeptCase, ...]:
    """What the rules say of each case on a day (``key`` must be loaded)."""
    listed = list(rows)
    held = under_hold(row.id for row in listed)
    closed = closed_on(listed)
    return tuple(_kept(row, on, closed[row.id], held=row.id in held) for row in listed)


def under_hold(case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of some cases are under a legal hold."""
    live = LegalHold.objects.filter(case_id__in=list(case_ids), lifted_at__isnull=True)
    return set(live.values_list("case_id", flat=True))


def _kept(row: Case, on: date, closed: date | None, *, held: bool) -> KeptCase:
    item = pinned(row.item_version_id).definition
    return KeptCase(
        id=row.id,
        number=row.number,
        item_name=item.name,
        status=row.status,
        outcome=row.outcome,
        received=legal_date(row.received_at),
        erased=row.key.wrapped is None,
        finding=may_erase(on, item.retention, closed, held=held),
    )

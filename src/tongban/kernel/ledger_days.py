"""The ledger by days: what was recorded in a period, across streams; for the auditor's desk.

The ledger holds no personal data, so that what is read here names ids, codes and dates alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tongban.kernel.ledger import decode
from tongban.kernel.models import LedgerEntry


@dataclass(frozen=True)
class DayEvent:
    """One entry with its place in the ledger."""

    id: int
    kind: str
    stream: str
    seq: int
    type: str
    at: datetime
    actor: Mapping[str, Any]
    data: Mapping[str, Any]

    @property
    def assignment_id(self) -> int:
        """The assignment that acted; 0 where it was nobody of the staff."""
        return int(self.actor.get("assignment", 0))


def recorded_between(
    starts: datetime,
    ends: datetime,
    streams: Mapping[str, tuple[str, ...]],
    *,
    before: int | None = None,
    limit: int = 200,
) -> list[DayEvent]:
    """The entries of a period, newest first; the index on their moments keeps other days' pages closed.

    Args:
        starts: the first moment.
        ends: the first moment after it.
        streams: kind → beginnings of the streams wanted; no beginning: all of the kind.
        before: the id of the last entry shown before.
        limit: entries.
    """
    wanted = Q()
    for kind, beginnings in streams.items():
        of_kind = Q(kind=kind)
        if beginnings:
            begun = Q()
            for beginning in beginnings:
                begun |= Q(stream__startswith=beginning)
            of_kind &= begun
        wanted |= of_kind
    return [_told(row) for row in _rows(wanted, starts, ends, before)[:limit]]


def _rows(wanted: Q, starts: datetime, ends: datetime, before: int | None) -> QuerySet[LedgerEntry]:
    """In the order of their moments: by id alone the planner would walk the ledger from its end to the day."""
    rows = LedgerEntry.objects.filter(wanted, at__gte=starts, at__lt=ends)
    if before is not None:
        last = LedgerEntry.objects.filter(id=before).values_list("at", flat=True).first()
        if last is None:
            return rows.none()
        rows = rows.filter(at__lte=last).filter(Q(at__lt=last) | Q(id__lt=before))
    return rows.order_by("-at", "-id")


def _told(row: LedgerEntry) -> DayEvent:
    entry = decode(bytes(row.canonical))
    return DayEvent(row.id, row.kind, row.stream, row.seq, entry.type, row.at, entry.actor, entry.data)

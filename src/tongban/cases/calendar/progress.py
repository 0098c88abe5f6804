"""How far a counting anew is, for people: one row for each, added to with every batch that is committed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F

from tongban.cases.models import CalendarRun
from tongban.kernel import time


@dataclass(frozen=True)
class Progress:
    """One counting anew.

    Args:
        reason: number or title of the notice that caused it; empty where files changed.
        total: open cases that were to be counted.
        moved: of which a last day moved.
        settled: of which a date became firm, or doubtful, without moving.
        messages: people told by message.
        in_person: people to be told in person or in writing.
        complete: False at its end where another publication came before it.
    """

    id: int
    reason: str
    started_at: datetime
    total: int
    checked: int
    moved: int
    settled: int
    messages: int
    in_person: int
    ended_at: datetime | None
    complete: bool


class Sums(Protocol):
    """What one batch adds."""

    checked: int
    moved: int
    settled: int
    messages: int
    in_person: int


def begin(target: str, reason: str, left: int) -> Progress:
    """The run that counts by these editions, begun now if there is none; others that were under way are over.

    Args:
        left: open cases that are still to be counted.
    """
    now = time.now()
    with transaction.atomic():
        under_way = CalendarRun.objects.filter(ended_at__isnull=True)
        under_way.exclude(target=target).update(ended_at=now)
        row, made = under_way.get_or_create(
            target=target,
            ended_at=None,
            defaults={"reason": reason, "started_at": now, "total": left},
        )
        if not made and row.checked + left > row.total:  # some came in under the old calendar meanwhile
            CalendarRun.objects.filter(id=row.id).update(total=F("checked") + left)
    return of_run(row.id)


def add(run: int, sums: Sums) -> None:
    """Add a batch, in its own transaction."""
    names = ("checked", "moved", "settled", "messages", "in_person")
    CalendarRun.objects.filter(id=run).update(**{name: F(name) + getattr(sums, name) for name in names})


def end(run: Progress, *, complete: bool) -> Progress:
    """Nothing is left of it."""
    CalendarRun.objects.filter(id=run.id, ended_at__isnull=True).update(
        ended_at=time.now(), complete=complete, total=F("checked")
    )
    return of_run(run.id)


def end_open(target: str) -> Progress | None:
    """End a run that somebody else finished counting; None where there is none."""
    row = CalendarRun.objects.filter(ended_at__isnull=True, target=target).first()
    return end(_told(row), complete=True) if row else None


def of_run(run: int) -> Progress:
    """One run as it stands."""
    return _told(CalendarRun.objects.get(id=run))


def newest() -> Progress | None:
    """The run that was begun last."""
    row = CalendarRun.objects.order_by("-id").first()
    return _told(row) if row else None


def lately(most: int = 10) -> tuple[Progress, ...]:
    """The runs that were begun last, the newest first."""
    return tuple(_told(row) for row in CalendarRun.objects.order_by("-id")[:most])


def _told(row: CalendarRun) -> Progress:
    return Progress(
        row.id,
        row.reason,
        row.started_at,
        row.total,
        row.checked,
        row.moved,
        row.settled,
        row.messages,
        row.in_person,
        row.ended_at,
        row.complete,
    )

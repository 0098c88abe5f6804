"""What a centre can file now, and what it has filed: for the clerk of its position."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tongban.cases.clocks import calendar_of
from tongban.cases.file_days import closed_on
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.lists import name_of, row_state
from tongban.cases.restoring import restorable_until
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.queries.places import body
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import legal_date, today
from tongban.rules.lifecycle import Outcome
from tongban.rules.promises import Promise
from tongban.rules.remedies import LAWSUIT_MONTHS, months_after
from tongban.rules.retention import SHORT, retention

SHOWN = 50
COUNT_CAP = 2000
OPEN_TO_REMEDY = frozenset({Outcome.REFUSED.value, Outcome.DECLINED.value})


@dataclass(frozen=True)
class FilingRow:
    """One matter that can be filed.

    ``ended_on``: the day on which it was delivered, or ended without a paper.  ``remedy_until``: of a refusal, until
    when somebody may still go to court; None where that is over or is no question.  ``restorable_until``: of what counts
    as withdrawn, until when it may be taken up again.
    """

    number: str
    version: int
    item_name: Text
    applicant_name: str
    outcome: str
    ended_on: date
    kept: str
    kept_until: date | None
    remedy_until: date | None
    waits_for_check: bool
    restorable_until: date | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing speaks against filing it now."""
        return self.remedy_until is None and self.restorable_until is None and not self.waits_for_check


@dataclass(frozen=True)
class FilingPage:
    """The oldest that can be filed, how many there are, and how many were filed."""

    rows: tuple[FilingRow, ...]
    to_file: int
    filed: int
    newest: tuple[tuple[str, Text, date], ...]  # filed last: number, item, day

    @property
    def total(self) -> int:
        return self.to_file + self.filed


def filing(actor: Actor) -> FilingPage:
    """The desk of filing, oldest first.

    Raises:
        NotAuthorized: for clerks alone.
    """
    if not isinstance(actor, Staff) or actor.role != "clerk":
        raise NotAuthorized("not_your_power")
    mine = visible_to(actor)
    waiting = mine.filter(Q(status="delivered") | Q(status="concluded", next_act=""))
    rows = list(waiting.select_related("key").order_by("concluded_at", "id")[:SHOWN])
    open_checks = set(
        CaseMaterial.objects.filter(
            case_id__in=[row.id for row in rows],
            promise=Promise.COMMITTED.value,
            promise_kept__isnull=True,
            promise_due__isnull=False,
        ).values_list("case_id", flat=True)
    )
    closed = closed_on(rows)
    lines = tuple(_row(row, closed[row.id], waits=row.id in open_checks) for row in rows)
    lines = tuple(line for line in lines if line.kept != SHORT)
    record_list(actor, "filing", persons=sum(bool(line.applicant_name) for line in lines), asked={})
    archived = mine.filter(status="archived")
    return FilingPage(lines, _count(waiting), _count(archived), _newest(archived))


def _count(cases: QuerySet[Case]) -> int:
    return cases.order_by()[:COUNT_CAP].count()


def _newest(archived: QuerySet[Case]) -> tuple[tuple[str, Text, date], ...]:
    found = archived.order_by("-archived_at", "-id")[:20]
    return tuple(
        (row.number, pinned(row.item_version_id).definition.name, legal_date(row.archived_at))
        for row in found
        if row.archived_at
    )


def _row(row: Case, closed: date | None, *, waits: bool) -> FilingRow:
    item = pinned(row.item_version_id).definition
    ended = legal_date(row.delivered_at or row.concluded_at or row.received_at)
    period = retention(item.retention, closed)
    until = months_after(ended, LAWSUIT_MONTHS) if row.outcome in OPEN_TO_REMEDY or row.standing else None
    again = restorable_until(row_state(row), item, calendar_of(body(row.body_id).division_code))
    return FilingRow(
        number=row.number,
        version=row.version,
        item_name=item.name,
        applicant_name=name_of(row),
        outcome=row.outcome,
        ended_on=ended,
        kept=period.kept,
        kept_until=period.last_day,
        remedy_until=until if until is not None and until >= today() else None,
        waits_for_check=waits,
        restorable_until=again if again is not None and again >= today() else None,
    )

"""How many matters went into and out of each phase in the last seven and thirty days, by the moments on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from tongban.cases.models import Case, CaseStep
from tongban.kernel import time
from tongban.oversight.queries.figures import Number
from tongban.oversight.queries.scope import Scope

SHORT, LONG = 7, 30  # days of the calendar, today among them
MOST_COUNTED = 5000
MIDNIGHT = clock_time()

MOMENTS: Mapping[str, tuple[str, Q]] = {
    "received": ("received_at", Q()),
    "accepted": ("accepted_at", Q()),
    "not_taken_on": ("concluded_at", Q(accepted_at__isnull=True)),
    "decided": ("concluded_at", Q(accepted_at__isnull=False)),
    "to_deliver": ("concluded_at", Q(delivery_due__isnull=False)),
    "delivered": ("delivered_at", Q()),
}
"""What happened → the moment that tells of it, and of which matters."""
REVIEWED = "reviewed"
"""Every opinion was given.  Its moment is that of the last one, in a row of the steps and not of the case."""
FLOWS = (*MOMENTS, REVIEWED)


@dataclass(frozen=True)
class Passed:
    """How many matters something happened to, in the last seven and thirty days."""

    short: Number
    long: Number


def flow(scope: Scope) -> Mapping[str, Passed]:
    """One of `FLOWS` → how many in each of the two spans; one statement for each column of moments."""
    told: dict[str, Passed] = {}
    columns: dict[str, dict[str, Q]] = {}
    for code, (column, condition) in MOMENTS.items():
        columns.setdefault(column, {})[code] = condition
    for column, conditions in columns.items():
        told |= _counted(_newest(scope.cases, column, LONG), column, conditions)
    return told | _counted(_reviewed(scope.cases, LONG), "reviewed_at", {REVIEWED: Q()})


def happened(scope: Scope, code: str, days: int) -> tuple[QuerySet[Case], str]:
    """The matters that something happened to, and the column that orders them.

    Args:
        code: one of `FLOWS`.
        days: `SHORT` or `LONG`.
    """
    if code == REVIEWED:
        return _reviewed(scope.cases, days), "received_at"
    column, condition = MOMENTS[code]
    return scope.cases.filter(condition, **{f"{column}__gte": since(days)}), column


def since(days: int) -> datetime:
    """The beginning of the first of so many days of which today is the last."""
    first = time.today() - timedelta(days=days - 1)
    return datetime.combine(first, MIDNIGHT, time.SHANGHAI)


def _newest(cases: QuerySet[Case], column: str, days: int) -> QuerySet[Case]:
    """Those of the span, the newest first, so that the shorter span is whole even where not everything is read."""
    return cases.filter(**{f"{column}__gte": since(days)}).order_by(f"-{column}", "-id")


def _reviewed(cases: QuerySet[Case], days: int) -> QuerySet[Case]:
    """What has every opinion since then waits for its decision, or was decided since then."""
    passed = Q(status="in_review", next_act="decide") | Q(
        concluded_at__gte=since(days), accepted_at__isnull=False
    )
    opinions = CaseStep.objects.filter(case=OuterRef("pk"), state="done", at__isnull=False)
    last = Subquery(opinions.order_by("-at").values("at")[:1])
    return cases.filter(passed).annotate(reviewed_at=last).filter(reviewed_at__gte=since(days))


def _counted(cases: QuerySet[Case], column: str, conditions: Mapping[str, Q]) -> dict[str, Passed]:
    recent = Q(**{f"{column}__gte": since(SHORT)})
    asked: dict[str, Any] = {"read": Count("pk")}
    for code, condition in conditions.items():
        asked[f"{code}_long"] = Count("pk", filter=condition)
        asked[f"{code}_short"] = Count("pk", filter=condition & recent)
    told = cases[: MOST_COUNTED + 1].aggregate(**asked)
    more = told["read"] > MOST_COUNTED
    return {
        code: Passed(Number(told[f"{code}_short"], more), Number(told[f"{code}_long"], more))
        for code in conditions
    }

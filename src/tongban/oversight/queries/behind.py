"""The matters behind a figure, by keyset: what is under way by its last day, what happened the newest first."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.cases.models import Case
from tongban.cases.queries.lists import lines_of
from tongban.cases.queries.shapes import CasePage
from tongban.kernel import time
from tongban.kernel.access import record_list
from tongban.kernel.errors import NotFound
from tongban.oversight.queries.apart import set_apart
from tongban.oversight.queries.conditions import (
    LAST_DAY,
    LATE,
    LIMITS,
    PHASES,
    UNDER_WAY,
    WHOSE,
    by_limit,
    by_phase,
    by_whose,
)
from tongban.oversight.queries.flow import FLOWS, LONG, SHORT, happened
from tongban.oversight.queries.scope import Scope

PAGE_ROWS = 50
COUNT_CAP = 1000
CURSOR_LENGTH = 200  # characters; ours are shorter
EVERYTHING, ALL_LATE, OWN_DECISION = "under-way", "late", "own-decision"
"""Of the last: what waits for the decision of the authority that is looked at; the phase counts other bodies' too."""
STANDING = (EVERYTHING, ALL_LATE, OWN_DECISION, *LIMITS, *WHOSE, *PHASES)
HAPPENED = tuple(f"{code}-{days}" for code in FLOWS for days in (SHORT, LONG))
FIGURES = (*STANDING, *HAPPENED)
"""Every figure that opens."""


@dataclass(frozen=True)
class _Asked:
    """What a figure asks for, in an order that a cursor can go on from."""

    cases: QuerySet[Case]
    by: str
    newest_first: bool


def behind(scope: Scope, figure: str, *, cursor: str = "") -> CasePage:
    """A page of the matters behind a figure, by the same conditions as the figure itself.

    A supervisor's rows have their names masked whole, and open no case.

    Args:
        figure: one of `FIGURES`.
        cursor: ``next_cursor`` of the page before; a cut or altered one shows the first page.

    Raises:
        NotFound: there is no such figure.
    """
    if figure not in FIGURES:
        raise NotFound("figure")
    asked = _happened(scope, figure) if figure in HAPPENED else _standing(scope, figure)
    count = asked.cases.order_by()[: COUNT_CAP + 1].count()
    way = "-" if asked.newest_first else ""
    rows = list(
        _after(asked, cursor)
        .select_related("key", "intake_site", "body")
        .order_by(f"{way}{asked.by}", f"{way}id")[: PAGE_ROWS + 1]
    )
    following = _cursor(rows[PAGE_ROWS - 1], asked.by) if len(rows) > PAGE_ROWS else None
    overseen = scope.actor.role == "supervisor"
    lines = lines_of(rows[:PAGE_ROWS], masked=True, overseen=overseen)
    record_list(
        scope.actor,
        "desk",
        persons=sum(bool(line.applicant_name) for line in lines),
        asked={"figure": figure, "cursor": cursor},
    )
    return CasePage(lines, following, min(count, COUNT_CAP), count > COUNT_CAP)


def _happened(scope: Scope, figure: str) -> _Asked:
    code, days = figure.rsplit("-", 1)
    cases, column = happened(scope, code, int(days))
    return _Asked(cases, column, True)


def _standing(scope: Scope, figure: str) -> _Asked:
    if figure == OWN_DECISION:
        own = scope.cases.filter(UNDER_WAY, next_act="decide", deciding_body__in=sorted(scope.ids))
        return _Asked(own.annotate(last_day=LAST_DAY), "last_day", False)
    apart, today = set_apart(scope), time.today()
    codes = {EVERYTHING: (*LIMITS,), ALL_LATE: LATE}.get(figure, (figure,))
    cases = scope.cases.filter(UNDER_WAY).annotate(last_day=LAST_DAY)
    conditions = {**by_limit(today), **by_phase(), **by_whose(scope.ids, scope.positions)}
    chosen = Q() if figure == EVERYTHING else Q(pk__in=())
    for code in codes if figure != EVERYTHING else ():
        chosen |= conditions[code]
    return _Asked(cases.filter((apart.others & chosen) | apart.of(*codes)), "last_day", False)


def _cursor(row: Case, by: str) -> str:
    place = [getattr(row, by).isoformat(), str(row.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _after(asked: _Asked, cursor: str) -> QuerySet[Case]:
    if not cursor:
        return asked.cases
    try:
        told, identity = json.loads(base64.urlsafe_b64decode(cursor[:CURSOR_LENGTH]))
        at: Any = date.fromisoformat(told) if asked.by == "last_day" else _moment(told)
        last = UUID(str(identity))
    except (ValueError, TypeError, OverflowError):
        return asked.cases
    side = "lt" if asked.newest_first else "gt"
    # the first comparison is one that an index begins at
    begin = Q(**{f"{asked.by}__{side}e": at})
    return asked.cases.filter(begin, Q(**{f"{asked.by}__{side}": at}) | Q(**{f"id__{side}": last}))


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(time.SHANGHAI)

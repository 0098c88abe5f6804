"""The few matters of which their row alone does not tell where they stand: each is derived as of now, and then counted.

A correction notice that reached nobody, a procedure whose days do not count, an announcement that stands for delivery,
and what a date has done that no sweep wrote down yet.  So what a desk tells depends on no sweep.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tongban.cases.clocks import calendar_of, row_lamp, running_due
from tongban.cases.explaining import turn_of
from tongban.cases.models import Case
from tongban.cases.queries.lists import row_state
from tongban.cases.settlement import settled
from tongban.cases.state import CaseState
from tongban.catalogue.queries import pinned
from tongban.directory.queries.places import body
from tongban.kernel import time
from tongban.oversight.queries.conditions import AHEAD, UNDER_WAY
from tongban.oversight.queries.scope import Scope
from tongban.rules.waiting import WaitsFor

MOST = 1000
"""More of them are counted by their rows."""
SEALED = ("content", "conclusion", "handover", "correction", "address", "afterwards", "name_tokens")


@dataclass(frozen=True)
class Stands:
    """Where a matter stands today.

    Args:
        limit: one of `conditions.LIMITS`; whose: one of `WHOSE`; phase: one of `PHASES`.
    """

    id: UUID
    body_id: int
    limit: str
    whose: str
    phase: str


@dataclass(frozen=True)
class Apart:
    """The matters that are set apart.

    Args:
        rows: each with where it stands; None: a date has ended it.
    """

    rows: tuple[tuple[Case, Stands | None], ...]

    @property
    def standing(self) -> tuple[Stands, ...]:
        """Those still under way."""
        return tuple(found for _row, found in self.rows if found is not None)

    @property
    def others(self) -> Q:
        """The condition of what is under way and is not set apart."""
        return UNDER_WAY & ~Q(id__in=[row.id for row, _found in self.rows])

    def of(self, *codes: str) -> Q:
        """The condition of those that stand at one of these codes of a limit, of whose turn it is, or of a phase."""
        found = [one.id for one in self.standing if {one.limit, one.whose, one.phase} & set(codes)]
        return Q(id__in=found)


def set_apart(scope: Scope) -> Apart:
    """The matters that are set apart; one statement."""
    condition = _told_by_more_than_its_row(time.today())
    rows = scope.cases.filter(condition).defer(*SEALED).order_by("id")[:MOST]
    return Apart(tuple((row, stands(row, settled_state(row), scope)) for row in rows))


def _told_by_more_than_its_row(today: date) -> Q:
    waits = Q(status="awaiting_corrections")
    return (
        Q(status="submitted", deemed_due__lt=today)
        | (waits & ~Q(course__contains='"served_at"'))
        | (waits & Q(course__regex='"asked_at".*"asked_at"'))
        | (waits & Q(correction_due__lt=today))
        | Q(status="in_review", course__contains='"procedures"')
        | Q(status="concluded", delivery_due__isnull=False, course__contains='"announced"')
    )


def settled_state(row: Case) -> CaseState:
    """The state of a row as the dates have left it by now."""
    calendar = calendar_of(body(row.body_id).division_code)
    item = pinned(row.item_version_id).definition
    anew = row.calendar_edition != calendar.edition
    return settled(row_state(row), item, calendar, time.now(), counted_anew=anew)[0]


def stands(row: Case, state: CaseState, scope: Scope) -> Stands | None:
    """Where a matter stands; None where it has ended."""
    item, today = pinned(row.item_version_id).definition, time.today()
    turn = turn_of(state, item, today)
    if turn is None:
        return None
    lamp = row_lamp(state, item, calendar_of(body(row.body_id).division_code), today)[1]
    if turn.waits_for is WaitsFor.OFFICE:
        whose = "other" if _waits_elsewhere(row, state, scope) else "office"
    else:
        whose = turn.waits_for.value
    return Stands(row.id, row.body_id, _limit(running_due(state), lamp, today), whose, _phase(row, state))


def _limit(last: date | None, lamp: str, today: date) -> str:
    if last is None or lamp in ("paused", "none"):
        return "still"
    if last <= today:
        return "over" if last < today else "today"
    return "week" if last <= today + AHEAD else "later"


def _phase(row: Case, state: CaseState) -> str:
    if state.status == "in_review":
        # what the date has just accepted begins its review
        return "decision" if row.status == "in_review" and row.next_act == "decide" else "review"
    return {"awaiting_corrections": "application", "submitted": "acceptance"}.get(state.status, "delivery")


def _waits_elsewhere(row: Case, state: CaseState, scope: Scope) -> bool:
    if row.next_position_id is not None:
        return row.next_position_id not in scope.positions
    return state.status == "in_review" and row.next_act == "decide" and row.deciding_body_id not in scope.ids

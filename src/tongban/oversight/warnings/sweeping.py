"""The sweep that writes warnings down: found by the days that the cases' rows hold, judged by the cases themselves.

It may run twice, by two workers at once, be killed, come days late or never: a warning is unique by case, limit,
threshold and last day, a batch is one transaction that holds its cases, and whatever it left is found again by the same
question.  What a screen shows of a lamp is derived there and never depends on it.

A case whose row is behind the date or the calendar is left to the sweeps that write those down; it is found afterwards.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tongban.cases.clocks import calendar_of
from tongban.cases.frame import state_of
from tongban.cases.models import Case, CaseStep
from tongban.cases.running_limits import DUE_OF, running_limits
from tongban.cases.settlement import settled
from tongban.cases.state import CaseState
from tongban.cases.visibility import visible_to
from tongban.catalogue.queries import pinned
from tongban.directory.queries.lamps import thresholds_of
from tongban.directory.queries.places import body, places
from tongban.kernel.actors import System
from tongban.kernel.bulk import insert_new_rows
from tongban.kernel.calendars import UnknownRegion
from tongban.kernel.time import legal_date
from tongban.oversight.models import LimitWarning
from tongban.oversight.warnings.told import addressee
from tongban.rules.lamps import LampThresholds, Threshold
from tongban.rules.workdays import WorkCalendar

LOG = logging.getLogger("tongban.warnings")
ACTOR = System("warnings")
AT_ONCE = 200
"""Cases of one transaction: an act on one of them waits for its end."""
MOST = 5000
"""Warnings of one turn of the sweep; the next one goes on."""
NOT_LOOKED_AT = ("content", "conclusion", "handover", "correction", "address", "afterwards", "name_tokens")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Group:
    """Bodies that work by the same thresholds and calendar.

    Args:
        bodies: which; none: all of them, so that nothing has to be asked of a case's body.
    """

    bodies: tuple[int, ...]
    thresholds: LampThresholds
    calendar: WorkCalendar


def write_warnings(now: datetime, *, at_once: int = AT_ONCE, most: int = MOST) -> int:
    """Write every warning that is due and was not written; how many were.

    Args:
        at_once: cases of one transaction.
        most: after so many it leaves the rest to the next turn.
    """
    written = 0
    for group in groups(legal_date(now)):
        for limit in DUE_OF:
            for threshold in group.thresholds.thresholds:
                for told in _batches(group, limit, threshold, now, at_once):
                    written += told
                    if written >= most:
                        return written
    return written


def groups(today: date) -> Iterator[Group]:
    """Every body with what its lamps go by; a region without a calendar has no lamps."""
    found: dict[tuple[LampThresholds, str], list[int]] = {}
    for one in places().bodies.values():
        found.setdefault((thresholds_of(one.id, today), one.division_code[:6]), []).append(one.id)
    for (thresholds, region), bodies in found.items():
        try:
            yield Group(tuple(sorted(bodies)) if len(found) > 1 else (), thresholds, calendar_of(region))
        except UnknownRegion:
            continue


def last_day_that_reaches(left: int, today: date, calendar: WorkCalendar) -> date:
    """A day such that no limit that ends later has reached a threshold; one that ends by it may have.

    Counted days are days of the week at least, and the last one moves to a working day.
    """
    if left < 0:
        return today + left * ONE_DAY
    day, working = today, 0
    while working <= left:
        day += ONE_DAY
        working += calendar.day(day).working
    return day


def _batches(group: Group, limit: str, threshold: Threshold, now: datetime, at_once: int) -> Iterator[int]:
    after: tuple[date, UUID] | None = None
    while True:
        written, after, full = _batch(group, limit, threshold, after, now, at_once)
        yield written
        if not full:
            return


def candidates(group: Group, limit: str, threshold: Threshold, today: date) -> QuerySet[Case]:
    """The cases that may have reached a threshold of a limit and have no warning of it, the first due first."""
    status, column = DUE_OF[limit]
    last = last_day_that_reaches(threshold.left, today, group.calendar)
    there = LimitWarning.objects.filter(
        case=OuterRef("pk"), limit=limit, threshold=threshold.name, due=OuterRef(column)
    )
    rows = visible_to(ACTOR).filter(~Exists(there), status=status, **{f"{column}__lte": last})
    if group.bodies:
        rows = rows.filter(body_id__in=group.bodies)
    return rows.order_by(column, "id")


def _batch(
    group: Group,
    limit: str,
    threshold: Threshold,
    after: tuple[date, UUID] | None,
    now: datetime,
    at_once: int,
) -> tuple[int, tuple[date, UUID] | None, bool]:
    """One transaction: how many were written, where the next one begins, whether there may be more.

    Cases that somebody else holds, another sweep or an act, are left for the next turn.
    """
    column = DUE_OF[limit][1]
    with transaction.atomic():
        rows = candidates(group, limit, threshold, legal_date(now))
        if after is not None:
            rows = rows.filter(
                Q(**{f"{column}__gt": after[0]}) | Q(**{column: after[0], "id__gt": after[1]}),
                **{f"{column}__gte": after[0]},
            )
        held = list(
            rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).defer(*NOT_LOOKED_AT)[
                :at_once
            ]
        )
        steps = _steps(row.id for row in held)
        due = [one for row in held for one in _readable(row, steps.get(row.id, []), now)]
        written = insert_new_rows(due)
    last = (getattr(held[-1], column), held[-1].id) if held else None
    return written, last, len(held) == at_once


def _steps(cases: Iterable[UUID]) -> dict[UUID, list[CaseStep]]:
    found: dict[UUID, list[CaseStep]] = {}
    for step in CaseStep.objects.filter(case_id__in=list(cases)).order_by("case_id", "order"):
        found.setdefault(step.case_id, []).append(step)
    return found


def _readable(row: Case, steps: list[CaseStep], now: datetime) -> list[LimitWarning]:
    """A case whose record cannot be read costs its own warnings and nobody else's; the log names it by its id."""
    try:
        return list(_warnings(row, steps, now))
    except (
        Exception
    ):  # whatever is wrong with one record is on the log with its place, and stops nobody else's
        LOG.exception("the limits of a case cannot be read: %s", row.id)
        return []


def _warnings(row: Case, steps: list[CaseStep], now: datetime) -> Iterator[LimitWarning]:
    """Every warning that a case is due today, those that were written too."""
    item = pinned(row.item_version_id)
    calendar = calendar_of(body(row.body_id).division_code)
    if row.calendar_edition != calendar.edition:
        return  # its days are about to be counted anew
    state = state_of(row, steps, [], item)
    if settled(state, item.definition, calendar, now, counted_anew=False)[1]:
        return  # what the date has done to it is about to be written down
    today = legal_date(now)
    thresholds = thresholds_of(row.body_id, today)
    for limit in running_limits(state, item.definition, calendar, today):
        if limit.rests:
            continue
        reached = thresholds.for_limit(limit.days).reached(limit.left)
        for one in reached:
            yield _warning(row.id, state, limit.kind, limit.due, limit.left, one, reached, now)


def _warning(
    case_id: UUID,
    state: CaseState,
    kind: str,
    due: date,
    left: int,
    one: Threshold,
    reached: Sequence[Threshold],
    now: datetime,
) -> LimitWarning:
    """It says what is now: the lamp is that of the last threshold that was reached, though it is another's row."""
    to = addressee(one.told, state)
    return LimitWarning(
        case_id=case_id,
        limit=kind,
        threshold=one.name,
        due=due,
        left=left,
        lamp=reached[-1].lamp,
        told=one.told,
        role=to.role,
        body_id=to.body_id,
        position_id=to.position_id,
        written_at=now,
    )


def standing() -> Q:
    """Of warnings those whose limit still runs to the day that they name."""
    found = Q()
    for limit, (status, column) in DUE_OF.items():
        found |= Q(limit=limit, case__status=status, **{f"case__{column}": F("due")})
    return found

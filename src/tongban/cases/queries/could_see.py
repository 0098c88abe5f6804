"""What somebody could see on a day, and what they opened: for the audit.

The assignments are those that held on the day.  For each, `visible_to` is asked what it lets through, and what came
later is taken out again: cases received after the day, steps that had not come to the position by its end, cases
that had not reached the deciding body yet.  Moments are those on the rows, which replaying the ledger gives again.
Beside cases stand the requests about one's own data and the written mandates, each through its own `…_visible_to`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db.models import QuerySet

from tongban.cases.models import Case, CaseStep
from tongban.cases.odd.visibility import odd_visible_to
from tongban.cases.privacy.visibility import requests_visible_to
from tongban.cases.queries.access import case_heads, what_of
from tongban.cases.rosters.visibility import rosters_visible_to
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_role
from tongban.directory.queries import AssignmentLine, held_on, places
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import SHANGHAI
from tongban.parties.mandates import mandates_visible_to

PAGE = 100
MOST_RECKONED = 5000  # cases whose steps are looked at one by one
MOST_OPENED = 500
INSTANT = timedelta(microseconds=1)  # of a post taken away at once, its last moment still counts
BY_STEPS = frozenset({"assister", "county_reviewer", "county_approver"})


@dataclass(frozen=True)
class Sight:
    """What one assignment let its holder see on the day.

    Attributes:
        numbers: of the cases, newest number first; a page of them.
        requests: numbers of the requests about one's own data, newest first; `PAGE` of them at most.
        requests_count, mandates_count, odd_count, rosters_count: how many of each; a mandate has no number to be named by.
        capped: whether more cases had to be looked at than are reckoned one by one, so that the count is a lower bound.
    """

    line: AssignmentLine
    count: int
    numbers: tuple[str, ...]
    next_cursor: str
    capped: bool = False
    requests: tuple[str, ...] = ()
    requests_count: int = 0
    mandates_count: int = 0
    odd_count: int = 0
    rosters_count: int = 0


@dataclass(frozen=True)
class Opened:
    """One look on the access log."""

    at: datetime
    kind: str
    number: str  # of the case; empty where it was none
    field: str
    what: Text | None = None  # the question's or material's name, where it is one of the form's


@dataclass(frozen=True)
class CouldSee:
    """The answer for one person and one day."""

    day: date
    sights: tuple[Sight, ...]
    opened: tuple[Opened, ...]
    opened_more: bool


def could_see(
    actor: Actor, staff_id: int, day: date, *, assignment_id: int | None = None, cursor: str = ""
) -> CouldSee:
    """What somebody could see on a day, by each assignment of that day, and what they opened.

    Asking is itself a look, and is written to the access log.

    Args:
        assignment_id, cursor: the further pages of one assignment's numbers.

    Raises:
        NotAuthorized: ``auditors_only``: the auditor alone asks.
        InputFaults: a day that has not been.
    """
    require_role(actor, "auditor", code="auditors_only")
    if day > time.today():
        raise InputFaults([FieldFault("day", "future_date")])
    begins = datetime.combine(day, clock(), SHANGHAI)
    over = begins + timedelta(days=1)
    record_access(actor, "log", f"could-see:{staff_id}:{day.isoformat()}", subject_kind="list")
    sights = tuple(
        _sight(
            line,
            held,
            min(over, line.ended_at + INSTANT) if line.ended_at else over,
            cursor if line.id == assignment_id else "",
        )
        for line, held in held_on(staff_id, day)
    )
    opened = _opened(staff_id, begins, over)
    return CouldSee(day, sights, opened[:MOST_OPENED], len(opened) > MOST_OPENED)


def _sight(line: AssignmentLine, held: Staff, over: datetime, cursor: str) -> Sight:
    return replace(_cases(line, held, over, cursor), **_beside(held, over))


def _beside(held: Staff, over: datetime) -> dict[str, Any]:
    """What else was theirs to see: requests asked and mandates recorded before the day was over."""
    requests = requests_visible_to(held).filter(asked_at__lt=over)
    return {
        "requests": tuple(requests.order_by("-asked_at", "-id").values_list("number", flat=True)[:PAGE]),
        "requests_count": requests.count(),
        "mandates_count": mandates_visible_to(held).filter(seen_at__lt=over).count(),
        "odd_count": odd_visible_to(held).filter(received_at__lt=over).count(),
        "rosters_count": rosters_visible_to(held).filter(made_at__lt=over).count(),
    }


def _cases(line: AssignmentLine, held: Staff, over: datetime, cursor: str) -> Sight:
    cases = visible_to(held, in_part=True, overseen=True).filter(received_at__lt=over)
    if held.role not in BY_STEPS:
        after = cases.filter(number__lt=cursor) if cursor else cases
        numbers = list(after.order_by("-number").values_list("number", flat=True)[: PAGE + 1])
        following = numbers[PAGE - 1] if len(numbers) > PAGE else ""
        return Sight(line, cases.count(), tuple(numbers[:PAGE]), following)
    found, capped = _come_by(cases, held, over)
    rest = [number for number in found if not cursor or number < cursor]
    following = rest[PAGE - 1] if len(rest) > PAGE else ""
    return Sight(line, len(found), tuple(rest[:PAGE]), following, capped)


def _come_by(cases: QuerySet[Case], held: Staff, over: datetime) -> tuple[list[str], bool]:
    """The numbers of those that were this actor's to see by the end of the day, by their steps' moments."""
    rows = list(cases.order_by("-number").prefetch_related("steps")[: MOST_RECKONED + 1])
    found = []
    for row in rows[:MOST_RECKONED]:
        steps = sorted(row.steps.all(), key=lambda step: step.order)
        if held.role == "county_approver":
            own = {step.position_id for step in steps if _body_of(step.position_id) == held.body_id}
            all_given = _accepted(row, over) and all(step.at is not None and step.at < over for step in steps)
            seen = all_given or any(_step_had_come(row, steps, position, over) for position in own)
        else:
            at_point = held.role == "assister" and held.site_id in (row.intake_site_id, row.collect_site_id)
            seen = at_point or _step_had_come(row, steps, held.position_id, over)
        if seen:
            found.append(row.number)
    return found, len(rows) > MOST_RECKONED


def _body_of(position_id: int) -> int:
    return places().positions[position_id].site.body_id


def _accepted(row: Case, over: datetime) -> bool:
    return row.accepted_at is not None and row.accepted_at < over


def _step_had_come(row: Case, steps: Sequence[CaseStep], position_id: int, over: datetime) -> bool:
    """Whether a step of the position was open or done: accepted, and every step before its group done."""
    if not _accepted(row, over):
        return False
    beside = {step.code: step.side_by_side for step in pinned(row.item_version_id).definition.steps}
    undone_group = None  # the first group that was not done at the end of the day: it was open
    for step in steps:
        group = beside.get(step.code) or f"#{step.order}"
        done = step.at is not None and step.at < over
        if undone_group is None and not done:
            undone_group = group
        if step.position_id == position_id and (done or group == undone_group):
            return True
    return False


def _opened(staff_id: int, begins: datetime, over: datetime) -> tuple[Opened, ...]:
    entries = AccessEntry.objects.filter(staff_id=staff_id, at__gte=begins, at__lt=over).order_by("at", "id")
    rows = list(entries.values_list("at", "kind", "subject_kind", "subject", "field")[: MOST_OPENED + 1])
    ids = {subject for _, _, kind, subject, _ in rows if kind == "case"}
    cases = case_heads(ids)
    return tuple(
        Opened(
            at,
            kind,
            cases[subject][0] if subject in cases else "",
            field,
            what_of(field, cases[subject][1]) if subject in cases else None,
        )
        for at, kind, _, subject, field in rows
    )

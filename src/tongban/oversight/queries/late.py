"""What is late, or will be within seven days, and why: for each matter its limit, where it lies, and what may be done."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tongban.cases.clocks import RUNNING, clock_views, row_lamp, running_due
from tongban.cases.explaining import turn_of
from tongban.cases.frame import OpenCase
from tongban.cases.models import Case, CaseStep
from tongban.cases.queries.ways_out import WayOut, opened_lines, ways_out
from tongban.cases.state import StepState
from tongban.catalogue.definition import Text
from tongban.directory.queries.places import body, position, site
from tongban.kernel import time
from tongban.oversight.queries.apart import SEALED, Apart
from tongban.oversight.queries.conditions import AHEAD, LAST_DAY, LATE, RUNS
from tongban.oversight.queries.scope import Scope
from tongban.rules.waiting import WaitsFor

SHOWN = 10
Gaps = Collection[tuple[int, str]]
"""Positions, each in a role, at which nobody serves today: neither A nor B."""
REVIEWERS = frozenset({"reviewer", "county_reviewer", "assister"})


@dataclass(frozen=True)
class Place:
    """Where a matter lies: a post, never a person.

    Args:
        position: its name; empty: with the head of the authority.
        own: whether it is of the authorities that are looked at.
    """

    site: str
    position: str
    own: bool


@dataclass(frozen=True)
class Reason:
    """Why it is where it is.

    Args:
        code: ``not_checked``, ``waits_for_applicant``, ``in_procedure``, ``step_over``, ``in_step``, ``to_decide``,
            ``to_deliver``, ``elsewhere``, ``nobody_on_duty``, ``nobody_took_it``.
        days: counted days past the step's own limit, or since the step, the wait or the decision began; working days.
        name: of the step, or of the authority.
    """

    code: str
    days: int = 0
    name: Text | None = None


@dataclass(frozen=True)
class LateRow:
    """One matter.

    Args:
        limit: which one binds, a code of `cases.clocks`.
        last: its last day.
        left: counted days left, in the limit's own unit; negative: past it.
        statutory: the law's last day, where the promise is what binds.
    """

    number: str
    item_name: Text
    limit: str
    last: date
    left: int
    lamp: str
    statutory: date | None
    places: tuple[Place, ...]
    reasons: tuple[Reason, ...]
    ways: tuple[WayOut, ...] = field(default=())


def late_rows(scope: Scope, apart: Apart, gaps: Gaps = (), *, acts: bool = True) -> tuple[LateRow, ...]:
    """What is past its last day or has it within seven days, the least left first; at most `SHOWN`.  Two statements.

    Args:
        acts: with what this actor may do about each.
    """
    today = time.today()
    ordinary = apart.others & RUNS
    found = scope.cases.annotate(last_day=LAST_DAY).filter(last_day__lte=today + AHEAD)
    found = found.filter(ordinary | apart.of(*LATE)).order_by("last_day", "id")
    rows = list(found.select_related("key").defer(*SEALED)[:SHOWN])
    steps = _steps_of(rows)
    lines = [_line(case, scope, gaps, today, acts) for case in opened_lines(scope.actor, rows, steps)]
    return tuple(
        sorted((line for line in lines if line is not None), key=lambda line: (line.left, line.last))
    )


def _steps_of(rows: Sequence[Case]) -> list[CaseStep]:
    if not rows:
        return []
    return list(CaseStep.objects.filter(case_id__in=[row.id for row in rows]).order_by("case_id", "order"))


def _line(case: OpenCase, scope: Scope, gaps: Gaps, today: date, acts: bool) -> LateRow | None:
    item, last = case.item.definition, running_due(case.state)
    if last is None:
        return None
    left, lamp = row_lamp(case.state, item, case.calendar, today)
    assert left is not None
    promised = case.state.status == "in_review"
    return LateRow(
        number=case.row.number,
        item_name=item.name,
        limit=RUNNING[case.state.status],
        last=last,
        left=left,
        lamp=lamp,
        statutory=case.state.statutory_due if promised and case.state.statutory_due != last else None,
        places=tuple(_places(case, scope)),
        reasons=tuple(dict.fromkeys(_reasons(case, scope, gaps, today))),
        ways=ways_out(scope.actor, case) if acts else (),
    )


def _open_steps(case: OpenCase) -> list[StepState]:
    return [step for step in case.state.steps if step.state == "open"]


def _places(case: OpenCase, scope: Scope) -> Iterator[Place]:
    if case.state.status == "in_review":
        steps = _open_steps(case)
        for step in steps:
            at = position(step.position_id)
            yield Place(at.site.name, at.name, at.id in scope.positions)
        if not steps:
            decides = body(case.row.deciding_body_id)
            yield Place(decides.name, "", decides.id in scope.ids)
        return
    at = position(case.state.position_id)
    where = site(case.row.collect_site_id if case.state.status == "concluded" else case.row.handling_site_id)
    yield Place(where.name, at.name if where.id == at.site_id else "", where.body_id in scope.ids)


def _reasons(case: OpenCase, scope: Scope, gaps: Gaps, today: date) -> Iterator[Reason]:
    item = case.item.definition
    turn = turn_of(case.state, item, today)
    if turn is not None and turn.waits_for is WaitsFor.PROCEDURE:
        yield Reason("in_procedure", turn.days)
    elif turn is not None and turn.waits_for is WaitsFor.APPLICANT:
        yield Reason("waits_for_applicant", turn.days)
    if case.state.status == "submitted":
        yield Reason("not_checked")
        if case.state.holder_id is None:
            yield Reason("nobody_took_it")
        if (case.state.position_id, "clerk") in gaps:
            yield Reason("nobody_on_duty")
    elif case.state.status == "in_review":
        yield from _reasons_of_review(case, scope, gaps, today)
    else:
        decided = case.state.concluded_at
        yield Reason("to_deliver", _since(case, time.legal_date(decided) if decided else None, today))


def _reasons_of_review(case: OpenCase, scope: Scope, gaps: Gaps, today: date) -> Iterator[Reason]:
    steps = _open_steps(case)
    if not steps:
        decides = case.row.deciding_body_id
        yield Reason("to_decide")
        if decides not in scope.ids:
            yield Reason("elsewhere", name=_named(decides))
        return
    views = clock_views(case.state, case.item.definition, case.calendar, today)
    over = {view.step: view.remaining for view in views if view.kind == "step" and (view.remaining or 0) < 0}
    stated = {step.code: step for step in case.item.definition.steps}
    for step in steps:
        name = stated[step.code].name if step.code in stated else None
        if step.code in over:
            yield Reason("step_over", -(over[step.code] or 0), name)
        else:
            yield Reason("in_step", _since(case, step.opened_on, today), name)
        at = position(step.position_id)
        if at.site.body_id not in scope.ids:
            yield Reason("elsewhere", name=_named(at.site.body_id))
        if step.taken_by is None and step.kind != "approval":
            yield Reason("nobody_took_it")
        if _nobody_at(step.position_id, gaps):
            yield Reason("nobody_on_duty")


def _nobody_at(position_id: int, gaps: Gaps) -> bool:
    return any(where == position_id and role in REVIEWERS for where, role in gaps)


def _named(body_id: int) -> Text:
    name = body(body_id).name
    return Text(name, name)


def _since(case: OpenCase, day: date | None, today: date) -> int:
    return case.calendar.working_days_between(day, today) if day is not None and day <= today else 0

"""The clocks of a case: which limits run from when, what is left, and the derivation day by day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tongban.cases.state import CaseState
from tongban.catalogue.definition import Basis, ItemDefinition, ItemLimit, Text
from tongban.directory.queries.lamps import thresholds_of
from tongban.kernel.calendars_in_force import held_on, in_force
from tongban.kernel.time import legal_date
from tongban.rules.clock import (
    Due,
    ExcludedSpan,
    Extension,
    Limit,
    Unit,
    due,
    remaining,
)
from tongban.rules.joint_handling import handled_jointly
from tongban.rules.lamps import LampThresholds, lamp
from tongban.rules.lifecycle import OUTCOMES_WITH_PAPER
from tongban.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class ClockView:
    """One clock of the case with its derivation.

    ``kind``: intake_check, telling (everything told, or accepted by date), promised, statutory, delivery, or step
    with its code in ``step``.
    ``state``: running, met, missed, not_started.  ``met``: the day on which it was met or missed for good.
    ``how``: what met the limits of the check: ``accepted``, ``told`` (a notice went out), ``concluded``; ``by_date``:
    nobody did in time, and the date accepted it.  Of the delivery ``announced``: an announcement hangs for it.
    """

    kind: str
    state: str
    start: date | None
    due: Due | None
    remaining: int | None
    lamp: str
    basis: Text
    step: str = ""
    met: date | None = None
    how: str = ""


def calendar_of(division_code: str) -> WorkCalendar:
    """The calendar that holds for an authority, national layer and region's own days."""
    return in_force(division_code[:6])


def limit_of(item: ItemDefinition, kind: str) -> Limit:
    """One of the item's limits as the rules count it."""
    return counted_limit(item.limits[kind])


def counted_limit(stated: ItemLimit) -> Limit:
    """A limit of the catalogue as the rules count it."""
    return Limit(stated.days, "working" if stated.unit == "working" else "calendar", stated.basis.zh)


def joined(item: ItemDefinition, steps: Collection[str]) -> bool:
    """Whether the limit of joint handling takes the place of the statutory one (行政许可法 art. 42 para. 2).

    Args:
        steps: the codes of the steps that this matter has.
    """
    joint = item.limits.get("joint")
    return joint is not None and handled_jointly(
        (step.side_by_side for step in item.steps if step.code in steps), joint.always
    )


def limits_for(item: ItemDefinition, steps: Collection[str]) -> Mapping[str, ItemLimit]:
    """The limits of a matter with these steps, in the order of the life cycle; the law's under ``statutory``."""
    if "joint" not in item.limits:
        return item.limits
    stated = {kind: limit for kind, limit in item.limits.items() if kind != "joint"}
    if not joined(item, steps):
        return stated
    order = ("intake_check", "promised", "statutory", "delivery")
    law = {**stated, "statutory": item.limits["joint"]}
    return {kind: law[kind] for kind in order if kind in law}


def steps_of(state: CaseState) -> frozenset[str]:
    """The codes of the case's own steps."""
    return frozenset(step.code for step in state.steps)


@dataclass(frozen=True)
class Window:
    """One limit of the case: from which day it runs, when it was met, what is taken out and what was added."""

    kind: str
    start: date | None
    met: date | None
    limit: Limit
    basis: Text
    spans: tuple[ExcludedSpan, ...] = ()
    extension: Extension | None = None
    step: str = ""  # of a step's limit: which
    how: str = ""  # of the limits of the check: what met them (`ClockView`)

    def due(self, calendar: WorkCalendar) -> Due:
        """The last day with its derivation.  Only where the window has begun."""
        assert self.start is not None
        return _derived(self.start, self.limit, calendar, self.spans, self.extension)


@lru_cache(maxsize=4096)
def _derived(
    start: date,
    limit: Limit,
    calendar: WorkCalendar,
    spans: tuple[ExcludedSpan, ...],
    extension: Extension | None,
) -> Due:
    """Few different days begin limits, many cases ask: each is derived once for a calendar."""
    return due(start, limit, calendar, spans, extension)


def procedure_basis(item: ItemDefinition, kind: str) -> Basis | None:
    """Why the time of a procedure does not count for this item; None: it counts (行政许可法 art. 45)."""
    for code in ("special_procedure", "non_counted_step"):
        effect = item.effect(code)
        if effect is not None and kind in effect.params.get("kinds", ()):
            return effect.basis
    return None


BY_DATE = "by_date"
TELLING_DAYS = 5  # 行政许可法 art. 32 (4): tell everything within five working days


def telling_limit(item: ItemDefinition) -> Limit | None:
    """Within how many days everything missing must be told, or the date accepts; None: by no rule of this item."""
    effect = item.effect("deemed_acceptance")
    if effect is None:
        return None
    unit: Unit = "calendar" if effect.params.get("unit") == "calendar" else "working"
    return Limit(
        int(effect.params.get("days", TELLING_DAYS)), unit, f"{effect.basis.law.zh}{effect.basis.article}"
    )


def spans_of(state: CaseState, item: ItemDefinition) -> tuple[ExcludedSpan, ...]:
    """The days that special procedures take out, each capped at the length told, none without its basis."""
    spans = []
    for procedure in state.course.procedures:
        basis = procedure_basis(item, procedure.kind)
        span = procedure.non_counted(f"{basis.law.zh}{basis.article}").span if basis else None
        if span is not None:
            spans.append(span)
    return tuple(spans)


def extension_of(state: CaseState, item: ItemDefinition) -> Extension | None:
    """The extension that was granted, where the item allows one with its basis (行政许可法 art. 42)."""
    effect, granted = item.effect("extension"), state.course.extension
    if effect is None or granted is None or granted.void:
        return None
    return Extension(granted.days, "extension", f"{effect.basis.law.zh}{effect.basis.article}")


def windows(state: CaseState, item: ItemDefinition) -> Iterator[Window]:
    """Every limit of the case, begun or not, in the order of the life cycle.

    A special procedure takes its days out of the promise, the law's limit and the limits of the steps.  An extension
    reaches the law's limit alone: it never repairs a promise.
    """
    accepted = legal_date(state.accepted_at) if state.accepted_at else None
    concluded = legal_date(state.concluded_at) if state.concluded_at else None
    delivered = legal_date(state.delivered_at) if state.delivered_at else None
    asked = state.course.open_round
    told = legal_date(asked.asked_at) if asked else None
    spans = spans_of(state, item)
    begun = accepted
    if accepted and state.clock_start and accepted < state.clock_start:
        begun = state.clock_start
    if state.course.restarted_on:
        begun = state.course.restarted_on
    has_paper = state.outcome in OUTCOMES_WITH_PAPER and not state.course.nobody
    for kind, stated in limits_for(item, steps_of(state)).items():
        limit, basis = counted_limit(stated), stated.basis
        if kind == "intake_check":
            checked, how = _checked(state, accepted, told, concluded)
            yield Window(kind, state.clock_start, checked, limit, basis, how=how)
            if telling := telling_limit(item):
                yield Window(
                    "telling",
                    _certain_start(state),
                    checked,
                    telling,
                    item.effects["deemed_acceptance"].basis.duty,
                    how=how,
                )
        elif kind == "delivery":
            announced = state.course.announced
            # while it hangs nobody is late with what it stands for; it was begun in time or it was not
            met, how = (announced[0], "" if delivered else "announced") if announced else (delivered, "")
            yield Window(kind, concluded if has_paper else None, met, limit, basis, how=how)
        else:
            from_receipt = stated.runs_from == "receipt" and not state.course.restarted_on
            start = state.clock_start if from_receipt else begun
            if told is not None:
                start = None  # the materials of which it would count are not whole yet
            extension = extension_of(state, item) if kind == "statutory" else None
            yield Window(kind, start, concluded, limit, basis, spans, extension)
    by_code = {step.code: step for step in item.steps}
    for run in state.steps:
        step = by_code.get(run.code)
        if step is not None and step.limit is not None:
            met = legal_date(run.at) if run.at else (concluded if run.opened_on else None)
            unit: Unit = "working" if step.limit.unit == "working" else "calendar"
            limit = Limit(step.limit.days, unit, step.limit.basis.zh)
            yield Window("step", run.opened_on, met, limit, step.limit.basis, spans, step=run.code)


def _certain_start(state: CaseState) -> date | None:
    """From which day silence accepts: of a time of receipt that one person alone stated, the day that counts if nobody
    finds it; None where the application is alive by that word alone."""
    stated, start = state.course.unconfirmed_receipt, state.clock_start
    if start is not None and state.course.resumed_on is not None:
        start = max(start, state.course.resumed_on)  # silence accepts nothing that lay ended
    if stated is None or start is None:
        return start
    return None if stated.withdrawn else max(start, stated.otherwise)


def _checked(
    state: CaseState, accepted: date | None, told: date | None, concluded: date | None
) -> tuple[date | None, str]:
    """On which day, and how, the check of the materials ended.

    Where the date accepted, nobody had checked or told anything: that the matter counts as accepted from its receipt
    (行政许可法 art. 32 (4)) does not make the silence timely.
    """
    if state.course.deemed and state.deemed_due is not None:
        return state.deemed_due + timedelta(days=1), BY_DATE
    for day, how in ((accepted, "accepted"), (told, "told"), (concluded, "concluded")):
        if day is not None:
            return day, how
    return None, ""


DUE_COLUMNS = {
    "intake_check": "intake_due",
    "telling": "deemed_due",
    "promised": "promised_due",
    "statutory": "statutory_due",
    "delivery": "delivery_due",
}


def dates(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> dict[str, object]:
    """The last days of the limits that run now, under a calendar: what an event that moves a date carries.

    Returns:
        the columns of `DUE_COLUMNS` that run, and ``provisional``: whether one of them may still change.
    """
    told: dict[str, object] = {}
    provisional = False
    for window in windows(state, item):
        column = DUE_COLUMNS.get(window.kind)
        if column is None or window.start is None or window.met is not None:
            continue
        result = window.due(calendar)
        # what a date brings about is not brought about by a doubtful one
        told[column] = None if window.kind == "telling" and result.provisional else result.due
        provisional = provisional or result.provisional
    return {**told, "provisional": provisional}


def clock_views(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> Iterator[ClockView]:
    """Every clock of the case, started or not."""
    thresholds = thresholds_of(state.body_id, today)
    for window in windows(state, item):
        if window.start is None:
            yield ClockView(window.kind, "not_started", None, None, None, "none", window.basis, window.step)
            continue
        result = window.due(calendar if window.met is None else _calendar_then(window, state, calendar))
        if window.met is not None:
            kept = "met" if window.met <= result.due and window.how != BY_DATE else "missed"
            yield ClockView(
                window.kind,
                kept,
                window.start,
                result,
                None,
                "none",
                window.basis,
                window.step,
                window.met,
                window.how,
            )
            continue
        left = remaining(result, today, calendar)
        rests = left >= 0 and resting(window, today)  # what is over is overdue, whatever is done meanwhile
        shown = "paused" if rests else lamp_of(thresholds, left, window.limit.days)
        yield ClockView(window.kind, "running", window.start, result, left, shown, window.basis, window.step)


def _calendar_then(window: Window, state: CaseState, calendar: WorkCalendar) -> WorkCalendar:
    """The calendar by which an ended limit was counted: a later notice moves no day that is over.

    Where a notice came out on the very day it ended, the last day on record says which of the two it was.
    """
    assert window.met is not None
    then = held_on(calendar, window.met)
    on_record = getattr(state, DUE_COLUMNS.get(window.kind, ""), None)
    if on_record is None or window.due(then).due == on_record:
        return then
    before = held_on(calendar, window.met - timedelta(days=1))
    return before if window.due(before).due == on_record else then


def resting(window: Window, today: date) -> bool:
    """Whether today is taken out of this limit by a special procedure."""
    return any(span.first <= today <= span.last for span in window.spans)


def lamp_of(thresholds: LampThresholds, left: int, days: int) -> str:
    """The lamp of a running limit; none is about to expire on the day it begins.

    Args:
        thresholds: of the body that took the matter in, on the day asked for.
        left: counted days left.
        days: how long the limit is.
    """
    return lamp(left, thresholds.for_limit(days))


RUNNING = {"submitted": "intake_check", "in_review": "promised", "concluded": "delivery"}


def binding(state: CaseState, item: ItemDefinition) -> Window | None:
    """The limit that binds now: of the intake check, then of the promise, then of delivery."""
    kind = RUNNING.get(state.status)
    found = next((window for window in windows(state, item) if window.kind == kind), None)
    return found if found is not None and found.start is not None and found.met is None else None


def days_left(state: CaseState, item: ItemDefinition, calendar: WorkCalendar, last: date, today: date) -> int:
    """What is left of the limit that binds now, as its clock says, without deriving it day by day.

    Args:
        last: what `running_due` gave.
    """
    window = binding(state, item)
    if window is not None and (window.limit.unit == "calendar" or window.spans):
        return remaining(window.due(calendar), today, calendar)
    if today <= last:
        return calendar.working_days_between(today, last)
    return min(-1, -calendar.working_days_between(last, today))


def running_due(state: CaseState) -> date | None:
    """The last day that binds now: of the intake check, of the promise, of delivery; None while the applicant
    has to bring something."""
    if state.status == "submitted":
        return state.intake_due
    if state.status == "in_review":
        return state.promised_due
    if state.status == "concluded":
        return None if state.course.announced else state.delivery_due
    return None


def row_lamp(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> tuple[int | None, str]:
    """What is left of the limit that binds now, and its lamp, for one line of a list.

    ``paused``: the applicant has to bring something, or a special procedure takes today out.
    """
    if state.status == "awaiting_corrections":
        return None, "paused"
    last = running_due(state)
    if last is None:
        return None, "none"
    left = days_left(state, item, calendar, last, today)
    if state.course.procedures and left >= 0:
        window = binding(state, item)
        if window is not None and resting(window, today):
            return left, "paused"
    return left, lamp_of(thresholds_of(state.body_id, today), left, item.limits[RUNNING[state.status]].days)

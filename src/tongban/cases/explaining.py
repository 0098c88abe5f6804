"""A case's days explained: every clock with its lines, for whom it waited, and what moved its last days.

Nothing here decides anything: it reads what `clocks` derives and what the ledger tells.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.cases.clocks import (
    DUE_COLUMNS,
    ClockView,
    clock_views,
    limits_for,
    procedure_basis,
    spans_of,
    steps_of,
    windows,
)
from tongban.cases.course import Round
from tongban.cases.projection import EVENTS, apply
from tongban.cases.state import CaseState
from tongban.catalogue.definition import Basis, ItemDefinition, Text
from tongban.kernel.ledger import Recorded
from tongban.kernel.time import legal_date
from tongban.rules.clock import Extension, Limit, remaining
from tongban.rules.explanation import Span, Totals, spans, totals, until
from tongban.rules.waiting import Asked, Turn, Wait, turn_now, waits
from tongban.rules.workdays import WorkCalendar

NOTHING_STATED = Text("", "")
TOLD_IN_NOTICE = Text("补正告知书上写的日期", "the date in the correction notice")
WITHDRAWN = frozenset({"withdrawn", "terminated"})


@dataclass(frozen=True)
class ExplainedClock:
    """One clock, whole.

    ``limit``: None for a correction, which is told as a date.  ``totals``: None where it has not begun.
    """

    view: ClockView
    limit: Limit | None
    extension: Extension | None
    lines: tuple[Span, ...]
    totals: Totals | None


@dataclass(frozen=True)
class Change:
    """One last day that an event set, moved or took away; ``kind`` as of `ClockView`, ``basis`` what sets that limit."""

    kind: str
    before: date | None
    after: date | None
    basis: Text = NOTHING_STATED


@dataclass(frozen=True)
class Move:
    """One event that changed last days.

    ``by``: whoever acted, as `queries.shapes.TimelineEntry`.  ``facts``: the event's own days and codes, such as the
    procedure's kind and the length told; nothing personal.  ``basis``: the item's rule by which this event may move a
    day: of an extension, a special procedure, an effect of date; None where it is the limit's own.
    """

    seq: int
    at: datetime
    type: str
    by: str
    changes: tuple[Change, ...]
    facts: Mapping[str, Any]
    basis: Basis | None = None


DAY_FACTS = ("first", "told_last", "ended", "bring_by", "clock_start", "restarted_on")
FACTS = ("kind", "days", "calendar", "ground", *DAY_FACTS)
COLUMNS = {**{column: kind for kind, column in DUE_COLUMNS.items()}, "correction_due": "correction"}


def correction_views(state: CaseState, calendar: WorkCalendar, today: date) -> Iterator[ClockView]:
    """One clock for each correction notice: the days that the applicant had, or has."""
    for one in state.course.rounds:
        view = _correction(one, state, calendar, today)
        if view is not None:
            yield view


def _correction(one: Round, state: CaseState, calendar: WorkCalendar, today: date) -> ClockView | None:
    start = legal_date(one.asked_at)
    told_last = state.bring_by if one is state.course.open_round else None
    last = max(start, calendar.end_of_period(told_last or one.bring_by)[0])
    over = one.answered_at or state.concluded_at
    told = until(start, last, TOLD_IN_NOTICE.zh, legal_date(over) if over else None)
    if one.answered_at is not None:
        met = legal_date(one.answered_at)
        kept = "met" if met <= told.due else "missed"
        return ClockView("correction", kept, start, told, None, "none", TOLD_IN_NOTICE, met=met)
    if state.concluded_at is not None:
        if state.outcome in WITHDRAWN:
            return None
        ended = legal_date(state.concluded_at)
        return ClockView("correction", "missed", start, told, None, "none", TOLD_IN_NOTICE, met=ended)
    left = remaining(told, today, calendar)
    return ClockView("correction", "running", start, told, left, "paused", TOLD_IN_NOTICE)


def every_clock(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> Iterator[ClockView]:
    """Every clock of the case, the applicant's own dates first."""
    yield from correction_views(state, calendar, today)
    yield from clock_views(state, item, calendar, today)


def explained(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> Iterator[ExplainedClock]:
    """Every clock with its lines and what they add up to."""
    for view in correction_views(state, calendar, today):
        yield _explained(view, None, None)
    for window, view in zip(windows(state, item), clock_views(state, item, calendar, today), strict=True):
        yield _explained(view, window.limit, window.extension)


def _explained(view: ClockView, limit: Limit | None, extension: Extension | None) -> ExplainedClock:
    lines = spans(view.due.days) if view.due else ()
    return ExplainedClock(view, limit, extension, lines, totals(lines) if view.due else None)


def turns(state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date) -> tuple[Wait, ...]:
    """For whom the case waited on which days, until it was delivered, or filed without a paper, or until today."""
    begun, rounds = _begun(state, today)
    return waits(begun, _ended(state) or today, rounds, spans_of(state, item), calendar)


def turn_of(state: CaseState, item: ItemDefinition, today: date) -> Turn | None:
    """Whose turn it is; None where the matter has ended.  Reads the row alone, for the lines of a list.

    After the decision the office has the turn until the result is delivered, said from the day of the decision.
    """
    if _ended(state) is not None:
        return None
    if state.concluded_at is not None:
        return turn_now(legal_date(state.concluded_at), today, (), ())
    begun, rounds = _begun(state, today)
    return turn_now(begun, today, rounds, spans_of(state, item))


def _begun(state: CaseState, today: date) -> tuple[date, list[Asked]]:
    if state.course.restarted_on is not None:  # 重作: what was before is another reckoning
        return state.course.restarted_on, []
    rounds = [
        Asked(legal_date(reached), legal_date(one.answered_at) if one.answered_at else None)
        for one in state.course.rounds
        if (reached := one.served_at or one.answered_at)  # nobody owes an answer to what never reached them
    ]
    return legal_date(state.received_at) if state.received_at else today, rounds


def _ended(state: CaseState) -> date | None:
    if state.delivered_at is not None:
        return legal_date(state.delivered_at)
    nothing_to_deliver = state.concluded_at is not None and not state.delivery_due
    return legal_date(state.concluded_at) if nothing_to_deliver and state.concluded_at else None


def moves(events: Iterable[Recorded], who: Mapping[int, str], item: ItemDefinition) -> Iterator[Move]:
    """The events that set, moved or took away a last day, oldest first.

    Args:
        who: event's number → who did it.
        item: the edition that the case is pinned to; its limits and effects are what the days rest on.
    """
    state = CaseState()
    for event in events:
        if event.type not in EVENTS:
            continue
        after = apply(state, event, event.at)
        changes = tuple(
            Change(kind, before, now, _set_by(kind, after, item))
            for column, kind in COLUMNS.items()
            if (before := _last_day(state, column)) != (now := _last_day(after, column))
        )
        facts = {name: _fact(name, event.data[name]) for name in FACTS if event.data.get(name)}
        if changes or event.type in ("special_procedure_started", "special_procedure_ended", "extended"):
            basis = _allowed_by(event, after, item)
            yield Move(event.seq, event.at, event.type, who.get(event.seq, ""), changes, facts, basis)
        state = after


WHOLE_MATERIALS = frozenset({"promised_due", "statutory_due"})
"""The last days of limits that do not run while a correction notice is out: they count from whole materials."""


def _last_day(state: CaseState, column: str) -> date | None:
    """The last day as it runs in that state, as `clocks.windows` has it."""
    if column in WHOLE_MATERIALS and state.course.open_round is not None:
        return None
    told: date | None = getattr(state, column)
    return told


def _set_by(kind: str, state: CaseState, item: ItemDefinition) -> Text:
    if kind == "correction":
        return TOLD_IN_NOTICE
    if kind == "telling":
        effect = item.effect("deemed_acceptance")
        return effect.basis.duty if effect else NOTHING_STATED
    limit = limits_for(item, steps_of(state)).get(kind)
    return limit.basis if limit else NOTHING_STATED


def _allowed_by(event: Recorded, after: CaseState, item: ItemDefinition) -> Basis | None:
    if event.type in PROCEDURE_EVENTS and after.course.procedures:
        return procedure_basis(item, after.course.procedures[-1].kind)
    effect = item.effect(EFFECT_OF.get(event.type, ""))
    return effect.basis if effect else None


PROCEDURE_EVENTS = frozenset({"special_procedure_started", "special_procedure_ended"})
EFFECT_OF = {
    "extended": "extension",
    "deemed_accepted": "deemed_acceptance",
    "deemed_withdrawn": "deemed_withdrawal",
    "restored": "deemed_withdrawal",
    "deemed_delivered": "announcement",
}


def _fact(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAY_FACTS and isinstance(value, str) else value

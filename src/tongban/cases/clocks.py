"""The clocks of a case: which limits run from when, what is left, and the derivation day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongban.cases.projection import CaseState
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.kernel.calendars import calendar_for
from tongban.kernel.time import legal_date
from tongban.rules.clock import Due, LampThresholds, Limit, due, lamp, remaining
from tongban.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class ClockView:
    """One clock of the case with its derivation.

    ``kind``: intake_check, promised, statutory, delivery.  ``state``: running, met, missed, not_started.
    """

    kind: str
    state: str
    start: date | None
    due: Due | None
    remaining: int | None
    lamp: str
    basis: Text


def calendar_of(division_code: str) -> WorkCalendar:
    """The calendar that holds for an authority, national layer and region's own days."""
    return calendar_for(division_code[:6])


def limit_of(item: ItemDefinition, kind: str) -> Limit:
    """One of the item's limits as the rules count it."""
    stated = item.limits[kind]
    return Limit(stated.days, "working" if stated.unit == "working" else "calendar", stated.basis.zh)


def limits_from_acceptance(
    item: ItemDefinition, accepted: date, clock_start: date | None, calendar: WorkCalendar
) -> dict[str, object]:
    """The last days that an acceptance sets, as its event carries them.

    Args:
        accepted: the day of acceptance.
        clock_start: the day the application counts from, for a limit that the law counts from receipt.

    Returns:
        promised_due, statutory_due (None where no law sets a limit), provisional.
    """
    promised = due(accepted, limit_of(item, "promised"), calendar)
    if "statutory" not in item.limits:
        return {"promised_due": promised.due, "statutory_due": None, "provisional": promised.provisional}
    from_receipt = item.limits["statutory"].runs_from == "receipt" and clock_start is not None
    start = clock_start if from_receipt and clock_start else accepted
    statutory = due(start, limit_of(item, "statutory"), calendar)
    return {
        "promised_due": promised.due,
        "statutory_due": statutory.due,
        "provisional": promised.provisional or statutory.provisional,
    }


def _window(state: CaseState, item: ItemDefinition, kind: str) -> tuple[date | None, date | None]:
    """From which day a clock runs, and on which day it was met; None where not yet."""
    accepted = legal_date(state.accepted_at) if state.accepted_at else None
    concluded = legal_date(state.concluded_at) if state.concluded_at else None
    delivered = legal_date(state.delivered_at) if state.delivered_at else None
    if kind == "intake_check":
        return state.clock_start, accepted or concluded
    if kind == "delivery":
        return (concluded if state.outcome in ("granted", "refused", "declined") else None), delivered
    if item.limits[kind].runs_from == "receipt":
        return state.clock_start, concluded
    start = state.clock_start if accepted and state.clock_start and accepted < state.clock_start else accepted
    return start, concluded


def clock_views(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, today: date
) -> Iterator[ClockView]:
    """Every clock of the case, started or not."""
    for kind in ("intake_check", "promised", "statutory", "delivery"):
        if kind not in item.limits:
            continue  # no law sets one
        start, met = _window(state, item, kind)
        basis: Text = item.limits[kind].basis
        if start is None:
            yield ClockView(kind, "not_started", None, None, None, "none", basis)
            continue
        result = due(start, limit_of(item, kind), calendar)
        if met is not None:
            yield ClockView(
                kind, "met" if met <= result.due else "missed", start, result, None, "none", basis
            )
            continue
        left = remaining(result, today, calendar)
        yield ClockView(kind, "running", start, result, left, lamp_of(item, kind, left), basis)


def lamp_of(item: ItemDefinition, kind: str, left: int) -> str:
    """The lamp of a running limit; a limit of one day does not begin its life as about to expire."""
    return lamp(left, LampThresholds(soon_at=min(1, max(0, item.limits[kind].days - 1))))


RUNNING = {"submitted": "intake_check", "in_review": "promised", "concluded": "delivery"}


def days_left(state: CaseState, item: ItemDefinition, calendar: WorkCalendar, last: date, today: date) -> int:
    """What is left of the limit that binds now, as its clock says, without deriving it day by day.

    Args:
        last: what `running_due` gave.
    """
    kind = RUNNING[state.status]
    limit = limit_of(item, kind)
    start, _ = _window(state, item, kind)
    if limit.unit == "calendar" and start is not None:
        return remaining(due(start, limit, calendar), today, calendar)
    if today <= last:
        return calendar.working_days_between(today, last)
    return min(-1, -calendar.working_days_between(last, today))


def running_due(state: CaseState) -> date | None:
    """The last day that binds now: of the intake check, then of the promise, then of delivery."""
    if state.status == "submitted":
        return state.intake_due
    if state.status == "in_review":
        return state.promised_due
    if state.status == "concluded":
        return state.delivery_due
    return None

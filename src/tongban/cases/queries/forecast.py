"""什么时候能办好: the last days of an application that nobody has made yet, for anybody, from the catalogue alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from tongban.cases.clocks import calendar_of, limit_of, limits_for
from tongban.cases.receiving import receipt_rule
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.catalogue.queries import current
from tongban.directory.queries import centre_for_village, default_place
from tongban.kernel.errors import NotFound
from tongban.rules.clock import Due, Limit, due
from tongban.rules.explanation import Span, spans, until
from tongban.rules.receipt import Counted, Moments, ReceiptRule, counts_from
from tongban.rules.workdays import WorkCalendar

NOON = time_of_day(12)
MOST_PAUSE = 60  # days of the example; a correction is asked for within weeks
MOST_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Stage:
    """One limit of the forecast, counted to its last day.

    ``kind``: as of `ClockView`.  ``start``: the day from which it would run at the latest.
    """

    kind: str
    start: date
    due: Due
    limit: Limit | None
    basis: Text
    lines: tuple[Span, ...]


@dataclass(frozen=True)
class Forecast:
    """What would happen at the latest to something handed in on a day.

    ``counted``: the day of receipt and why, later than ``handed_in`` where the item says that what comes after hours
    counts as come on the next working day.  ``corrected``: the same with one correction of ``pause`` days.
    """

    item: ItemDefinition
    handed_in: date
    counted: Counted
    stages: tuple[Stage, ...]
    pause: int
    corrected: tuple[Stage, ...]

    @property
    def provisional(self) -> bool:
        """Whether a notice that is not in hand may still move one of the days."""
        return any(stage.due.provisional for stage in (*self.stages, *self.corrected))


def forecast(
    item_code: str,
    place: str,
    handed_in: date,
    *,
    at: time_of_day | None = None,
    pause: int = 0,
) -> Forecast:
    """The last days of something handed in on a day.

    Args:
        item_code: a published item.
        place: the division it would be applied for in; "" for the deployment's first township.
        handed_in: the day on which it would come in.
        at: the time of day, where it is told.
        pause: with how many days until a correction is brought; 0: without.

    Raises:
        NotFound: no such item at this place.
        ClockFault, CalendarFault: a day that no calendar reaches.
    """
    item = current(item_code, place).definition
    if not item.published:
        raise NotFound("item")
    place = place or default_place()
    calendar = calendar_of(place)
    counted = received_on(item, handed_in, at, place, calendar)
    law = replace(item, limits=limits_for(item, _steps_in_any_case(item)))
    straight = tuple(_straight(law, counted.day, calendar))
    corrected = tuple(_with_correction(law, counted.day, pause, calendar)) if pause else ()
    return Forecast(item, handed_in, counted, straight, pause, corrected)


def _steps_in_any_case(item: ItemDefinition) -> frozenset[str]:
    """The steps that no answer decides: whether departments handle it jointly is read from these."""
    return frozenset(step.code for step in item.steps if step.needed_if is None)


def received_on(
    item: ItemDefinition, handed_in: date, at: time_of_day | None, place: str, calendar: WorkCalendar
) -> Counted:
    """The day of receipt of what arrives at a time of day, at noon where none is told.

    Args:
        place: its centre's closing time holds where the item's rule names none.

    Raises:
        NotFound: no centre serves the place.
    """
    moment = datetime.combine(handed_in, at or NOON)
    stated = item.effect("after_hours_receipt") is not None
    rule = receipt_rule(item, "portal", centre_for_village(place)) if stated else ReceiptRule()
    return counts_from("portal", Moments(moment, moment, moment), rule, calendar)


def _stage(item: ItemDefinition, kind: str, start: date, calendar: WorkCalendar) -> Stage:
    limit = limit_of(item, kind)
    result = due(start, limit, calendar)
    return Stage(kind, start, result, limit, item.limits[kind].basis, spans(result.days))


def _straight(item: ItemDefinition, received: date, calendar: WorkCalendar) -> list[Stage]:
    """Checked, decided by promise and by law, delivered: each on its last day, from the last day before it.

    Delivered at the latest is what was decided on the last day of all, the law's where one stands beside the promise.
    """
    check = _stage(item, "intake_check", received, calendar)
    stages = [check]
    for kind in ("promised", "statutory"):
        if kind in item.limits:
            from_receipt = item.limits[kind].runs_from == "receipt"
            stages.append(_stage(item, kind, received if from_receipt else check.due.due, calendar))
    decided = max(stage.due.due for stage in stages)
    stages.append(_stage(item, "delivery", decided, calendar))
    return stages


def _with_correction(item: ItemDefinition, received: date, pause: int, calendar: WorkCalendar) -> list[Stage]:
    """Asked for on the last day of the check, brought after ``pause`` days; the check begins anew with that day."""
    check = _stage(item, "intake_check", received, calendar)
    asked = check.due.due
    own = until(asked, asked + timedelta(days=pause))
    basis = Text("补正告知书上写的日期", "the date in the correction notice")
    brought = Stage("correction", asked, own, None, basis, spans(own.days))
    again = [
        replace(stage, kind="intake_check_again") if stage.kind == "intake_check" else stage
        for stage in _straight(item, own.due, calendar)
    ]
    return [check, brought, *again]

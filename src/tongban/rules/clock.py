"""When a limit ends, with one line of reasons per calendar day.

Sources: 民法典 art. 200–203 (how days count); 行政许可法 art. 42 (twenty days, one extension), art. 45 (what does not
count), art. 82 (the authority's own limits are working days). Other items bring limits of their own, with their basis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from tongban.rules.faults import RuleFault
from tongban.rules.workdays import WEEKEND, CalendarFault, DayStatus, WorkCalendar

Unit = Literal["working", "calendar"]
Phase = Literal["limit", "extension"]

START_DAY = "start_day"
CALENDAR_DAY = "calendar_day"
MOVED_TO_WORKING_DAY = "moved_to_working_day"

START_DAY_BASIS = "《民法典》第二百零一条"
MOVED_BASIS = "《民法典》第二百零三条"
# Saturday and Sunday are the weekly days of rest of offices (art. 7, from memory).
WEEKEND_BASIS = "《国务院关于职工工作时间的规定》第七条"

# No limit in the field runs ten years; a longer one is a slip of the keyboard, and would cost memory.
LONGEST_DAYS = 3660
ONE_DAY = timedelta(days=1)


class ClockFault(RuleFault):
    """A limit, pause or extension that cannot be counted."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the authority has.

    Args:
        days: whole days; 0 means on the spot (当场).
        unit: ``working`` or ``calendar`` days.
        basis: the article, or the promise, that sets it.

    Raises:
        ClockFault: ``negative_limit``, ``limit_too_long``, ``unknown_unit``.
    """

    days: int
    unit: Unit
    basis: str

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ClockFault("unknown_unit", unit=self.unit)
        if self.days < 0:
            raise ClockFault("negative_limit", days=self.days)
        if self.days > LONGEST_DAYS:
            raise ClockFault("limit_too_long", days=self.days, longest=LONGEST_DAYS)


@dataclass(frozen=True, slots=True)
class ExcludedSpan:
    """Whole days that do not count, first and last included (行政许可法 art. 45, or the item's own rule).

    Args:
        first: first day that does not count.
        last: last day that does not count.
        reason: the special procedure's code, such as ``hearing`` or ``appraisal``.
        basis: the article or rule that takes the days out.

    Raises:
        ClockFault: ``span_reversed``, ``span_too_long``.
    """

    first: date
    last: date
    reason: str
    basis: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ClockFault("span_reversed", first=self.first, last=self.last)
        if (self.last - self.first).days >= LONGEST_DAYS:
            raise ClockFault("span_too_long", first=self.first, last=self.last, longest=LONGEST_DAYS)


@dataclass(frozen=True, slots=True)
class Extension:
    """More days of the limit's own unit, granted once (行政许可法 art. 42).

    Args:
        days: at least 1.
        reason: why it was granted.
        basis: the article that allows it.

    Raises:
        ClockFault: ``extension_not_positive``, ``limit_too_long``.
    """

    days: int
    reason: str
    basis: str

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ClockFault("extension_not_positive", days=self.days)
        if self.days > LONGEST_DAYS:
            raise ClockFault("limit_too_long", days=self.days, longest=LONGEST_DAYS)


class DayEntry(NamedTuple):
    """Why one day counted or did not.

    Args:
        date: the day.
        counted: whether it used up one day of the limit or the extension.
        reason: ``start_day``, a code of the working calendar, a pause's reason, ``calendar_day`` or
            ``moved_to_working_day``.
        ordinal: the running count, through the extension; None where the day did not count.
        phase: ``limit`` until its last counted day, ``extension`` after it.
        name: the holiday's name, or empty.
        basis: the article or notice that speaks of this day.
        provisional: whether the end depends on this day and a missing notice may still change it.
    """

    date: date
    counted: bool
    reason: str
    ordinal: int | None
    phase: Phase
    name: str
    basis: str
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit and its derivation, one entry per day from the start day through ``due``."""

    due: date
    provisional: bool
    days: tuple[DayEntry, ...]
    unit: Unit


def due(
    start: date,
    limit: Limit,
    calendar: WorkCalendar,
    excluded: Sequence[ExcludedSpan] = (),
    extension: Extension | Sequence[Extension] | None = None,
) -> Due:
    """Count a limit from the day after ``start``.

    A calendar-day limit that ends on a rest day moves to the next working day; a working-day limit cannot.
    Overlapping spans are one. The result is provisional when a day it rests on may still change.

    Args:
        start: the day of the event, which does not count (民法典 art. 201).
        limit: how long, in which unit.
        calendar: which days work.
        excluded: days taken out, in any order.
        extension: the one extension, if granted.

    Raises:
        ClockFault: ``second_extension``, ``beyond_dates``.
    """
    granted = _only_extension(extension)
    total = limit.days + (granted.days if granted else 0)
    entries = [DayEntry(start, False, START_DAY, None, "limit", "", START_DAY_BASIS)]
    spans = sorted(excluded, key=lambda span: (span.first, span.last))
    working_days = limit.unit == "working"
    try:
        day, ordinal = start, 0
        while ordinal < total:
            day += ONE_DAY
            phase: Phase = "limit" if ordinal < limit.days else "extension"
            span = _span_over(day, spans)
            if span:
                entries.append(DayEntry(day, False, span.reason, None, phase, "", span.basis))
                continue
            basis = granted.basis if granted and phase == "extension" else limit.basis
            if not working_days:
                ordinal += 1
                entries.append(DayEntry(day, True, CALENDAR_DAY, ordinal, phase, "", basis))
                continue
            status = calendar.day(day)
            if status.working:
                ordinal += 1
            entries.append(
                DayEntry(
                    day,
                    status.working,
                    status.reason,
                    ordinal if status.working else None,
                    phase,
                    status.name,
                    status.source or (basis if status.working else _rest_basis(status)),
                    status.provisional,
                )
            )
        if total and not working_days:
            _move_to_working_day(entries, calendar, spans)
    except (OverflowError, CalendarFault) as reached_the_end:
        raise ClockFault("beyond_dates", start=start, days=total) from reached_the_end
    return Due(entries[-1].date, any(entry.provisional for entry in entries), tuple(entries), limit.unit)


def _only_extension(extension: Extension | Sequence[Extension] | None) -> Extension | None:
    if extension is None or isinstance(extension, Extension):
        return extension
    if len(extension) > 1:
        raise ClockFault("second_extension", extensions=len(extension))
    return extension[0] if extension else None


def _rest_basis(status: DayStatus) -> str:
    """What a day of rest rests on that no notice names."""
    return WEEKEND_BASIS if status.reason == WEEKEND else ""


def _span_over(day: date, spans: Sequence[ExcludedSpan]) -> ExcludedSpan | None:
    for span in spans:
        if span.first > day:
            return None
        if day <= span.last:
            return span
    return None


def _move_to_working_day(
    entries: list[DayEntry], calendar: WorkCalendar, spans: Sequence[ExcludedSpan]
) -> None:
    """Add the rest days after a last calendar day that rests, and the working day they lead to."""
    last = entries[-1]
    status = calendar.day(last.date)
    if status.provisional:
        entries[-1] = last._replace(provisional=True)
    if status.working:
        return
    day = last.date
    while True:
        day += ONE_DAY
        span = _span_over(day, spans)
        if span:
            entries.append(DayEntry(day, False, span.reason, None, last.phase, "", span.basis))
            continue
        status = calendar.day(day)
        reason = MOVED_TO_WORKING_DAY if status.working else status.reason
        basis = MOVED_BASIS if status.working else status.source or _rest_basis(status)
        entries.append(DayEntry(day, False, reason, None, last.phase, status.name, basis, status.provisional))
        if status.working:
            return


def remaining(result: Due, today: date, calendar: WorkCalendar) -> int:
    """Counted days left after today: 0 on the last day, negative once it has passed, in the limit's unit.

    The day after the last day is -1 even if it is a rest day: the limit has passed all the same.
    """
    if today <= result.due:
        return sum(1 for entry in result.days if entry.counted and entry.date > today)
    if result.unit == "calendar":
        return (result.due - today).days
    return min(-1, -calendar.working_days_between(result.due, today))

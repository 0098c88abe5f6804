"""The layered working calendar: the nation's year, and a region's own days on top.

Sources: 全国年节及纪念日放假办法 (holidays, and in its article on minority festivals the regions' right to their own
days); the State Council's yearly notice, which also names the make-up working days (调休).
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from tongban.rules.faults import RuleFault

WORKDAY = "workday"
WEEKEND = "weekend"
PUBLIC_HOLIDAY = "public_holiday"
MAKE_UP_WORKDAY = "make_up_workday"
REGIONAL_HOLIDAY = "regional_holiday"
UNPUBLISHED_YEAR = "unpublished_year"

SATURDAY = 5


class CalendarFault(RuleFault):
    """A calendar that contradicts itself, or a date that it cannot reach."""


@dataclass(frozen=True, slots=True)
class DayRule:
    """What one notice says about one day.

    Args:
        working: whether the day is a working day.
        reason: ``public_holiday``, ``make_up_workday`` or ``regional_holiday``.
        name: the holiday's own name, 中秋节.
        confirmed: False while the notice itself is not in hand.
        source: the notice's number or title.
    """

    working: bool
    reason: str
    name: str
    confirmed: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of days: the nation, or one region.

    Args:
        name: for people, 全国 or 宁夏回族自治区.
        code: area code of 6 digits, empty for the nation.
        precedence: the layer with the higher number decides a day that several name.
        years: the years for which this layer's notice is loaded.
        days: only the days that depart from the layers below and from the week.
    """

    name: str
    code: str
    precedence: int
    years: frozenset[int]
    days: Mapping[date, DayRule]


@dataclass(frozen=True, slots=True)
class DayStatus:
    """One day as the whole calendar sees it.

    ``provisional`` says that a notice not yet in hand may still change the day.
    """

    date: date
    working: bool
    reason: str
    name: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Year:
    """A year worked out once. Ordinals are ``date.toordinal()``, sorted."""

    first: int
    statuses: tuple[DayStatus, ...]
    working: tuple[int, ...]
    provisional: tuple[int, ...]


def _edition(layers: tuple[Layer, ...]) -> str:
    """Twelve figures that differ whenever a day of any layer differs."""
    told = hashlib.sha256()
    for layer in layers:
        told.update(repr((layer.code, layer.precedence, sorted(layer.years))).encode())
        for on, rule in sorted(layer.days.items()):
            told.update(repr((on.toordinal(), rule.working, rule.reason, rule.confirmed)).encode())
    return told.hexdigest()[:12]


class WorkCalendar:
    """Answers which days work. Safe to share between threads; years are worked out when first asked for.

    ``edition`` names its content: two calendars that count alike have the same.

    Args:
        layers: in any order; no two of the same precedence.
        holds_from: the day of the publication that made it what it is; None where nobody knows.  What a date had
            brought about before that day stays.

    Raises:
        CalendarFault: ``precedence_twice``.
    """

    def __init__(self, layers: Iterable[Layer], holds_from: date | None = None) -> None:
        self.holds_from = holds_from
        self.layers = tuple(sorted(layers, key=lambda layer: layer.precedence, reverse=True))
        precedences = [layer.precedence for layer in self.layers]
        if len(set(precedences)) < len(precedences):
            raise CalendarFault("precedence_twice", layers=[layer.name for layer in self.layers])
        self._years: dict[int, _Year] = {}
        self.edition = _edition(self.layers)

    def day(self, on: date) -> DayStatus:
        """The status of one day."""
        year = self._year(on.year)
        return year.statuses[on.toordinal() - year.first]

    def is_working(self, on: date) -> bool:
        """Whether the authority works on this day."""
        return self.day(on).working

    def add_working_days(self, start: date, count: int) -> date:
        """The count-th working day after ``start``, which itself is never counted (before it, if negative).

        Args:
            start: any day, working or not.
            count: working days. Zero gives ``start`` back.

        Raises:
            CalendarFault: ``beyond_dates`` where the count leaves the years a date can have.
        """
        if count == 0:
            return start
        if count < 0:
            return self._working_day_before(start, -count)
        number, year = start.year, self._year(start.year)
        index = bisect_right(year.working, start.toordinal()) + count - 1
        while index >= len(year.working):
            index -= len(year.working)
            number += 1
            year = self._year(number)
        return date.fromordinal(year.working[index])

    def _working_day_before(self, start: date, count: int) -> date:
        number, year = start.year, self._year(start.year)
        index = bisect_left(year.working, start.toordinal()) - count
        while index < 0:
            number -= 1
            year = self._year(number)
            index += len(year.working)
        return date.fromordinal(year.working[index])

    def working_days_between(self, after: date, through: date) -> int:
        """How many working days lie after ``after`` and not after ``through``; 0 if they are reversed."""
        if through <= after:
            return 0
        counted = 0
        for number in range(after.year, through.year + 1):
            working = self._year(number).working
            counted += bisect_right(working, through.toordinal()) - bisect_right(working, after.toordinal())
        return counted

    def working_day_from(self, on: date) -> date:
        """The day itself if it works, else the next working day (民法典 art. 203)."""
        return on if self.is_working(on) else self.add_working_days(on, 1)

    def end_of_period(self, on: date) -> tuple[date, bool]:
        """The last day of a period that ends on this day, and whether a notice may still move it.

        A day of rest gives its place to the next working day (民法典 art. 203).
        """
        last = self.working_day_from(on)
        return last, self.provisional_between(on, last)

    def provisional_between(self, first: date, last: date) -> bool:
        """Whether any day from first to last, both included, may still change."""
        for number in range(first.year, last.year + 1):
            doubtful = self._year(number).provisional
            position = bisect_left(doubtful, first.toordinal())
            if position < len(doubtful) and doubtful[position] <= last.toordinal():
                return True
        return False

    def _year(self, number: int) -> _Year:
        # Two threads may both work a year out; they arrive at equal values and the later one stays.
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._work_out(number)
        return year

    def _work_out(self, number: int) -> _Year:
        if not MINYEAR <= number <= MAXYEAR:
            raise CalendarFault("beyond_dates", year=number)
        first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        statuses = tuple(self._status(date.fromordinal(ordinal)) for ordinal in range(first, last + 1))
        return _Year(
            first=first,
            statuses=statuses,
            working=tuple(first + n for n, status in enumerate(statuses) if status.working),
            provisional=tuple(first + n for n, status in enumerate(statuses) if status.provisional),
        )

    def _status(self, on: date) -> DayStatus:
        unpublished = False
        for layer in self.layers:
            rule = layer.days.get(on)
            if rule is not None:
                provisional = unpublished or not rule.confirmed
                return DayStatus(on, rule.working, rule.reason, rule.name, rule.source, provisional)
            unpublished = unpublished or on.year not in layer.years
        if on.weekday() >= SATURDAY:
            # A weekend may yet be named a make-up working day, so it is as provisional as its year.
            return DayStatus(on, False, WEEKEND, "", "", unpublished)
        return DayStatus(on, True, UNPUBLISHED_YEAR if unpublished else WORKDAY, "", "", unpublished)

"""A derivation in lines that people read: consecutive days of one reason become one line, and the lines add up.

Sources: 民法典 art. 200–203; 行政许可法 art. 42, 45, 82, as `rules.clock` counts them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tongban.rules.clock import (
    LONGEST_DAYS,
    START_DAY,
    START_DAY_BASIS,
    ClockFault,
    DayEntry,
    Due,
    Phase,
)

APPLICANT_DAY = "awaiting_corrections"
"""A day that the applicant has to bring what was asked for (补正)."""

NO_LONGER_AWAITED = "no_longer_awaited"
"""A day of theirs that was not needed: what was asked for had come, or the matter had ended."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive days of one reason.

    Args:
        first, last: both included.
        counted: how many of them used up a day of the limit or the extension: all or none.
        through: the running count at the end; None where they did not count.
        reason, phase, name, basis, provisional: as of each of the days (`rules.clock.DayEntry`).
    """

    first: date
    last: date
    counted: int
    through: int | None
    reason: str
    phase: Phase
    name: str
    basis: str
    provisional: bool

    @property
    def length(self) -> int:
        """Days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Totals:
    """What the lines of a derivation add up to.

    Args:
        days: from the day of the event through the last day.
        counted: of them; the limit and the extension together.
        of_limit, of_extension: the two apart.
        not_counted: reason → days that did not count.
    """

    days: int
    counted: int
    of_limit: int
    of_extension: int
    not_counted: Mapping[str, int]


def spans(days: Iterable[DayEntry]) -> tuple[Span, ...]:
    """The derivation line by line; every day stands in exactly one line."""
    return tuple(_span(list(group)) for _, group in groupby(days, _alike))


def _alike(day: DayEntry) -> tuple[object, ...]:
    return (day.counted, day.reason, day.phase, day.name, day.basis, day.provisional)


def _span(days: Sequence[DayEntry]) -> Span:
    first, last = days[0], days[-1]
    return Span(
        first=first.date,
        last=last.date,
        counted=len(days) if first.counted else 0,
        through=last.ordinal,
        reason=first.reason,
        phase=first.phase,
        name=first.name,
        basis=first.basis,
        provisional=first.provisional,
    )


def totals(lines: Iterable[Span]) -> Totals:
    """What the lines add up to."""
    days = of_limit = of_extension = 0
    rests: Counter[str] = Counter()
    for line in lines:
        days += line.length
        if not line.counted:
            rests[line.reason] += line.length
        elif line.phase == "extension":
            of_extension += line.counted
        else:
            of_limit += line.counted
    return Totals(days, of_limit + of_extension, of_limit, of_extension, dict(rests))


def until(start: date, last: date, basis: str = "", over: date | None = None) -> Due:
    """The days that the applicant has until a date they were told, as a clock of their own.

    The day on which they were told does not count (民法典 art. 201); every day after it is theirs, rest days too.
    A date told in writing stands as it was told, so it is never provisional; where it came to be a day of rest, the
    caller gives the working day that takes its place (民法典 art. 203).

    Args:
        start: the day on which they were told.
        last: the last day, as told.
        basis: what the date rests on.
        over: the day on which the answer came, or the matter ended; the days after it were not needed and do not
            count.

    Raises:
        ClockFault: ``span_reversed``, ``limit_too_long``.
    """
    if last < start:
        raise ClockFault("span_reversed", first=start, last=last)
    length = (last - start).days
    if length > LONGEST_DAYS:
        raise ClockFault("limit_too_long", days=length, longest=LONGEST_DAYS)
    days = [DayEntry(start, False, START_DAY, None, "limit", "", START_DAY_BASIS)]
    for n in range(1, length + 1):
        day = start + n * ONE_DAY
        if over is None or day <= over:
            days.append(DayEntry(day, True, APPLICANT_DAY, n, "limit", "", basis))
        else:
            days.append(DayEntry(day, False, NO_LONGER_AWAITED, None, "limit", "", ""))
    return Due(last, False, tuple(days), "calendar")

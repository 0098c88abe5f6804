"""For whom a case waits, day by day: the office, the applicant, or a special procedure; never for two at once.

The day on which something comes in or goes out belongs to whoever had it until then, as the starting day of a limit
does not count (民法典 art. 201).  What a special procedure takes out counts for nobody's delay (行政许可法 art. 45).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from tongban.rules.clock import ExcludedSpan
from tongban.rules.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


class WaitsFor(StrEnum):
    """Whose turn it is."""

    OFFICE = "office"
    APPLICANT = "applicant"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction notice: from the day after it reached the applicant until the day of the answer it is their turn.

    Args:
        asked: the day of its proven delivery; a notice that reached nobody leaves the turn with the office.
        answered: the day on which what it asked for came in; None while it is out.
    """

    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Consecutive days on which the case waits for one.

    Args:
        waits_for: whose turn it is.
        first, last: both included.
        working_days: how many of them work.
        reason: of a procedure which; else empty.
    """

    waits_for: WaitsFor
    first: date
    last: date
    working_days: int
    reason: str = ""

    @property
    def days(self) -> int:
        """All days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Waited:
    """The sums in working days, counted apart."""

    office: int
    applicant: int
    procedure: int


def waits(
    begun: date,
    through: date,
    rounds: Sequence[Asked],
    procedures: Sequence[ExcludedSpan],
    calendar: WorkCalendar,
) -> tuple[Wait, ...]:
    """Whose turn it was on each day after ``begun`` through ``through``, oldest first.

    Where a notice is out, the applicant has the turn whatever else runs.

    Args:
        begun: the day of receipt, which does not count.
        through: the day on which it ended, or today.
        rounds: the correction notices.
        procedures: days that special procedures take out, as the clock takes them out.
    """
    turns = (
        (day, _turn(day, rounds, procedures))
        for day in (begun + n * ONE_DAY for n in range(1, (through - begun).days + 1))
    )
    found = []
    for (who, reason), group in groupby(turns, key=lambda turn: turn[1]):
        days = [day for day, _ in group]
        working = calendar.working_days_between(days[0] - ONE_DAY, days[-1])
        found.append(Wait(who, days[0], days[-1], working, reason))
    return tuple(found)


def _turn(day: date, rounds: Sequence[Asked], procedures: Sequence[ExcludedSpan]) -> tuple[WaitsFor, str]:
    if any(one.asked < day and (one.answered is None or day <= one.answered) for one in rounds):
        return WaitsFor.APPLICANT, ""
    span = next((span for span in procedures if span.first <= day <= span.last), None)
    return (WaitsFor.PROCEDURE, span.reason) if span else (WaitsFor.OFFICE, "")


def waited(lines: Sequence[Wait]) -> Waited:
    """The working days of each."""

    def of(who: WaitsFor) -> int:
        return sum(line.working_days for line in lines if line.waits_for is who)

    return Waited(of(WaitsFor.OFFICE), of(WaitsFor.APPLICANT), of(WaitsFor.PROCEDURE))


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is now.

    Args:
        waits_for: whose.
        days: for how many days of the calendar, today included; 0 from today on.
        reason: of a procedure which; else empty.
    """

    waits_for: WaitsFor
    days: int
    reason: str = ""


def turn_now(begun: date, today: date, rounds: Sequence[Asked], procedures: Sequence[ExcludedSpan]) -> Turn:
    """Whose turn it is and since when, as `waits` would say at the end of today, without going through the days.

    Whoever has got it today has it for no day yet.
    """
    if any(one.answered is None for one in rounds):
        return Turn(WaitsFor.APPLICANT, (today - rounds[-1].asked).days)
    answers = (one.answered for one in rounds if one.answered is not None and one.answered > one.asked)
    got_back = max([begun, *answers])
    span = next((span for span in procedures if span.first <= today <= span.last), None)
    if span is not None:
        return Turn(WaitsFor.PROCEDURE, (today - max(got_back, span.first - ONE_DAY)).days, span.reason)
    over = [span.last for span in procedures if span.last < today]
    return Turn(WaitsFor.OFFICE, max(0, (today - max([got_back, *over])).days))

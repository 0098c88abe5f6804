"""Last days counted by other hands: with the public package `chinesecalendar` and this page's reading of the law.

Nothing of `tongban.rules` is used here.  民法典 art. 201: the day it begins does not count; art. 203: a last day that
rests moves to the next working day; 行政许可法 art. 82: the authority's own limits are working days.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

ONE_DAY = timedelta(days=1)
# 开斋节 and 古尔邦节 of 2026 in Ningxia, as they are expected
NINGXIA = frozenset({date(2026, 3, 20), date(2026, 3, 21), date(2026, 5, 27), date(2026, 5, 28)})
WRITTEN = re.compile(
    r"(?P<days>\d+) (?P<unit>working|calendar) from (?P<start>\S+)"
    r"(?: without (?P<without>[^r]+?))?(?: resting (?P<resting>.+))?$"
)


def works(day: date, resting: frozenset[date] = frozenset()) -> bool:
    """Whether an authority in Ningxia works on this day, as far as it is known.

    Args:
        resting: days of rest that a notice added after the package was made.
    """
    if day in NINGXIA or day in resting:
        return False
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # no notice of that year yet
        return day.isoweekday() < 6


@dataclass(frozen=True)
class Count:
    """A limit as a scenario writes it: ``20 working from 2026-09-14 without 2026-09-16..2026-09-21``."""

    days: int
    unit: str
    start: date
    without: frozenset[date] = frozenset()
    resting: frozenset[date] = frozenset()

    @classmethod
    def read(cls, text: str) -> "Count":
        """From its words.

        Raises:
            ValueError: it is not written like that.
        """
        found = WRITTEN.match(text)
        if found is None:
            raise ValueError(f"no count: {text}")
        return cls(
            int(found["days"]),
            found["unit"],
            date.fromisoformat(found["start"]),
            frozenset(_days(found["without"] or "")),
            frozenset(_days(found["resting"] or "")),
        )

    @property
    def last(self) -> date:
        """The last day."""
        day, left = self.start, self.days
        while left:
            day += ONE_DAY
            if day not in self.without and (self.unit == "calendar" or works(day, self.resting)):
                left -= 1
        while self.days and self.unit == "calendar" and not works(day, self.resting):
            day += ONE_DAY
        return day

    def left(self, today: date) -> int:
        """Counted days after today; below zero once the last day is over."""
        if today > self.last:
            late = sum(works(day, self.resting) for day in between(self.last, today))
            return min(-1, -late)
        return sum(
            day not in self.without and (self.unit == "calendar" or works(day, self.resting))
            for day in between(today, self.last)
        )


def between(after: date, through: date) -> list[date]:
    """The days after one day through another."""
    return [after + timedelta(days=n + 1) for n in range((through - after).days)]


def _days(text: str) -> list[date]:
    days: list[date] = []
    for part in text.replace(" ", "").split(","):
        if part:
            first, _, last = part.partition("..")
            begins = date.fromisoformat(first)
            days += [begins, *between(begins, date.fromisoformat(last or first))]
    return days

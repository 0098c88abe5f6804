"""Until when somebody can turn against an administrative act.

行政复议法 art. 20: sixty days from the day they knew of it, or ought to have; 行政诉讼法 art. 46: six months from that day.
Whoever was handed the paper knew that day.  Both are periods of the applicant, in calendar days and months, which no office
hours shorten; a last day of rest gives its place to the next working day (民法典 art. 203).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tongban.rules.workdays import WorkCalendar

RECONSIDERATION_DAYS = 60
LAWSUIT_MONTHS = 6
BASIS = ("《中华人民共和国行政复议法》第二十条", "《中华人民共和国行政诉讼法》第四十六条")


@dataclass(frozen=True)
class LastDays:
    """The last day of each."""

    reconsideration: date
    lawsuit: date


def last_days(known_on: date, calendar: WorkCalendar) -> LastDays:
    """Counted from the day on which the paper was received; that day itself does not count."""
    return LastDays(
        calendar.end_of_period(known_on + timedelta(days=RECONSIDERATION_DAYS))[0],
        calendar.end_of_period(months_after(known_on, LAWSUIT_MONTHS))[0],
    )


def months_after(day: date, months: int) -> date:
    """The day of the same number some months on, the last of the month where there is none (民法典 art. 202)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    while True:
        try:
            return day.replace(year=year, month=month)
        except ValueError:
            day = day.replace(day=day.day - 1)

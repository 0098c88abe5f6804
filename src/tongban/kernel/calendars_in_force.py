"""The calendars that hold in this deployment: shipped files < the operator's folder < what was published here.

Every process asks once a minute whether something was published; the one that publishes knows at once.  The content
alone makes a calendar's `edition`, so all processes name the same calendar alike.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import Max

from tongban.kernel import time
from tongban.kernel.calendar_files import Notice, read_calendar_file
from tongban.kernel.calendars import (
    CalendarDataFault,
    Notices,
    calendar_of_notices,
    notices_in_files,
    operators_folder,
)
from tongban.kernel.models import CalendarNotice
from tongban.rules.workdays import DayRule, WorkCalendar


@dataclass(frozen=True)
class Published:
    """A notice that was published here.

    Args:
        number: counts on with every publication.
        by: the assignment; None: the operator at the command line.
        superseded_at: when a correction took its place; None while it holds.
    """

    number: int
    region: str
    year: int
    source: str
    confirmed: bool
    published_at: datetime
    by: int | None
    superseded_at: datetime | None


def in_force(region: str | None = None) -> WorkCalendar:
    """The working calendar that holds for a region, or for the nation alone.

    Args:
        region: area code of 6 to 12 digits; the days of every region that contains it apply.

    Raises:
        UnknownRegion: no data for the region or any above it.
        CalendarDataFault: a file is faulty.
    """
    return _calendar(region or "", operators_folder(), _generation(_minute()))


def notices_in_force() -> Notices:
    """Every notice that holds, by region and year."""
    return dict(_notices(operators_folder(), _generation(_minute())))


def look_again() -> None:
    """Ask now whether something was published, without waiting for the minute to be over."""
    _generation.cache_clear()


def published_notices() -> tuple[Published, ...]:
    """Everything that was ever published here, the newest first."""
    return tuple(
        Published(
            row.id,
            row.region,
            row.year,
            row.source,
            row.confirmed,
            row.published_at,
            row.by,
            row.superseded_at,
        )
        for row in CalendarNotice.objects.order_by("-id").defer("content")
    )


def content_of_notice(number: int) -> tuple[Published, str] | None:
    """A published notice with its file as it was given; None where there is none of this number."""
    text = CalendarNotice.objects.filter(id=number).values_list("content", flat=True).first()
    found = next((one for one in published_notices() if one.number == number), None)
    return (found, text) if found is not None and text is not None else None


def newest_source() -> str:
    """Number or title of the notice that was published last; empty where none ever was."""
    return _newest_source(_generation(_minute()))


@lru_cache(maxsize=4)
def _newest_source(generation: int) -> str:
    return CalendarNotice.objects.filter(id=generation).values_list("source", flat=True).first() or ""


def forget_calendars_in_force() -> None:
    """After a publication in this process."""
    for kept in (_generation, _publications, _notices, _calendar, _newest_source, _published_on):
        kept.cache_clear()


def _minute() -> int:
    return time.minute()


@lru_cache(maxsize=1)
def _generation(minute: int) -> int:
    """The newest publication, read once a minute per process; publications come one after the other."""
    return CalendarNotice.objects.aggregate(newest=Max("id"))["newest"] or 0


def held_on(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """The calendar of the same region as it was known at the end of a day: what was published later is not in it.

    Args:
        calendar: the one that holds now.
    """
    if calendar.holds_from is None or day >= calendar.holds_from:
        return calendar
    generation = _generation(_minute())
    number = max((number for on, number in _publications(generation) if on <= day), default=0)
    return _calendar(calendar.layers[0].code, operators_folder(), number)


@lru_cache(maxsize=2)
def _publications(generation: int) -> tuple[tuple[date, int], ...]:
    """Every publication: its day and number."""
    rows = CalendarNotice.objects.filter(id__lte=generation).values_list("published_at", "id")
    return tuple((time.legal_date(at), number) for at, number in rows)


@lru_cache(maxsize=16)
def _notices(folder: Path | None, generation: int) -> Notices:
    """What held once a publication was made; each took the place of what was said of its year before."""
    notices = notices_in_files(folder)
    if not generation:
        return notices
    for row in CalendarNotice.objects.filter(id__lte=generation).order_by("id"):
        found, faults = read_calendar_file(f"#{row.id}", row.content.encode())
        if faults:
            raise CalendarDataFault(faults)
        for one in found:
            key = (one.region, one.year)
            if key == (row.region, row.year):
                notices[key] = with_first_sources(one, notices.get(key))
    return notices


def with_first_sources(notice: Notice, before: Notice | None) -> Notice:
    """A notice that takes another's place: a day that it leaves as it was rests on the notice that first named it."""
    if before is None:
        return notice
    days = {
        day: before.days[day] if day in before.days and _alike(before.days[day], rule) else rule
        for day, rule in notice.days.items()
    }
    return replace(notice, days=days)


def _alike(one: DayRule, other: DayRule) -> bool:
    return replace(one, source="") == replace(other, source="")


@lru_cache(maxsize=64)
def _calendar(region: str, folder: Path | None, generation: int) -> WorkCalendar:
    return calendar_of_notices(region, _notices(folder, generation), _published_on(generation))


@lru_cache(maxsize=4)
def _published_on(generation: int) -> date | None:
    at = CalendarNotice.objects.filter(id=generation).values_list("published_at", flat=True).first()
    return time.legal_date(at) if at else None

"""The calendars that hold in this deployment: shipped files < the operator's folder < what was published here.

Every process asks once a minute whether something was published; the one that publishes knows at once.  The content
alone makes a calendar's `edition`, so all processes name the same calendar alike.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import Max

from tongban.kernel import time
from tongban.kernel.calendar_files import read_calendar_file
from tongban.kernel.calendars import (
    CalendarDataFault,
    Notices,
    calendar_of_notices,
    notices_in_files,
    operators_folder,
)
from tongban.kernel.models import CalendarNotice
from tongban.rules.workdays import WorkCalendar


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
    for kept in (_generation, _published, _notices, _calendar, _newest_source, _published_on):
        kept.cache_clear()


def _minute() -> int:
    return int(time.now().timestamp()) // 60


@lru_cache(maxsize=1)
def _generation(minute: int) -> int:
    """The newest publication, read once a minute per process; publications come one after the other."""
    return CalendarNotice.objects.aggregate(newest=Max("id"))["newest"] or 0


@lru_cache(maxsize=2)
def _published(generation: int) -> Notices:
    notices: Notices = {}
    for row in CalendarNotice.objects.filter(superseded_at__isnull=True).order_by("id"):
        found, faults = read_calendar_file(f"#{row.id}", row.content.encode())
        if faults:
            raise CalendarDataFault(faults)
        notices.update({(one.region, one.year): one for one in found if _is_about(row, one.region, one.year)})
    return notices


def _is_about(row: CalendarNotice, region: str, year: int) -> bool:
    return (row.region, row.year) == (region, year)


@lru_cache(maxsize=4)
def _notices(folder: Path | None, generation: int) -> Notices:
    files = notices_in_files(folder)
    return files | _published(generation) if generation else files


@lru_cache(maxsize=64)
def _calendar(region: str, folder: Path | None, generation: int) -> WorkCalendar:
    return calendar_of_notices(region, _notices(folder, generation), _published_on(generation))


@lru_cache(maxsize=4)
def _published_on(generation: int) -> date | None:
    at = CalendarNotice.objects.filter(id=generation).values_list("published_at", flat=True).first()
    return time.legal_date(at) if at else None

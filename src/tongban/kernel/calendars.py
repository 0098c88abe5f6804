"""The working calendars that this deployment has: shipped files, and the operator's own on top.

An operator's folder goes before the shipped data year by year, so a notice that arrives is one file in that folder.
Without the argument the folder is the one named by the environment variable ``TONGBAN_CALENDARS``, if any.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tongban.kernel.calendar_files import CalendarFileFault, Notice, read_calendar_file
from tongban.rules.workdays import Layer, WorkCalendar

FOLDER_VARIABLE = "TONGBAN_CALENDARS"
NATION_PRECEDENCE = 0
SUFFIXES = (".yaml", ".yml")

Notices = dict[tuple[str, int], Notice]
"""By region (empty for the nation) and year."""


class CalendarDataFault(Exception):
    """Calendar files that cannot be used.

    Args:
        faults: everything wrong with them.
    """

    def __init__(self, faults: Sequence[CalendarFileFault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class UnknownRegion(LookupError):
    """No calendar data for this region nor for one that contains it.

    Args:
        region: the code asked for.
        known: the codes that have data.
    """

    def __init__(self, region: str, known: Sequence[str]) -> None:
        super().__init__(f"no calendar for region {region}; known: {', '.join(known)}")
        self.region = region
        self.known = tuple(known)


def calendar_for(region: str | None = None, folder: Path | None = None) -> WorkCalendar:
    """The working calendar of a region, or of the nation alone, by the files alone.

    What was published in the running program goes before the files: `kernel.calendars_in_force`.

    Args:
        region: area code of 6 to 12 digits; the days of every region that contains it apply (640121 takes 640000's).
            None gives the nation alone.
        folder: the operator's own files; see the module for the default.

    Raises:
        UnknownRegion: no data for the region or any above it.
        CalendarDataFault: a file is faulty.
    """
    return _calendar(region or "", folder or operators_folder())


def operators_folder() -> Path | None:
    """The folder of the operator's own files that the environment names, if any."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


def notices_in_files(folder: Path | None = None) -> Notices:
    """What the files say: the shipped ones, and the operator's own before them.

    Raises:
        CalendarDataFault: a file is faulty.
    """
    return dict(_load(folder or operators_folder()))


def forget_calendars() -> None:
    """Read the files anew when next asked, after an operator has changed them."""
    _calendar.cache_clear()
    _load.cache_clear()


def shipped_files() -> list[Traversable]:
    """The calendar files of this package, in order of name."""
    root = resources.files("tongban") / "data" / "calendars"
    return [
        file
        for folder in ("national", "regions")
        for file in sorted((root / folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(SUFFIXES)
    ]


def check_files(files: Sequence[Path]) -> list[CalendarFileFault]:
    """Everything wrong with these files, laid over the shipped ones; with none given, with the shipped ones.

    Raises:
        OSError: a file cannot be read.
    """
    shipped, faults = _read(shipped_files())
    if not files:
        return faults + faults_between(shipped)
    own, faults = _read(files)
    names = {str(file) for file in files}
    between = faults_between(shipped | own)
    return faults + [fault for fault in between if fault.file in names]


@lru_cache(maxsize=64)
def _calendar(region: str, folder: Path | None) -> WorkCalendar:
    return calendar_of_notices(region, _load(folder))


def calendar_of_notices(region: str, notices: Notices, holds_from: date | None = None) -> WorkCalendar:
    """The calendar that some notices make for a region, or for the nation alone (empty).

    Args:
        holds_from: the day on which the newest of them was published, where that is known.

    Raises:
        UnknownRegion: no data for the region or any above it.
    """
    layers = [_layer(notices, "", NATION_PRECEDENCE)]
    if region:
        known = sorted({code for code, _ in notices if code})
        # From the widest to the narrowest: the narrower the region, the later its word.
        chain = [code for code in containing(region) if code in known]
        if not chain:
            raise UnknownRegion(region, known)
        layers += [_layer(notices, code, rank) for rank, code in enumerate(chain, start=1)]
    return WorkCalendar(layers, holds_from)


def containing(region: str) -> list[str]:
    """The regions whose days apply in one, the widest first: 640121 lies in 640000 and 640100."""
    six = region[:6]
    return list(dict.fromkeys([six[:2] + "0000", six[:4] + "00", six]))


def _layer(notices: Notices, region: str, precedence: int) -> Layer:
    own = [notice for (code, _), notice in notices.items() if code == region]
    return Layer(
        name=next((notice.name for notice in own if notice.name), region or "全国"),
        code=region,
        precedence=precedence,
        years=frozenset(notice.year for notice in own),
        days={day: rule for notice in own for day, rule in notice.days.items()},
    )


@lru_cache(maxsize=8)
def _load(folder: Path | None) -> Notices:
    notices, faults = _read(shipped_files())
    if folder is not None:
        if not folder.is_dir():
            raise CalendarDataFault([CalendarFileFault(str(folder), 0, "", "folder_missing")])
        own, own_faults = _read(sorted(file for file in folder.rglob("*") if file.suffix in SUFFIXES))
        faults += own_faults
        notices |= own
    faults += faults_between(notices)
    if faults:
        raise CalendarDataFault(faults)
    return notices


def _read(files: Iterable[Traversable | Path]) -> tuple[Notices, list[CalendarFileFault]]:
    notices: Notices = {}
    faults: list[CalendarFileFault] = []
    for file in files:
        found, its_faults = read_calendar_file(str(file), file.read_bytes())
        faults += its_faults
        for notice in found:
            other = notices.get((notice.region, notice.year))
            if other and other.file != notice.file:
                params = {"year": notice.year, "other": other.file}
                faults.append(CalendarFileFault(notice.file, notice.line, "year", "year_twice", params))
            notices[notice.region, notice.year] = notice
    return notices, faults


def faults_between(notices: Notices) -> list[CalendarFileFault]:
    """What no file shows alone: a year left out, a regional day on a day that the nation has named."""
    faults: list[CalendarFileFault] = []
    for (region, year), notice in sorted(notices.items()):
        earlier = [other for code, other in notices if code == region and other < year]
        if earlier and year - 1 not in earlier:
            params = {"year": year, "missing": list(range(max(earlier) + 1, year))}
            faults.append(CalendarFileFault(notice.file, notice.line, "year", "year_gap", params))
        nation = notices.get(("", year))
        if region and nation:
            for day in sorted(notice.days.keys() & nation.days.keys() - notice.over_national):
                params = {"date": day, "name": notice.days[day].name, "national": nation.days[day].name}
                faults.append(
                    CalendarFileFault(
                        notice.file, notice.lines[day], notice.fields[day], "clashes_with_nation", params
                    )
                )
    return faults

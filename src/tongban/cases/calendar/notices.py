"""A notice of working days before it is published: read strictly, held against what holds, and what it would change."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case as Choice
from django.db.models import CharField, Count, OuterRef, QuerySet, Value, When
from django.db.models.functions import TruncDate

from tongban.cases.calendar.recount import DUE, joint, regions
from tongban.cases.calendar.telling import told_change
from tongban.cases.clocks import RUNNING
from tongban.cases.course import course_of
from tongban.cases.frame import COUNTED
from tongban.cases.models import Case, CaseStep
from tongban.cases.settlement import moved_dates
from tongban.cases.state import CaseState, StepState
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.models import Body
from tongban.kernel.calendar_files import CalendarFileFault, Notice, read_calendar_file
from tongban.kernel.calendars import Notices, calendar_of_notices, containing, faults_between
from tongban.kernel.calendars_in_force import notices_in_force
from tongban.kernel.time import SHANGHAI, today
from tongban.rules.workdays import DayRule, DayStatus, WorkCalendar

LARGEST = 64_000
"""Bytes of a notice's file; the nation's is one."""
SHOWN = 12
"""Sorts of cases whose dates are shown before and after."""


@dataclass(frozen=True)
class ReadNotice:
    """What a file says.

    Args:
        notices: its one year; none where there are faults.
        faults: everything wrong with it.
    """

    text: str
    notices: tuple[Notice, ...]
    faults: tuple[CalendarFileFault, ...]


@dataclass(frozen=True)
class DayChange:
    """A day that would be another than now."""

    before: DayStatus
    after: DayStatus


@dataclass(frozen=True)
class Movement:
    """Cases alike whose date moves: which limit of which item, from when to when, how many.

    ``past``: the new last day has passed already, the old one had not.
    """

    item: Text
    kind: str
    was: date
    becomes: date
    count: int
    past: bool


@dataclass(frozen=True)
class Preview:
    """What a notice would change.

    Args:
        days: that are other than now, in order; of a region where it names one, else of the nation.
        open: open cases in all.
        moved: of which a date moves; ``firm``: whose dates become firm, ``doubtful``: provisional, moved or not.
        past: of which the last day that binds moves to before today.
        told: people who would be told.
        examples: the most frequent movements.
    """

    days: tuple[DayChange, ...]
    open: int = 0
    moved: int = 0
    firm: int = 0
    doubtful: int = 0
    past: int = 0
    told: int = 0
    examples: tuple[Movement, ...] = ()


def read_notice(text: str, file: str = "") -> ReadNotice:
    """Read a notice's file, and hold it against everything that is in force.

    Args:
        file: its name, for the faults.
    """
    if len(text.encode()) > LARGEST or "\0" in text:
        fault = CalendarFileFault(file, 0, "", "too_large", {"most": LARGEST // 1000})
        return ReadNotice(text, (), (fault,))
    found, faults = read_calendar_file(file, text.encode())
    if not faults and len(found) > 1:
        faults = [CalendarFileFault(file, found[1].line, "years", "one_year_only")]
    if not faults:
        faults = _against_others(found)
    if faults:
        return ReadNotice(text, (), tuple(faults))
    holds = notices_in_force()
    if all(_same(one, holds.get((one.region, one.year))) for one in found):
        return ReadNotice(text, (), (CalendarFileFault(file, 0, "", "nothing_new"),))
    return ReadNotice(text, tuple(found), ())


def _against_others(found: list[Notice]) -> list[CalendarFileFault]:
    ours = {one for code in _codes() for one in containing(code)}
    faults = [
        CalendarFileFault(one.file, one.line, "region", "region_not_ours", {"region": one.region})
        for one in found
        if one.region and one.region not in ours
    ]
    holds = notices_in_force()
    known = {str(fault) for fault in faults_between(holds)}
    between = faults_between(with_notices(holds, found))
    return faults + [fault for fault in between if str(fault) not in known]


def _codes() -> set[str]:
    return {code[:6] for code in Body.objects.values_list("division_code", flat=True)}


def _same(new: Notice, old: Notice | None) -> bool:
    """Whether it says nothing new; of a day that stayed the first notice is named, so days are told without theirs."""
    if old is None or (new.confirmed, new.source) != (old.confirmed, old.source):
        return False
    return _without_sources(new) == _without_sources(old)


def _without_sources(notice: Notice) -> dict[date, DayRule]:
    return {day: replace(rule, source="") for day, rule in notice.days.items()}


def with_notices(holds: Notices, new: list[Notice] | tuple[Notice, ...]) -> Notices:
    """What would hold with these on top."""
    return holds | {(one.region, one.year): one for one in new}


def preview(read: ReadNotice) -> Preview:
    """Which days a sound notice changes, and which open cases' dates it moves; nothing is written."""
    notices = with_notices(notices_in_force(), read.notices)
    days: dict[date, DayChange] = {}
    found = regions()
    for region in found:
        calendar = calendar_of_notices(region.code, notices, today())
        for change in _days(region.calendar, calendar, {one.year for one in read.notices}):
            days.setdefault(change.after.date, change)
    told = Preview(days=tuple(days[day] for day in sorted(days)))
    if not days:
        return told
    sums: Counter[str] = Counter()
    movements: Counter[tuple[str, str, date, date]] = Counter()
    names: dict[str, Text] = {}
    for region in found:
        calendar = calendar_of_notices(region.code, notices, today())
        for alike in _alike(region.bodies):
            _add(alike, calendar, sums, movements, names)
    examples = tuple(
        Movement(names[code], kind, was, becomes, count, becomes < today() <= was)
        for (code, kind, was, becomes), count in movements.most_common(SHOWN)
    )
    return Preview(
        days=told.days,
        open=sums["open"],
        moved=sums["moved"],
        firm=sums["firm"],
        doubtful=sums["doubtful"],
        past=sums["past"],
        told=sums["told"],
        examples=examples,
    )


_MOMENTS = ("accepted_at", "concluded_at", "delivered_at")
_GROUPED = ("item_version_id", "status", "outcome", "clock_start", *DUE, "provisional", "course")


def _days(before: WorkCalendar, after: WorkCalendar, years: set[int]) -> list[DayChange]:
    changed = []
    for year in sorted(years):
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        for ordinal in range(first, last + 1):
            day = date.fromordinal(ordinal)
            old, new = before.day(day), after.day(day)
            if (old.working, old.reason, old.provisional) != (new.working, new.reason, new.provisional):
                changed.append(DayChange(old, new))
    return changed


def _alike(bodies: tuple[int, ...]) -> "QuerySet[Case, dict[str, Any]]":
    """Open cases by everything that their dates are counted from: as many rows as there are different ones."""
    days = {f"{name}_on": TruncDate(name, tzinfo=SHANGHAI) for name in _MOMENTS}
    open_ones = Case.objects.filter(status__in=sorted(COUNTED), body_id__in=bodies)
    versions = open_ones.order_by().values_list("item_version_id", flat=True).distinct()
    own = CaseStep.objects.filter(case_id=OuterRef("id")).order_by("order").values("code")
    none = Value([], output_field=ArrayField(CharField()))
    # which steps it has decides on one limit alone, that of joint handling
    of_joint = When(item_version_id__in=[one for one in versions if joint(one)], then=ArraySubquery(own))
    rows = open_ones.annotate(**days, step_codes=Choice(of_joint, default=none))
    return rows.values(*_GROUPED, *days, "step_codes").annotate(count=Count("id")).order_by()


def _add(
    alike: dict[str, Any],
    calendar: WorkCalendar,
    sums: Counter[str],
    movements: Counter[tuple[str, str, date, date]],
    names: dict[str, Text],
) -> None:
    count = alike["count"]
    sums["open"] += count
    state = _state(alike)
    item = pinned(alike["item_version_id"]).definition
    moved = moved_dates(state, item, calendar)
    if not moved:
        return
    if "provisional" in moved:
        sums["doubtful" if moved["provisional"] else "firm"] += count
    if not set(moved) & {"clock_start", *DUE}:
        return
    sums["moved"] += count
    if told_change(state, moved, calendar) is not None:
        sums["told"] += count
    for kind, column in _BINDING.items():
        was, becomes = getattr(state, column), moved.get(column)
        if not isinstance(was, date) or not isinstance(becomes, date):
            continue
        names[item.code] = item.name
        movements[item.code, kind, was, becomes] += count
        if RUNNING.get(state.status) == kind and becomes < today() <= was:
            sums["past"] += count


_BINDING = {
    "intake_check": "intake_due",
    "correction": "correction_due",
    "promised": "promised_due",
    "statutory": "statutory_due",
    "delivery": "delivery_due",
}


def _state(alike: dict[str, Any]) -> CaseState:
    told = {name: alike[name] for name in _GROUPED}
    moments = {name: _midnight(alike[f"{name}_on"]) for name in _MOMENTS}
    steps = tuple(StepState(code, 0) for code in alike["step_codes"])
    return CaseState(**{**told, **moments, "course": course_of(alike["course"]), "steps": steps})


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), SHANGHAI) if day else None

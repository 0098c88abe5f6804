"""A clock of a case as a row of squares, months labelled, each day with the reason why it counts or not.

Every kind of day has a shape or a letter beside its colour.  Of a long limit the weeks in which nothing happens fold
into one square each, which opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext, ngettext, pgettext

from tongban.cases.queries.shapes import ClockView
from tongban.faces.common import clock_words
from tongban.faces.common.dates import day as day_words
from tongban.faces.common.dates import month, short_day
from tongban.rules.clock import DayEntry
from tongban.rules.explanation import APPLICANT_DAY, NO_LONGER_AWAITED, spans, totals

_RESTS = frozenset({"weekend", "public_holiday", "regional_holiday"})
_COUNTS = frozenset(
    {"workday", "make_up_workday", "calendar_day", "moved_to_working_day", "unpublished_year", APPLICANT_DAY}
)
_PLAIN = frozenset(
    {"workday", "weekend", "calendar_day", "unpublished_year", APPLICANT_DAY, NO_LONGER_AWAITED}
)
FOLDED_FROM = 60  # days; a longer strip folds its plain weeks
FEWEST = 2  # days of a week at the edge of a month that stay as they are


@dataclass(frozen=True)
class Square:
    """One day: its number in the month, how it is drawn, its letter, and what it tells on focus."""

    number: int
    classes: str
    mark: str
    told: str
    today: bool
    provisional: bool


@dataclass(frozen=True)
class Week:
    """Some days in a row; ``label`` and ``told`` where they are folded into one square, else empty."""

    squares: tuple[Square, ...]
    label: str = ""
    told: str = ""


@dataclass(frozen=True)
class Month:
    """The squares of one month and their label."""

    label: str
    weeks: tuple[Week, ...]

    @property
    def squares(self) -> tuple[Square, ...]:
        """Every day of the month, folded or not."""
        return tuple(square for week in self.weeks for square in week.squares)


def months(clock: ClockView, today: date, *, citizen: bool = True) -> tuple[Month, ...]:
    """The strip of one clock, month by month; empty where the clock has not started.

    Args:
        citizen: its days speak to the applicant; else of the applicant.
    """
    if clock.due is None:
        return ()
    entries = clock.due.days
    missed = clock.state == "missed" or clock.lamp == "overdue"
    last = entries[-1]
    folds = len(entries) > FOLDED_FROM
    return tuple(
        Month(month(days[0].date), tuple(_weeks(clock, days, today, last, missed, folds, citizen)))
        for days in (
            list(group) for _, group in groupby(entries, lambda one: (one.date.year, one.date.month))
        )
    )


def _weeks(
    clock: ClockView,
    days: list[DayEntry],
    today: date,
    last: DayEntry,
    missed: bool,
    folds: bool,
    citizen: bool,
) -> Iterator[Week]:
    for _, group in groupby(days, lambda one: one.date.isocalendar()[1] if folds else 0):
        entries = list(group)
        squares = tuple(_square(clock, entry, today, entry is last, missed, citizen) for entry in entries)
        if folds and len(entries) > FEWEST and _nothing_happens(entries, today, last, clock.met):
            yield Week(squares, *_folded(entries))
        else:
            yield Week(squares)


def _nothing_happens(days: list[DayEntry], today: date, last: DayEntry, met: date | None) -> bool:
    return len({day.phase for day in days}) == 1 and all(
        day.reason in _PLAIN and day.date not in (today, met) and day is not last for day in days
    )


def _folded(days: list[DayEntry]) -> tuple[str, str]:
    first, last = days[0].date, days[-1].date
    counted = sum(day.counted for day in days)
    values = {"first": short_day(first), "last": short_day(last), "days": counted}
    told = ngettext(
        "%(first)s到%(last)s，算 %(days)s 天，点开逐天看",
        "%(first)s到%(last)s，算 %(days)s 天，点开逐天看",
        counted,
    )
    return (f"{first.day}–{last.day}" if first != last else f"{first.day}"), told % values


def _square(
    clock: ClockView, entry: DayEntry, today: date, last: bool, missed: bool, citizen: bool
) -> Square:
    return Square(
        number=entry.date.day,
        classes=" ".join(_classes(entry, today if clock.met is None else clock.met, last, missed, clock.met)),
        mark=_mark_of_day(entry, last, clock.met),
        told=_told(clock, entry, today, last, citizen),
        today=entry.date == today,
        provisional=entry.provisional,
    )


def _classes(
    entry: DayEntry, today: date, last: bool, missed: bool, met: date | None = None
) -> Iterator[str]:
    if met is not None and entry.date > met:
        yield "unused"
        if last:
            yield "end"
        return
    if entry.reason == APPLICANT_DAY:
        yield "applicant"
    elif entry.counted:
        yield "counted"
    elif entry.reason == "start_day":
        yield "start"
    elif entry.reason in _RESTS:
        yield "rest"
    elif entry.reason not in _COUNTS:
        yield "paused"
    if entry.reason in ("make_up_workday", "public_holiday", "regional_holiday"):
        yield {"make_up_workday": "make_up"}.get(entry.reason, entry.reason)
    if entry.phase == "extension":
        yield "extended"
    if entry.provisional:
        yield "provisional"
    if entry.date < today or entry.date == met:
        yield "past"
    elif entry.date == today:
        yield "today"
    if last:
        yield "end"
        if missed:
            yield "missed"


def mark_of(kind: str) -> str:
    """The letter of a kind of day; empty where its shape is enough."""
    marks = {
        "start": pgettext("letter on a day: the limit begins", "起"),
        "public_holiday": pgettext("letter on a day: public holiday", "节"),
        "regional_holiday": pgettext("letter on a day: the region's holiday", "区"),
        "make_up": pgettext("letter on a day: worked in exchange", "班"),
        "paused": pgettext("letter on a day: special procedure", "停"),
        "applicant": pgettext("letter on a day: waiting for the applicant", "等"),
        "extended": pgettext("letter on a day: of the extension", "延"),
        "moved": pgettext("letter on a day: the last day moved here", "顺"),
        "end": pgettext("letter on a day: the last one", "末"),
        "met": "✓",
    }
    return marks.get(kind, "")


def _mark_of_day(entry: DayEntry, last: bool, met: date | None) -> str:
    if met is None or entry.date < met:
        return _mark(entry, last)
    return mark_of("met") if entry.date == met else mark_of("end") if last else ""


def _mark(entry: DayEntry, last: bool) -> str:
    if entry.reason == "start_day":
        return mark_of("end") if last else mark_of("start")
    if entry.reason == "moved_to_working_day":
        return mark_of("moved")
    if entry.reason == "make_up_workday":
        return mark_of("make_up")
    if entry.reason in ("public_holiday", "regional_holiday"):
        return mark_of(entry.reason)
    if last:
        return mark_of("end")
    if entry.reason == APPLICANT_DAY:
        return mark_of("applicant")
    if not entry.counted and entry.reason not in _RESTS:
        return mark_of("paused")
    return mark_of("extended") if entry.counted and entry.phase == "extension" else ""


def _told(clock: ClockView, entry: DayEntry, today: date, last: bool, citizen: bool) -> str:
    values = {
        "day": day_words(entry.date),
        "reason": clock_words.reason(entry, citizen=citizen),
        "ordinal": entry.ordinal,
    }
    if entry.reason == "start_day":
        told = gettext("%(day)s：%(why)s") % {
            "day": values["day"],
            "why": clock_words.start(clock.kind, citizen=citizen),
        }
    elif entry.reason == "moved_to_working_day":
        told = gettext("%(day)s：最后一天是休息日，顺延到这一天") % values
    elif entry.reason == APPLICANT_DAY and not citizen:
        told = gettext("%(day)s：等申请人补材料，第 %(ordinal)s 天") % values
    elif entry.reason == NO_LONGER_AWAITED:
        told = gettext("%(day)s：%(reason)s") % values
    elif entry.reason == APPLICANT_DAY:
        told = gettext("%(day)s：等您补材料，第 %(ordinal)s 天") % values
    elif entry.counted and entry.phase == "extension":
        told = gettext("%(day)s：%(reason)s，算延长后的第 %(ordinal)s 天") % values
    elif entry.counted:
        told = gettext("%(day)s：%(reason)s，算第 %(ordinal)s 天") % values
    else:
        told = gettext("%(day)s：%(reason)s，不算") % values
    extra = []
    if clock.met is not None and entry.date == clock.met:
        extra.append(gettext("这天补来了") if clock.kind == "correction" else gettext("这天办完了"))
    if clock.met is not None and entry.date > clock.met:
        extra.append(gettext("没有用到"))
    if entry.date == today:
        extra.append(gettext("就是今天"))
    if last:
        extra.append(gettext("最后一天"))
    if entry.provisional:
        extra.append(gettext("放假安排公布后可能改动"))
    return gettext("；").join([told, *extra])


def summary(clock: ClockView, *, citizen: bool = True) -> str:
    """The squares in one sentence, for who hears them: how many days, how many count, why the others do not."""
    if clock.due is None:
        return ""
    added = totals(spans(clock.due.days))
    return clock_words.sums(clock.kind, added, clock.due.unit, citizen=citizen)


def sentence(clock: ClockView, *, citizen: bool = True) -> str:
    """The strip in one sentence: ``还剩 3 个工作日 · 承诺 2026年12月4日(周五)前办结``."""
    return clock_words.sentence(clock, citizen=citizen)

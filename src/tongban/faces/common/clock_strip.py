"""A clock of a case as a row of squares, months labelled, each day with the reason why it counts or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext, ngettext

from tongban.cases.queries.shapes import ClockView
from tongban.faces.common.dates import day as day_words
from tongban.faces.common.dates import holiday, month
from tongban.faces.common.words import word
from tongban.rules.clock import DayEntry

_RESTS = frozenset({"weekend", "public_holiday", "regional_holiday"})
_COUNTS = frozenset(
    {"workday", "make_up_workday", "calendar_day", "moved_to_working_day", "unpublished_year"}
)


@dataclass(frozen=True)
class Square:
    """One day: its number in the month, how it is drawn, and what it tells on focus."""

    number: int
    classes: str
    told: str
    today: bool


@dataclass(frozen=True)
class Month:
    """The squares of one month and their label."""

    label: str
    squares: tuple[Square, ...]


def months(clock: ClockView, today: date) -> tuple[Month, ...]:
    """The strip of one clock, month by month; empty where the clock has not started."""
    if clock.due is None:
        return ()
    entries = clock.due.days
    missed = clock.state == "missed" or clock.lamp == "overdue"
    squares = [(entry.date, _square(entry, today, entry is entries[-1], missed)) for entry in entries]
    return tuple(
        Month(month(days[0][0]), tuple(square for _, square in days))
        for days in (list(group) for _, group in groupby(squares, lambda one: (one[0].year, one[0].month)))
    )


def _square(entry: DayEntry, today: date, last: bool, missed: bool) -> Square:
    return Square(
        number=entry.date.day,
        classes=" ".join(_classes(entry, today, last, missed)),
        told=_told(entry, today, last),
        today=entry.date == today,
    )


def _classes(entry: DayEntry, today: date, last: bool, missed: bool) -> Iterator[str]:
    if entry.counted:
        yield "counted"
    elif entry.reason == "start_day":
        yield "start"
    elif entry.reason in _RESTS:
        yield "rest"
    elif entry.reason not in _COUNTS:
        yield "paused"
    if entry.reason == "make_up_workday":
        yield "make_up"
    if entry.phase == "extension":
        yield "extended"
    if entry.date < today:
        yield "past"
    if entry.date == today:
        yield "today"
    if last:
        yield "end"
        if missed:
            yield "missed"


def _told(entry: DayEntry, today: date, last: bool) -> str:
    values = {"day": day_words(entry.date), "reason": _reason(entry), "ordinal": entry.ordinal}
    if entry.reason == "start_day":
        told = gettext("%(day)s：收件当天不算，从第二天开始算") % values
    elif entry.reason == "moved_to_working_day":
        told = gettext("%(day)s：最后一天是休息日，顺延到这一天") % values
    elif entry.counted and entry.phase == "extension":
        told = gettext("%(day)s：%(reason)s，算延长后的第 %(ordinal)s 天") % values
    elif entry.counted:
        told = gettext("%(day)s：%(reason)s，算第 %(ordinal)s 天") % values
    else:
        told = gettext("%(day)s：%(reason)s，不算") % values
    extra = []
    if entry.date == today:
        extra.append(gettext("就是今天"))
    if last:
        extra.append(gettext("最后一天"))
    if entry.provisional:
        extra.append(gettext("放假安排公布后可能改动"))
    return gettext("；").join([told, *extra])


def _reason(entry: DayEntry) -> str:
    if not entry.name:
        return word(entry.reason, "day")
    if entry.reason in _RESTS:
        return holiday(entry.name)
    # A make-up working day bears the name of the holiday that it makes up for.
    return gettext("%(reason)s（%(holiday)s）") % {
        "reason": word(entry.reason, "day"),
        "holiday": holiday(entry.name),
    }


def sentence(clock: ClockView) -> str:
    """The strip in one sentence: ``还剩 3 个工作日 · 承诺 2026年12月4日(周五)前办结``."""
    if clock.due is None:
        return gettext("还没有开始计时")
    days = abs(clock.remaining or 0)
    values = {"promise": _promise(clock), "days": days}
    if clock.state == "met":
        return gettext("已按时办完 · %(promise)s") % values
    if clock.state == "missed":
        return gettext("办完时已过期限 · %(promise)s") % values
    if clock.lamp == "paused":
        return gettext("暂停计时 · %(promise)s") % values
    if clock.remaining is None:
        return str(values["promise"])
    working = clock.due.unit == "working"
    if clock.remaining < 0:
        late = (
            ngettext(
                "已超过 %(days)s 个工作日 · %(promise)s",
                "已超过 %(days)s 个工作日 · %(promise)s",
                days,
            )
            if working
            else ngettext("已超过 %(days)s 天 · %(promise)s", "已超过 %(days)s 天 · %(promise)s", days)
        )
        return late % values
    if clock.remaining == 0:
        return gettext("今天是最后一天 · %(promise)s") % values
    left = (
        ngettext("还剩 %(days)s 个工作日 · %(promise)s", "还剩 %(days)s 个工作日 · %(promise)s", days)
        if working
        else ngettext("还剩 %(days)s 天 · %(promise)s", "还剩 %(days)s 天 · %(promise)s", days)
    )
    return left % values


def _promise(clock: ClockView) -> str:
    assert clock.due is not None
    values = {"day": day_words(clock.due.due)}
    if clock.kind == "promised":
        promise = gettext("承诺 %(day)s前办结") % values
    elif clock.kind == "statutory":
        promise = gettext("法定 %(day)s前办结") % values
    elif clock.kind == "intake_check":
        promise = gettext("%(day)s前告诉您材料齐不齐") % values
    elif clock.kind == "telling":
        promise = gettext("%(day)s前没有告诉您缺什么，就算受理") % values
    elif clock.kind == "step":
        promise = gettext("这一步 %(day)s前办完") % values
    else:
        promise = gettext("%(day)s前送到") % values
    return gettext("%(promise)s（暂定）") % {"promise": promise} if clock.due.provisional else promise

"""The calendars' desk: years and their state, a year's days, notices as files, how far a counting anew is."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tongban.cases.calendar import queries
from tongban.faces.common.dates import week_heads
from tongban.faces.workbench.administration.desk import keeper_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.queries import today
from tongban.rules.workdays import DayStatus


@dataclass(frozen=True)
class Cell:
    """One place of a month's grid: a day with its mark, or nothing.

    ``mark``: ``rest`` (a holiday), ``work`` (worked in exchange), ``weekend``, or empty.
    """

    day: DayStatus | None
    mark: str = ""


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday, and its special days in words."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]
    special: tuple[DayStatus, ...]


_MARKS = {
    "public_holiday": "rest",
    "regional_holiday": "rest",
    "make_up_workday": "work",
    "weekend": "weekend",
}


@staff_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Years and regions with their state; notices published here; the counting anew."""
    actor = keeper_of(request)
    return render(
        request,
        "workbench/calendars/desk.html",
        {
            "years": queries.calendar_years(actor),
            "notices": queries.notices_published(actor),
            "stay": queries.deemed_otherwise(actor),
            "this_year": today().year,
            "done": request.GET.get("done", ""),
            "here": "calendars",
            **_counting(request),
        },
    )


@staff_only
@require_GET
def counting(request: HttpRequest) -> HttpResponse:
    """How far the counting anew is; asked again and again while it runs."""
    keeper_of(request)
    return render(request, "workbench/calendars/counting.html", _counting(request))


def _counting(request: HttpRequest) -> dict[str, Any]:
    runs, left = queries.runs_of_counting(keeper_of(request))
    newest = runs[0] if runs else None
    share = 100 * newest.checked // newest.total if newest and newest.total else 100
    return {"runs": runs, "newest": newest, "left": left, "share": min(share, 100)}


@staff_only
@require_GET
def year(request: HttpRequest, calendar: str, year: int) -> HttpResponse:
    """Twelve months of a year."""
    actor = keeper_of(request)
    days = queries.calendar_days(actor, calendar, year)
    lines = [one for one in queries.calendar_years(actor) if one.calendar == calendar]
    return render(
        request,
        "workbench/calendars/year.html",
        {
            "months": tuple(months(days)),
            "weekdays": week_heads(),
            "calendar": calendar,
            "year": year,
            "line": next((one for one in lines if one.year == year), None),
            "name": next((one.name for one in lines), ""),
            "working": sum(1 for day in days if day.working),
            "provisional": any(day.provisional for day in days),
            "others": [one.year for one in lines],
            "here": "calendars",
        },
    )


def months(days: tuple[DayStatus, ...]) -> Iterator[Month]:
    """A year's days as months."""
    by_date = {one.date: one for one in days}
    number = days[0].date.year
    for month in range(1, 13):
        weeks = tuple(_weeks(number, month, by_date))
        special = tuple(
            one for one in days if one.date.month == month and _MARKS.get(one.reason) in ("rest", "work")
        )
        yield Month(date(number, month, 1), weeks, special)


def _weeks(number: int, month: int, by_date: dict[date, DayStatus]) -> Iterator[tuple[Cell, ...]]:
    for week in Calendar().monthdatescalendar(number, month):
        yield tuple(_cell(by_date[on]) if on.month == month else Cell(None) for on in week)


def _cell(day: DayStatus) -> Cell:
    return Cell(day, _MARKS.get(day.reason, ""))


@staff_only
@require_GET
def notice(request: HttpRequest, notice_number: int) -> HttpResponse:
    """A published notice as the file it was."""
    told, text = queries.notice_file(keeper_of(request), notice_number)
    name = f"{told.region or queries.NATION}-{told.year}.yaml"
    shown = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": shown}
    )

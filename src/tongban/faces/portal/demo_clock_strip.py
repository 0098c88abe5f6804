"""Every kind of day on the clock strip at once, with the legend: for who draws, tests or explains it."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tongban.cases.queries.shapes import ClockView
from tongban.catalogue.definition import Text
from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import Due, ExcludedSpan, Extension, Limit, due, remaining
from tongban.rules.explanation import until
from tongban.rules.lamps import lamp
from tongban.rules.workdays import WorkCalendar

REGION = "640000"  # a region with holidays of its own
LAW = ""  # nothing on the page rests on a law
BASIS = Text(LAW)


@require_safe
def demo_clock_strip(request: HttpRequest) -> HttpResponse:
    """The page.

    Raises:
        Http404: this deployment is no demonstration.
    """
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/demo_clock_strip.html", {"shown": tuple(_shown())})


def _shown() -> Iterator[tuple[str, ClockView, date]]:
    calendar = calendar_for(REGION)
    twenty = Limit(20, "working", LAW)
    hearing = ExcludedSpan(date(2026, 10, 13), date(2026, 10, 15), "hearing", LAW)
    ten = Extension(10, "extension", LAW)
    today = date(2026, 10, 20)
    extended = due(date(2026, 9, 17), twenty, calendar, [hearing], ten)
    yield (
        gettext("法定期限：假日、调休、听证、延长"),
        _running("statutory", date(2026, 9, 17), extended, today, calendar),
        today,
    )
    told = until(date(2026, 11, 20), date(2026, 11, 27))
    waits = ClockView("correction", "running", date(2026, 11, 20), told, 4, "paused", BASIS)
    yield gettext("等您补材料"), waits, date(2026, 11, 23)
    month = due(date(2026, 5, 1), Limit(30, "calendar", LAW), calendar)
    yield (
        gettext("按自然日算，最后一天是休息日"),
        _running("delivery", date(2026, 5, 1), month, date(2026, 5, 28), calendar),
        date(2026, 5, 28),
    )
    regional = due(date(2026, 5, 22), Limit(5, "working", LAW), calendar)
    missed = ClockView(
        "step", "missed", date(2026, 5, 22), regional, None, "none", BASIS, met=date(2026, 6, 8)
    )
    yield gettext("自治区节假日，办完时过了期限"), missed, date(2026, 6, 8)
    year = due(date(2026, 12, 24), Limit(8, "working", LAW), calendar)
    yield (
        gettext("到了放假安排还没公布的一年"),
        _running("promised", date(2026, 12, 24), year, date(2026, 12, 28), calendar),
        date(2026, 12, 28),
    )
    long = due(date(2026, 7, 1), Limit(60, "working", LAW), calendar)
    yield (
        gettext("很长的期限，按周收起来"),
        _running("statutory", date(2026, 7, 1), long, date(2026, 8, 12), calendar),
        date(2026, 8, 12),
    )


def _running(kind: str, start: date, result: Due, today: date, calendar: WorkCalendar) -> ClockView:
    left = remaining(result, today, calendar)
    return ClockView(kind, "running", start, result, left, lamp(left), BASIS)

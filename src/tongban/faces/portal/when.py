"""什么时候能办好: the last days of an application that nobody has made yet, with every day explained; for anybody."""

import re
from dataclasses import dataclass
from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tongban.cases import queries as cases
from tongban.cases.queries import Forecast
from tongban.cases.queries.forecast import MOST_AHEAD, Stage
from tongban.cases.queries.shapes import ClockView
from tongban.catalogue import queries as catalogue
from tongban.faces.portal.chosen_place import here
from tongban.kernel.errors import FieldFault, NotFound
from tongban.kernel.time import today
from tongban.rules.clock import ClockFault
from tongban.rules.explanation import Totals, totals
from tongban.rules.workdays import CalendarFault

PAUSES = (3, 5, 10, 15)  # days until a correction is brought, in the example
KEPT_SECONDS = 300
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Told:
    """One stage of the forecast as the pieces of pages show a clock."""

    view: ClockView
    totals: Totals


@require_safe
def when(request: HttpRequest) -> HttpResponse:
    """Choose an item and a day; see by when it is checked, decided and in one's hand."""
    own = here(request)
    typed = {name: request.GET.get(name, "").strip()[:40] for name in ("item", "day", "at", "pause")}
    handed_in, faults = _day(typed["day"])
    at, pause = _time(typed["at"], faults), _pause(typed["pause"], faults)
    told: Forecast | None = None
    if typed["item"] and not faults:
        try:
            told = cases.forecast(typed["item"], own.chosen, handed_in, at=at, pause=pause)
        except NotFound:
            faults.append(FieldFault("item", "not_an_option"))
        except (ClockFault, CalendarFault):
            faults.append(FieldFault("day", "date_out_of_reach"))
    page = {
        "items": catalogue.published_items(place=own.chosen),
        "typed": typed,
        "handed_in": handed_in,
        "pauses": PAUSES,
        "told": told,
        "stages": _told(told.stages) if told else (),
        "corrected": _told(told.corrected) if told else (),
        "moment": "after_hours_receipt" in told.item.effects if told else False,
        "faults": faults,
        "here": own,
        "door": "items",
    }
    response = render(request, "portal/when.html", page, status=422 if faults else 200)
    if not faults:
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def _day(typed: str) -> tuple[date, list[FieldFault]]:
    if not typed:
        return today(), []
    try:
        found = date.fromisoformat(typed if DAY.fullmatch(typed) else "")
    except ValueError:
        return today(), [FieldFault("day", "not_a_date")]
    if abs(found - today()) > MOST_AHEAD:
        return today(), [FieldFault("day", "date_out_of_reach")]
    return found, []


def _time(typed: str, faults: list[FieldFault]) -> time | None:
    if not typed:
        return None
    if TIME.fullmatch(typed):  # a time of day by the clock on the wall here: never one with a zone
        return time.fromisoformat(typed)
    faults.append(FieldFault("at", "not_a_time_of_day"))
    return None


def _pause(typed: str, faults: list[FieldFault]) -> int:
    if typed and typed not in map(str, PAUSES):
        faults.append(FieldFault("pause", "not_an_option"))
        return 0
    return int(typed or 0)


def _told(stages: tuple[Stage, ...]) -> tuple[Told, ...]:
    return tuple(
        Told(
            ClockView(stage.kind, "foretold", stage.start, stage.due, None, "none", stage.basis),
            totals(stage.lines),
        )
        for stage in stages
    )

"""Sites: the list, and a page for each with positions, windows, hours, what hangs on it and its history."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.cases.queries.open_at_site import open_cases_at
from tongban.directory import commands
from tongban.directory.place_values import KINDS, HoursLine, SiteValues
from tongban.directory.queries import administration
from tongban.directory.queries.administration import SiteKept
from tongban.directory.queries.sites import HoursView
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration.desk import (
    Form,
    day_of,
    keeper_of,
    key_of,
    posted,
    run,
    seen,
)
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults

SITE = (
    "code",
    "name",
    "kind",
    "division_code",
    "body_code",
    "handled_by",
    "address",
    "phone",
    "complaint_phone",
)
BLANK_LINES = 2
MOST_LINES = 30
DAYS = "1234567"


@staff_only
@require_http_methods(["GET"])
def sites(request: HttpRequest) -> HttpResponse:
    """Every site by kind."""
    actor = keeper_of(request)
    return run(
        request,
        {},
        lambda form: {"sites": administration.sites_kept(actor), "tab": "sites"},
        "workbench/administration/sites.html",
    )


def _choices(actor: Staff) -> dict[str, Any]:
    """What a site's form offers."""
    every = administration.sites_kept(actor)
    return {
        "kinds": KINDS,
        "bodies": administration.bodies_kept(actor),
        "centres": [one for one in every if one.kind == "centre" and one.closed_on is None],
    }


@staff_only
@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest) -> HttpResponse:
    """The form for another site."""
    actor = keeper_of(request)

    def enter() -> str:
        values = SiteValues(**posted(request, *SITE))
        commands.enter_site(actor, values, idempotency_key=key_of(request))
        return reverse("work:site", args=[values.code])

    return run(
        request,
        {"enter": enter},
        lambda form: {"values": form.typed, "act": "enter", "tab": "sites", **_choices(actor)},
        "workbench/administration/site_new.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, site_code: str) -> HttpResponse:
    """One site with all its forms."""
    actor = keeper_of(request)
    kept = administration.site_kept(actor, site_code)
    acts = _Acts(request, actor, site_code)

    def page(form: Form) -> dict[str, Any]:
        typed = form.typed
        windows: list[tuple[str, str]] = [(str(number), code) for number, code in kept.windows]
        hours = [(line.weekdays, f"{line.opens:%H:%M}", f"{line.closes:%H:%M}") for line in kept.hours]
        return {
            "kept": kept,
            "values": {**asdict(kept.values), **(typed if form.act == "edit" else {}), "code": site_code},
            "act": "edit",
            "tab": "sites",
            "open_cases": open_cases_at(actor, kept.id),
            "window_lines": _with_blanks(_typed_windows(request) if form.act == "windows" else windows, 2),
            "hour_lines": _with_blanks(_typed_hours(request) if form.act == "hours" else hours, 3),
            "hours_shown": _shown(kept),
            "days": DAYS,
            **_choices(actor),
        }

    return run(request, acts.table(), page, "workbench/administration/site.html")


class _Acts:
    """The forms of a site's page."""

    def __init__(self, request: HttpRequest, actor: Staff, code: str) -> None:
        self.request = request
        self.actor = actor
        self.code = code
        self.frame: dict[str, Any] = {"seen": seen(request), "idempotency_key": key_of(request)}

    def table(self) -> dict[str, Any]:
        return {
            "edit": self._edit,
            "close": self._close,
            "reopen": self._reopen,
            "position": self._position,
            "rename_position": self._rename_position,
            "close_position": self._close_position,
            "reopen_position": self._reopen_position,
            "windows": self._windows,
            "hours": self._hours,
        }

    def _here(self) -> str:
        return reverse("work:site", args=[self.code])

    def _edit(self) -> str:
        values = SiteValues(**{**posted(self.request, *SITE), "code": self.code})
        commands.edit_site(self.actor, values, **self.frame)
        return self._here()

    def _close(self) -> str:
        day = day_of(posted(self.request, "closed_on")["closed_on"], "closed_on")
        if self.request.POST.get("looked") != "yes":
            raise InputFaults([FieldFault("looked", "look_first")])
        commands.close_site(self.actor, self.code, closed_on=day, **self.frame)
        return self._here()

    def _reopen(self) -> str:
        commands.close_site(self.actor, self.code, closed_on=None, **self.frame)
        return self._here()

    def _position(self) -> str:
        typed = posted(self.request, "position_code", "position_name")
        commands.enter_position(
            self.actor, self.code, typed["position_code"], typed["position_name"], **self.frame
        )
        return self._here()

    def _rename_position(self) -> str:
        typed = posted(self.request, "position_code", "position_name")
        commands.rename_position(
            self.actor, self.code, typed["position_code"], typed["position_name"], **self.frame
        )
        return self._here()

    def _close_position(self) -> str:
        typed = posted(self.request, "position_code", "position_closed_on")
        day: date = day_of(typed["position_closed_on"], "closed_on")
        commands.close_position(self.actor, self.code, typed["position_code"], closed_on=day, **self.frame)
        return self._here()

    def _reopen_position(self) -> str:
        code = posted(self.request, "position_code")["position_code"]
        commands.close_position(self.actor, self.code, code, closed_on=None, **self.frame)
        return self._here()

    def _windows(self) -> str:
        lines = []
        for place, (typed, position) in enumerate(_typed_windows(self.request)):
            number = whole_number(typed, 4)
            if number is None:
                raise InputFaults(
                    [FieldFault(f"windows.{place}.number", "not_a_window_number", {"most": 999})]
                )
            lines.append((number, position))
        commands.set_windows(self.actor, self.code, lines, **self.frame)
        return self._here()

    def _hours(self) -> str:
        lines = [
            HoursLine(days, _time(opens, place, "opens"), _time(closes, place, "closes"))
            for place, (days, opens, closes) in enumerate(_typed_hours(self.request))
        ]
        commands.set_hours(self.actor, self.code, lines, **self.frame)
        return self._here()


def _typed_windows(request: HttpRequest) -> list[tuple[str, str]]:
    """The lines of windows that somebody filled in; an emptied line is gone."""
    lines = [
        tuple(posted(request, f"windows.{place}.number", f"windows.{place}.position").values())
        for place in range(MOST_LINES + BLANK_LINES)
    ]
    return [(number, position) for number, position in lines if number]


def _typed_hours(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The lines of hours that somebody filled in; a line without times is gone."""
    lines = []
    for place in range(MOST_LINES + BLANK_LINES):
        days = "".join(sorted(set(request.POST.getlist(f"hours.{place}.weekdays")) & set(DAYS)))
        opens, closes = posted(request, f"hours.{place}.opens", f"hours.{place}.closes").values()
        if opens or closes:
            lines.append((days, opens, closes))
    return lines


def _with_blanks(lines: list[Any], cells: int) -> list[Any]:
    return [*lines, *[("",) * cells] * BLANK_LINES]


def _time(text: str, place: int, name: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
    except ValueError:
        raise InputFaults([FieldFault(f"hours.{place}.{name}", "not_a_time_of_day")]) from None


def _shown(kept: SiteKept) -> list[HoursView]:
    return [HoursView(line.weekdays, f"{line.opens:%H:%M}", f"{line.closes:%H:%M}") for line in kept.hours]

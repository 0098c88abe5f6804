"""Publishing a notice: uploaded, pasted or typed into a form; looked at with what it changes; then published."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from tongban.cases.calendar import commands, queries
from tongban.cases.calendar.queries import EnteredNotice
from tongban.faces.common.calendar_findings import said
from tongban.faces.workbench.administration.desk import keeper_of, key_of
from tongban.faces.workbench.calendars.form_faults import FormFault, form_faults
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.calendar_files import FESTIVALS
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.queries import today

MOST_TEXT = 70_000
HOLIDAYS, WORKDAYS = 12, 12


@dataclass(frozen=True)
class Line:
    """One line of the form."""

    name: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Said:
    """One fault in words: the line of the text, and what is wrong with it."""

    line: int
    field: str
    text: str


@staff_only
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """The page: three ways in, one look, one publication."""
    actor = keeper_of(request)
    calendar = _one_of(request, "calendar", {one.calendar for one in queries.calendar_years(actor)})
    year = _year(request.POST.get("year") or request.GET.get("year", ""))
    context: dict[str, Any] = {
        "text": queries.year_text(actor, calendar, int(year)) if request.method == "GET" and year else "",
        "entered": _held(queries.year_entered(actor, calendar, int(year)) if year else None, calendar, year),
        "calendars": _calendars(actor),
        "key": uuid4().hex,
        "here": "calendars",
    }
    if request.method == "POST":
        try:
            if request.POST.get("act") == "publish":
                commands.publish_calendar(
                    actor,
                    request.POST.get("content", "")[:MOST_TEXT],
                    past_known=request.POST.get("past_known") == "yes",
                    idempotency_key=key_of(request),
                )
                return HttpResponseRedirect(f"{reverse('work:calendars')}?done=publish")
            context["text"], context["entered"] = _given(request, calendar, year)
        except InputFaults as refused:
            context["faults"] = refused.faults
            context["text"] = request.POST.get("content", "")[:MOST_TEXT]
        context |= _looked(request, context["text"])
        if request.POST.get("way") == "form" and context["wrong"]:
            context |= {"wrong": (), "wrong_in_form": _in_the_form(context)}
    return render(
        request,
        "workbench/calendars/publish.html",
        context,
        status=422 if any(context.get(one) for one in ("faults", "wrong", "wrong_in_form")) else 200,
    )


def _looked(request: HttpRequest, text: str) -> dict[str, Any]:
    read, told = queries.look_at_notice(keeper_of(request), text)
    language = get_language() or "zh"
    return {
        "read": read,
        "wrong": [Said(one.line, one.field, said(one, language)) for one in read.faults],
        "preview": told,
        "notice": read.notices[0] if read.notices else None,
    }


def _in_the_form(context: dict[str, Any]) -> tuple[FormFault, ...]:
    """The faults by the form's rows: the file was made of those that have a day."""
    shown = context["entered"]
    holidays = [n for n, line in enumerate(shown["holidays"]) if line.first or line.last]
    workdays = [n for n, line in enumerate(shown["workdays"]) if line.first]
    return form_faults(context["read"].faults, holidays, workdays)


def _given(request: HttpRequest, calendar: str, year: str) -> tuple[str, "dict[str, Any]"]:
    """The notice's text by the way that was chosen, and what the form showed.

    Raises:
        InputFaults: ``file``: ``required``, ``not_utf8_text``.
    """
    way = request.POST.get("way", "")
    if way == "file":
        upload = request.FILES.get("file")
        if not isinstance(upload, UploadedFile) or not upload.size:
            raise InputFaults([FieldFault("file", "required")])
        try:
            return upload.read(MOST_TEXT).decode("utf-8"), _blank(calendar, year)
        except UnicodeDecodeError:
            raise InputFaults([FieldFault("file", "not_utf8_text")]) from None
    if way == "form":
        shown = _typed(request, calendar, year)
        entered = EnteredNotice(
            region="" if calendar == queries.NATION else calendar,
            name="",
            year=year,
            confirmed=shown["confirmed"],
            document=shown["document"],
            number=shown["number"],
            issued=shown["issued"],
            holidays=tuple(
                (one.name, one.first, one.last or one.first)
                for one in shown["holidays"]
                if one.first or one.last
            ),
            workdays=tuple((one.name, one.first) for one in shown["workdays"] if one.first),
        )
        return queries.entered_text(keeper_of(request), entered), shown
    return request.POST.get("content", "")[:MOST_TEXT], _blank(calendar, year)


def _typed(request: HttpRequest, calendar: str, year: str) -> dict[str, Any]:
    def text(name: str) -> str:
        return request.POST.get(name, "").strip()[:120]

    return {
        "calendar": calendar,
        "year": year,
        "confirmed": text("confirmed") == "yes",
        "document": text("document"),
        "number": text("number"),
        "issued": text("issued"),
        "holidays": [
            Line(text(f"holiday-{n}-name"), text(f"holiday-{n}-first"), text(f"holiday-{n}-last"))
            for n in range(HOLIDAYS)
        ],
        "workdays": [Line(text(f"workday-{n}-name"), text(f"workday-{n}-first")) for n in range(WORKDAYS)],
        "open": True,
    }


def _blank(calendar: str, year: str) -> dict[str, Any]:
    names = FESTIVALS if calendar == queries.NATION else ()
    return {
        "calendar": calendar,
        "year": year or str(today().year + 1),
        "confirmed": True,
        "holidays": [Line(name) for name in names] + [Line()] * (HOLIDAYS - len(names)),
        "workdays": [Line()] * WORKDAYS,
    }


def _held(entered: EnteredNotice | None, calendar: str, year: str) -> dict[str, Any]:
    """The form with what holds already, to be corrected."""
    shown = _blank(calendar, year)
    if entered is None:
        return shown
    holidays = [Line(*line) for line in entered.holidays][:HOLIDAYS]
    workdays = [Line(*line) for line in entered.workdays][:WORKDAYS]
    return {
        **shown,
        "confirmed": entered.confirmed,
        "holidays": holidays + [Line()] * (HOLIDAYS - len(holidays)),
        "workdays": workdays + [Line()] * (WORKDAYS - len(workdays)),
    }


def _calendars(actor: Any) -> list[tuple[str, str]]:
    return list(dict.fromkeys((one.calendar, one.name) for one in queries.calendar_years(actor)))


def _one_of(request: HttpRequest, name: str, known: set[str]) -> str:
    found = request.POST.get(name) or request.GET.get(name, "")
    return found if found in known else queries.NATION


def _year(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) == 4 else ""

"""The supervisor's view: the townships beside each other, one township, and the matters behind a figure, names masked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from tongban.faces.common.words import word
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.oversight.desk import named
from tongban.faces.workbench.oversight.flow_picture import picture_of
from tongban.faces.workbench.who import staff_of
from tongban.kernel.queries import today
from tongban.oversight.queries import (
    EVERY_TOWNSHIP,
    LATE,
    TOLD,
    WHOSE,
    Number,
    Township,
    behind_supervised,
    supervised,
)
from tongban.oversight.queries import supervision as supervision_of

CODE = "supervision"
WORD = {"office": "office_below"}
"""What is the own authority's to a head is the township's to its supervisor."""


@dataclass(frozen=True)
class Line:
    """A township's line; a cell is its name, the figure it opens, the number, and whether it is an alarm."""

    code: str
    name: str
    few: bool
    cells: tuple[tuple[str, str, Number, bool], ...]


def _cells(one: Township) -> Iterator[tuple[str, str, Number, bool]]:
    yield word("under-way", "figure"), "under-way", one.total, False
    for code in LATE:
        number = one.limits[code]
        yield word(code, "figure"), code, number, code == "over" and number.count > 0
    for code in WHOSE:
        yield word(WORD.get(code, code), "figure"), code, one.whose[code], False
    for code in TOLD:
        name = gettext("近 %(days)s 天%(what)s") % {"days": 30, "what": word(code, "figure")}
        yield name, f"{code}-30", one.month[code], False


@staff_only
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """The townships of the own county, in the order of the directory.

    Raises:
        NotAuthorized: ``supervisors_only``.
    """
    told = supervision_of(staff_of(request))
    page = {
        "rows": [Line(one.code, one.name, one.few, tuple(_cells(one))) for one in told],
        "some_few": any(one.few for one in told),
        "limit_codes": LATE,
        "whose_codes": [WORD.get(code, code) for code in WHOSE],
        "month_codes": TOLD,
        "today": today(),
        "here": CODE,
    }
    return render(request, "workbench/oversight/supervision.html", page)


@staff_only
@require_GET
def township(request: HttpRequest, township: str) -> HttpResponse:
    """One township, or all of them together.

    Raises:
        NotAuthorized: ``supervisors_only``.
        NotFound: no township of this county has that code.
    """
    told = supervised(staff_of(request), township)
    page = {
        "desk": told,
        "whole": township == EVERY_TOWNSHIP,
        "flow": picture_of(told),
        "figures_at": reverse("work:supervision_township", args=[township]),
        "supervised": True,
        "office_word": WORD["office"],
        "today": today(),
        "here": CODE,
    }
    return render(request, "workbench/oversight/desk.html", page)


@staff_only
@require_GET
def figure(request: HttpRequest, township: str, figure: str) -> HttpResponse:
    """The matters behind a figure of a township.

    Raises:
        NotAuthorized: ``supervisors_only``.
        NotFound: there is no such figure, or no such township.
    """
    cursor = request.GET.get("cursor", "")
    actor = staff_of(request)
    page = {
        "listing": behind_supervised(actor, figure, township, cursor=cursor),
        **named(WORD.get(figure, figure)),
        "cursor": cursor,
        "back": reverse("work:supervision_township", args=[township]),
        "here": CODE,
    }
    return render(request, "workbench/oversight/figure.html", page)

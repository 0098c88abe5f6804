"""The deputy's desk: what will be late and why, how much lies where, for whom it waits; and the matters behind a figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.oversight.flow_picture import picture_of
from tongban.faces.workbench.who import staff_of
from tongban.kernel.queries import today
from tongban.oversight.queries import HAPPENED, behind_desk
from tongban.oversight.queries import desk as desk_of

CODE = "desk"


@staff_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The own authority.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    told = desk_of(staff_of(request))
    page = {
        "desk": told,
        "flow": picture_of(told),
        "figures_at": reverse("work:desk"),
        "today": today(),
        "here": CODE,
    }
    return render(request, "workbench/oversight/desk.html", page)


@staff_only
@require_GET
def figure(request: HttpRequest, figure: str) -> HttpResponse:
    """The matters behind a figure of the own desk.

    Raises:
        NotAuthorized: ``approvers_only``.
        NotFound: there is no such figure.
    """
    cursor = request.GET.get("cursor", "")
    page = {
        "listing": behind_desk(staff_of(request), figure, cursor=cursor),
        **named(figure),
        "cursor": cursor,
        "back": reverse("work:desk"),
        "opens": True,
        "here": CODE,
    }
    return render(request, "workbench/oversight/figure.html", page)


def named(figure: str) -> dict[str, object]:
    """What a page of a figure is called: its code, and of what happened also in how many days."""
    if figure in HAPPENED:
        code, days = figure.rsplit("-", 1)
        return {"code": code, "days": int(days)}
    return {"code": figure, "days": 0}

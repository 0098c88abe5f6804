"""What was taken in here for other townships, and what is handed over here for them (通办)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries.across import SHOWN, taken_for_others
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of

HERE = "across"


@staff_only
@require_GET
def across(request: HttpRequest) -> HttpResponse:
    """The matters of other townships that this site has a part in."""
    shown = request.GET.get("show", "open")
    shown = shown if shown in SHOWN else "open"
    search = request.GET.get("q", "").strip()
    page = {
        "rows": taken_for_others(staff_of(request), shown=shown, search=search),
        "shown": shown,
        "search": search,
        "here": HERE,
    }
    return render(request, "workbench/across.html", page)

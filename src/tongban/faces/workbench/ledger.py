"""The village ledger (台账): the point's cases in the columns of the paper ledger, printable as it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries import my_list
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of

LEDGER_ROWS = 100


@staff_only
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, a hundred lines a page."""
    cursor = request.GET.get("cursor", "")
    page = my_list(staff_of(request), group="all", cursor=cursor or None, limit=LEDGER_ROWS)
    return render(request, "workbench/ledger.html", {"page": page, "cursor": cursor, "here": "ledger"})

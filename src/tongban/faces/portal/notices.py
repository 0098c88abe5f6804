"""The public notices that hang today: the village's board, on a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries import hanging_notices
from tongban.faces.common.typed_numbers import whole_number


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What hangs, masked as each item says; nothing of it can be searched and nothing stays."""
    page = whole_number(request.GET.get("page", ""), 4) or 1
    board = hanging_notices(request.GET.get("place", ""), page)
    response = render(request, "portal/notices.html", {"board": board, "notices": board.notices})
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Cache-Control"] = "no-store"
    return response

"""The public notices that hang today: the village's board, on a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries import hanging_notices


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What hangs, masked as each item says; nothing of it can be searched and nothing stays."""
    response = render(request, "portal/notices.html", {"notices": hanging_notices()})
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Cache-Control"] = "no-store"
    return response

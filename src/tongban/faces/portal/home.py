"""The home page: what would you like to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.faces.common.demonstration import filling
from tongban.faces.portal.chosen_place import here
from tongban.faces.portal.drafts_kept import unfinished
from tongban.faces.portal.items import events_of, positions_of


def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the ways in: by what happened in life, by the position, by what is at hand."""
    own = here(request)
    return render(
        request,
        "portal/home.html",
        {
            "events": events_of(own.chosen),
            "positions": positions_of(own.chosen),
            "here": own,
            "unfinished": unfinished(request),
            "filling": filling(),
        },
    )

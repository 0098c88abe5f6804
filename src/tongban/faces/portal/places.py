"""Places and phones: every site with its hours, windows and assisters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.directory import queries as directory


def places(request: HttpRequest) -> HttpResponse:
    """Where to go and whom to call, the township centre first."""
    return render(request, "portal/places.html", {"sites": directory.sites(), "door": "places"})

"""One site for everybody: where it is, when it is open, what it promises, its sessions beyond the hours and what came of
them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.directory import queries as directory


@require_GET
def place(request: HttpRequest, site_code: str) -> HttpResponse:
    """The page of a site that serves today."""
    found = next((site for site in directory.sites() if site.code == site_code), None)
    if found is None:
        raise Http404(site_code)
    shown = {"place": found, "service": directory.service_of_site(site_code), "door": "places"}
    return render(request, "portal/place.html", shown)

"""Places and phones: every site with its hours, windows and assisters; and where the visitor is from."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongban.directory import queries as directory
from tongban.faces.common.switches import safe_next
from tongban.faces.portal.chosen_place import here, place_of, remember


def places(request: HttpRequest) -> HttpResponse:
    """Where to go and whom to call: the visitor's own place first."""
    own = here(request)
    near = {site.code for site in (*own.centres, *own.points)} if own.chosen else set()
    every = directory.sites()
    sites = [site for site in every if site.code in near] + [site for site in every if site.code not in near]
    sites.sort(key=lambda site: ["centre", "village_point", "county_office"].index(site.kind))
    return render(request, "portal/places.html", {"sites": sites, "here": own, "door": "places"})


def choose(request: HttpRequest) -> HttpResponse:
    """Say once which township or village one is from, or take it back."""
    if request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(safe_next(request))
        remember(response, request.POST.get("place", ""))
        return response
    return render(
        request,
        "portal/choose_place.html",
        {
            "townships": directory.townships_served(),
            "chosen": place_of(request),
            "next": safe_next(request),
            "door": "places",
        },
    )

"""The guide page of an item: what to bring, where, how long, what it costs, who decides."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.catalogue import queries as catalogue
from tongban.catalogue.definition import ItemDefinition, Material
from tongban.directory.queries import SiteView
from tongban.faces.portal.drafts_kept import unfinished
from tongban.rules import conditions


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """One item, plain words first, the legal basis one tap away."""
    item = catalogue.item(code)
    places = catalogue.places_for(code)
    materials = online_materials(item)
    return render(
        request,
        "portal/guide.html",
        {
            "item": item,
            "materials": materials,
            "paper_only": [material for material in item.materials if material not in materials],
            "online": "portal" in item.channels,
            "centres": _of_kind(places, "centre"),
            "points": _of_kind(places, "village_point"),
            "remedies": catalogue.remedies_for(code),
            "unfinished": unfinished(request, code),
            "door": "items",
        },
    )


def online_materials(item: ItemDefinition) -> list[Material]:
    """The materials that somebody applying online may be asked for."""
    return [material for material in item.materials if not _only_in_person(material)]


def _only_in_person(material: Material) -> bool:
    """Whether the channel alone decides about the material, and decides that the portal needs none."""
    condition = material.needed_if
    if condition is None or conditions.fields_of(condition) != {"channel"}:
        return False
    return not conditions.evaluate(condition, {"channel": "portal"})


def _of_kind(places: Iterable[SiteView], kind: str) -> list[SiteView]:
    return [place for place in places if place.kind == kind]

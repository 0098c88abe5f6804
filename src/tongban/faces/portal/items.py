"""Finding an item: by a few characters, by what happened in life, by position; pages of at most fifty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.catalogue import search as catalogue
from tongban.catalogue.definition import Text
from tongban.catalogue.search import Card, Line
from tongban.faces.common.schema_words import codes, label
from tongban.faces.portal.chosen_place import here, place_of
from tongban.kernel import time

PER_PAGE = 50
SUGGESTED = 6
FOUND = 20


@dataclass(frozen=True)
class Way:
    """One way to narrow the list: an event of life or a position, with how many items it leads to."""

    code: str
    label: Text
    count: int


@dataclass(frozen=True)
class Group:
    """The items of one position."""

    position: str
    items: tuple[Card, ...]


def events_of(place: str) -> tuple[Way, ...]:
    """The events of life that some item of a place belongs to, in the order of a life."""
    return _ways(codes("search", "events"), catalogue.offer(place).events, "search", "events")


def positions_of(place: str) -> tuple[Way, ...]:
    """The positions that handle some item of a place."""
    return _ways(codes("position"), catalogue.offer(place).positions, "position")


def _ways(order: Iterable[str], counts: Mapping[str, int], *path: str) -> tuple[Way, ...]:
    return tuple(Way(code, label(code, *path), counts[code]) for code in order if counts.get(code))


def grouped(cards: Iterable[Card]) -> tuple[Group, ...]:
    """Items by the position that handles them, in the order the catalogue gives them."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.position, []).append(card)
    return tuple(Group(position, tuple(members)) for position, members in groups.items())


def items(request: HttpRequest) -> HttpResponse:
    """What was searched for, or every item of the place, narrowed by an event or a position."""
    own = here(request)
    typed = " ".join(request.GET.get("q", "").split())[:60]
    event, position = request.GET.get("event", ""), request.GET.get("position", "")
    events, positions = events_of(own.chosen), positions_of(own.chosen)
    shown = {
        "search": typed,
        "here": own,
        "events": events,
        "positions": positions,
        "door": "items",
        "today": time.today(),
    }
    if typed:
        found = catalogue.search(typed, own.chosen, FOUND)
        missing = catalogue.not_here(typed, own.chosen)
        return render(
            request, "portal/items.html", {**shown, "found": [hit.card for hit in found], "missing": missing}
        )
    lines = _narrowed(catalogue.offered(own.chosen), event, position)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    cards = catalogue.cards(tuple(line.listing_id for line in page))
    narrowed = next(
        (
            way.label
            for way in (*events, *positions)
            if (event and way.code == event) or (position and way.code == position)
        ),
        None,
    )
    return render(
        request,
        "portal/items.html",
        {
            **shown,
            "groups": grouped(cards),
            "page": page,
            "narrowed": narrowed,
            "event": event,
            "position": position,
        },
    )


def _narrowed(lines: tuple[Line, ...], event: str, position: str) -> list[Line]:
    kept = [
        line
        for line in lines
        if (not event or event in line.events) and (not position or line.position == position)
    ]
    order = {code: place for place, code in enumerate(codes("position"))}
    return sorted(
        kept, key=lambda line: order.get(line.position, len(order))
    )  # by code within each, as before


def suggestions(request: HttpRequest) -> HttpResponse:
    """While somebody types: the first few that answer it, as a piece of the page."""
    typed = " ".join(request.GET.get("q", "").split())[:60]
    found = catalogue.search(typed, place_of(request), SUGGESTED) if typed else ()
    response = render(
        request, "portal/parts/suggestions.html", {"found": [hit.card for hit in found], "search": typed}
    )
    response["Cache-Control"] = "private, max-age=60"
    response["Vary"] = "Cookie, Accept-Language"
    return response

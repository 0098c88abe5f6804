"""The home page, and the list of everything that can be done here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tongban.catalogue import queries as catalogue
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.faces.portal.drafts_kept import unfinished


@dataclass(frozen=True)
class Group:
    """The items of one position."""

    position: str
    items: tuple[ItemDefinition, ...]


def grouped(items: Iterable[ItemDefinition]) -> tuple[Group, ...]:
    """Items by the position that handles them, in the order the catalogue gives them."""
    groups: dict[str, list[ItemDefinition]] = {}
    for item in items:
        groups.setdefault(item.position, []).append(item)
    return tuple(Group(position, tuple(members)) for position, members in groups.items())


def home(request: HttpRequest) -> HttpResponse:
    """What would you like to do."""
    groups = grouped(catalogue.published_items())
    return render(request, "portal/home.html", {"groups": groups, "unfinished": unfinished(request)})


def items(request: HttpRequest) -> HttpResponse:
    """Every published item, or those in which every word of the search is found."""
    wanted = request.GET.get("q", "").split()[:8]
    language = get_language() or ""
    found = [item for item in catalogue.published_items() if _mentions(item, wanted, language)]
    return render(
        request,
        "portal/items.html",
        {"groups": grouped(found), "search": " ".join(wanted), "search_asked": bool(wanted), "door": "items"},
    )


def _mentions(item: ItemDefinition, wanted: list[str], language: str) -> bool:
    texts: list[Text] = [item.name, item.summary, item.result_name]
    texts += [material.name for material in item.materials]
    texts += [asked.question for asked in item.faq]
    told = " ".join(f"{text.zh} {text.in_language(language)}" for text in texts).casefold()
    return all(word.casefold() in told for word in wanted)

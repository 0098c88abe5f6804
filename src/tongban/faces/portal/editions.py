"""The editions of an item: when each began and why, what differs between two, and one before it takes effect."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import EditionView
from tongban.directory import queries as directory
from tongban.directory.queries import PlaceName
from tongban.faces.common.differences import ToldDifference, told_changes, told_differences
from tongban.faces.portal.chosen_place import here
from tongban.faces.portal.guide import guide_page
from tongban.kernel import time
from tongban.kernel.errors import NotFound


@dataclass(frozen=True)
class EditionLine:
    """One edition in the list: ``state`` is past, current or coming; ``before``: the one it replaced."""

    edition: EditionView
    state: str
    before: EditionView | None


def editions(request: HttpRequest, code: str) -> HttpResponse:
    """Every edition of the visitor's place, the newest first."""
    own = here(request)
    item = catalogue.item(code, own.chosen)
    found = catalogue.editions(code, own.chosen)
    lines = [
        EditionLine(one, _state(one), before) for one, before in zip(found, (*found[1:], None), strict=True)
    ]
    return render(
        request,
        "portal/editions.html",
        {
            "item": item,
            "lines": lines,
            "of": _place_named(found[0]),
            "differences": _own_changes(code, own.chosen),
            "here": own,
            "door": "items",
        },
    )


def _own_changes(code: str, place: str) -> tuple[ToldDifference, ...]:
    """What the county, the township and the village have changed of the region's content, and why."""
    version_id = catalogue.current(code, place).version_id
    return told_changes(catalogue.content_of(version_id), catalogue.origins(version_id))


def edition(request: HttpRequest, code: str, version_id: int) -> HttpResponse:
    """The guide of one edition, marked where it is not the one that holds."""
    found = _public(code, version_id)
    return guide_page(request, catalogue.pinned(version_id), found, here(request), state=_state(found))


def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between two editions, in plain words."""
    own = here(request)
    item = catalogue.item(code, own.chosen)
    known = catalogue.editions(code, own.chosen)
    before = _chosen(request.GET.get("from", ""), known)
    after = _chosen(request.GET.get("to", ""), known)
    if before is None or after is None:
        after = known[0]
        before = known[1] if len(known) > 1 else known[0]
    if before.effective_from > after.effective_from:
        before, after = after, before
    found = told_differences(catalogue.content_of(before.version_id), catalogue.content_of(after.version_id))
    return render(
        request,
        "portal/compare.html",
        {
            "item": item,
            "before": before,
            "after": after,
            "known": known,
            "differences": found,
            "here": own,
            "door": "items",
        },
    )


def _chosen(asked: str, known: tuple[EditionView, ...]) -> EditionView | None:
    return next((one for one in known if str(one.version_id) == asked), None)


def _public(code: str, version_id: int) -> EditionView:
    found = catalogue.edition(version_id)
    item = catalogue.pinned(version_id).definition
    if item.code != code or not item.published or not found.taken:
        raise NotFound("item")
    return found


def _state(edition: EditionView) -> str:
    today = time.today()
    if edition.effective_from > today:
        return "coming"
    return "past" if edition.effective_to is not None and edition.effective_to < today else "current"


def _place_named(edition: EditionView) -> PlaceName | None:
    return directory.place_name(edition.division_code)

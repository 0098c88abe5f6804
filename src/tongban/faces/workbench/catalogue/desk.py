"""The catalogue's desk: what is being written, what waits for a second person, and every item by position."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tongban.catalogue import commands
from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import CoverageLine, EditionView
from tongban.directory import queries as directory
from tongban.directory.queries import PlaceName, chain, top_division
from tongban.faces.common.differences import ToldDifference, told_changes
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound

ROLES = frozenset({"catalogue_editor", "catalogue_approver"})


@dataclass(frozen=True)
class LayerLine:
    """One division's layer on an item's page: what it says today, and the draft that is open for it."""

    place: PlaceName | None
    division: str
    base: bool
    taken: bool | None  # None: it says nothing of its own
    changes: int
    number: int
    draft_id: str


def editor_of(request: HttpRequest) -> Staff:
    """The editor or approver behind this request.

    Raises:
        NotAuthorized: ``not_your_role_catalogue``.
    """
    actor = staff_of(request)
    if actor.role not in ROLES:
        raise NotAuthorized("not_your_role_catalogue")
    return actor


def own_division(actor: Staff) -> str:
    """The division whose layer an editor writes first: the own body's; a county's desk keeps the highest too."""
    return directory.site(actor.site_id).body.division_code


@staff_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Drafts first, then the catalogue of the own place with what is taken in and what not."""
    actor = editor_of(request)
    place = own_division(actor)
    wanted = request.GET.get("q", "").strip()
    lines = [line for line in catalogue.coverage(place) if _mentions(line, wanted)]
    groups: dict[str, list[CoverageLine]] = {}
    for line in lines:
        groups.setdefault(line.listed.get("position", ""), []).append(line)
    return render(
        request,
        "workbench/catalogue/desk.html",
        {
            "drafts": catalogue.drafts(actor),
            "place": directory.place_name(place),
            "groups": list(groups.items()),
            "search": wanted,
            "unlisted": _unlisted(place, wanted),
            "may_add": catalogue.may_write(actor, top_division()),
            "key": uuid4().hex,
            "here": "catalogue",
        },
    )


def _mentions(line: CoverageLine, wanted: str) -> bool:
    name = line.listed.get("name", {})
    return not wanted or wanted in f"{line.code} {name.get('zh', '')} {name.get('en', '')}"


def _unlisted(place: str, wanted: str) -> list[Any]:
    """What the place offers beyond the base list."""
    listed = {line.code for line in catalogue.coverage(place)}
    return [
        item
        for item in catalogue.published_items(place=place)
        if item.code not in listed and wanted in f"{item.code} {item.name.zh}"
    ]


@staff_only
@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: what each division says of it, its editions, and where one may begin to write."""
    actor = editor_of(request)
    place = own_division(actor)
    held = catalogue.layers(code)
    open_drafts = {
        line.division_code: str(line.id) for line in catalogue.drafts(actor) if line.item_code == code
    }
    divisions = {layer.division_code for layer in held} | set(open_drafts) | set(chain(place)) - {""}
    lines = [
        _layer_line(division, held, open_drafts.get(division, ""))
        for division in sorted(divisions, key=lambda one: (len(chain(one)), one))
    ]
    try:
        editions = catalogue.editions(code, place)
    except NotFound:  # an item of the base list that nobody has written down yet
        editions = ()
    name = next((dict(layer.content["name"]) for layer in reversed(held) if layer.base), None)
    return render(
        request,
        "workbench/catalogue/item.html",
        {
            "code": code,
            "name": name or _listed_name(code, place),
            "lines": [(line, catalogue.may_write(actor, line.division)) for line in lines],
            "below": _below(actor, place, divisions),
            "editions": editions,
            "differences": _changes(editions),
            "key": uuid4().hex,
            "here": "catalogue",
        },
    )


def _changes(editions: tuple[EditionView, ...]) -> tuple[ToldDifference, ...]:
    """What the levels below have changed in the newest edition here, and why."""
    if not editions:
        return ()
    newest = editions[0].version_id
    return told_changes(catalogue.content_of(newest), catalogue.origins(newest))


def _listed_name(code: str, place: str) -> dict[str, str]:
    found = next((line.listed for line in catalogue.coverage(place) if line.code == code), None)
    return dict(found["name"]) if found else {"zh": code, "en": code}


def _below(actor: Staff, place: str, known: set[str]) -> list[tuple[str, str]]:
    """The divisions below the own one that have no layer yet: code and name."""
    return [(one.code, one.name) for one in directory.divisions_below(place) if one.code not in known]


def _layer_line(division: str, held: tuple[Any, ...], draft_id: str) -> LayerLine:
    mine = [layer for layer in held if layer.division_code == division]
    newest = mine[-1] if mine else None
    return LayerLine(
        place=directory.place_name(division),
        division=division,
        base=bool(newest and newest.base),
        taken=None if newest is None else bool(newest.base or newest.content.get("taken", True)),
        changes=0 if newest is None or newest.base else len(newest.content.get("changes", ())),
        number=newest.number if newest else 0,
        draft_id=draft_id,
    )


@staff_only
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft of an item's layer, or of a new item."""
    actor = editor_of(request)
    code = request.POST.get("item", "").strip()
    division = request.POST.get("division", "") or top_division()
    try:
        draft = commands.start_draft(
            actor, code, division=division, idempotency_key=request.POST.get("idempotency_key", "")
        )
    except InputFaults as refused:
        open_one = next(
            (
                line
                for line in catalogue.drafts(actor)
                if line.item_code == code and line.division_code == division
            ),
            None,
        )
        if open_one is not None:
            return redirect("work:catalogue_draft", draft_id=open_one.id)
        page = {"faults": refused.faults, "code": code, "here": "catalogue"}
        return render(request, "workbench/catalogue/not_started.html", page, status=422)
    return redirect("work:catalogue_draft", draft_id=draft)

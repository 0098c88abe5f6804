"""Writing a draft section by section: what is typed is kept at once, faults are told beside their fields."""

import copy
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.catalogue import commands
from tongban.catalogue import queries as catalogue
from tongban.catalogue.changes import changes_between
from tongban.catalogue.queries import DraftView
from tongban.catalogue.shape import with_blanks
from tongban.catalogue.structure import DefinitionFault
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.catalogue import form, posted
from tongban.faces.workbench.catalogue.desk import editor_of
from tongban.faces.workbench.catalogue.frame import frame
from tongban.faces.workbench.catalogue.sections import SECTIONS, Section, section
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import NotFound, Stale

WRITABLE = frozenset({"editing", "returned"})


@staff_only
@require_GET
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where a draft is to be looked at: being written, at its first section; else as a whole."""
    view = catalogue.catalogue_draft(editor_of(request), draft_id)
    if view.state not in WRITABLE:
        return redirect("work:catalogue_look", draft_id=draft_id)
    first = "changes" if not view.base and not view.content.get("taken", True) else SECTIONS[0].code
    return redirect("work:catalogue_section", draft_id=draft_id, part=first)


@staff_only
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, draft_id: UUID, part: str) -> HttpResponse:
    """One section's form; posting it saves, and does what the pressed button asks."""
    actor = editor_of(request)
    view = catalogue.catalogue_draft(actor, draft_id)
    if view.state not in WRITABLE:
        return redirect("work:catalogue_look", draft_id=draft_id)
    chosen = section(part)
    if chosen is None:
        raise NotFound("section")
    if request.method == "GET":
        kept = kept_forms.take(request)
        if kept is None:
            return _page(request, view, chosen)
        typed = posted.read(chosen, with_blanks(view.whole), kept)
        return _page(request, view, chosen, whole=typed, restored=True)
    whole = posted.read(chosen, with_blanks(view.whole), request.POST)
    asked = request.POST.get("op", "")
    look_at = posted.operate(whole, asked) if asked else ""
    try:
        _save(request, view, _as_layer(view, whole))
    except Stale as stale:
        return _page(request, view, chosen, whole=whole, stale=stale)
    if request.headers.get("HX-Request") == "true":
        return _saved(request, draft_id)
    anchor = f"#f-{look_at.replace('.', '-')}" if look_at else ""
    to = request.POST.get("go", "") or part
    return redirect(reverse("work:catalogue_section", args=[draft_id, to if section(to) else part]) + anchor)


@staff_only
@require_http_methods(["GET", "POST"])
def changes(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Of an override: whether the item is taken in, and for each change why, and on what basis."""
    actor = editor_of(request)
    view = catalogue.catalogue_draft(actor, draft_id)
    if view.base or view.state not in WRITABLE:
        return redirect("work:catalogue_draft", draft_id=draft_id)
    if request.method == "GET":
        kept = kept_forms.take(request)
        if kept is None:
            return _changes_page(request, view)
        typed = replace(view, content=_changed(view, kept))
        return _changes_page(request, typed, restored=True)
    layer = _changed(view, request.POST)
    try:
        _save(request, view, layer)
    except Stale as stale:
        return _changes_page(request, replace(view, content=layer), stale=stale)
    if request.headers.get("HX-Request") == "true":
        return _saved(request, draft_id)
    return redirect("work:catalogue_changes", draft_id=draft_id)


def _changed(view: DraftView, sent: QueryDict) -> dict[str, Any]:
    """The override with what its page's form says of it."""
    layer = copy.deepcopy(view.content)
    layer["taken"] = sent.get("taken") == "yes"
    reason = _both(sent, "reason")
    layer.pop("reason", None)
    if any(reason.values()):
        layer["reason"] = reason
    kept = []
    for number, change in enumerate(layer.get("changes", ())):
        if sent.get("op") == f"undo:{number}":
            continue
        change["why"] = _both(sent, f"{number}.why")
        change.pop("basis", None)
        law, duty = _both(sent, f"{number}.law"), _both(sent, f"{number}.duty")
        article = sent.get(f"{number}.article", "").strip()
        if article or any(law.values()) or any(duty.values()):
            change["basis"] = {"law": law, "article": article, "duty": duty}
        kept.append(change)
    layer["changes"] = kept
    return layer


def _both(sent: QueryDict, name: str) -> dict[str, str]:
    return {language: sent.get(f"{name}.{language}", "").strip() for language in ("zh", "en")}


def _as_layer(view: DraftView, whole: dict[str, Any]) -> dict[str, Any]:
    """What the draft's layer says when its content is to be ``whole``."""
    if view.base:
        return whole
    stated = view.content.get("changes", ())
    return {**view.content, "changes": changes_between(view.above or {}, whole, stated)}


def _save(request: HttpRequest, view: DraftView, layer: dict[str, Any]) -> None:
    seen = request.POST.get("version", "")
    commands.save_draft(
        editor_of(request),
        view.id,
        layer,
        expected_version=int(seen) if seen.isascii() and seen.isdecimal() else 0,
        idempotency_key=uuid4().hex,
    )


def _saved(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """After saving by itself: when, which version to go on from, and what is still faulty."""
    view = catalogue.catalogue_draft(editor_of(request), draft_id)
    response = render(request, "workbench/catalogue/saved.html", frame(view, None) | {"swap": True})
    response["HX-Trigger"] = "draft-saved"
    return response


def _page(
    request: HttpRequest,
    view: DraftView,
    chosen: Section,
    *,
    whole: dict[str, Any] | None = None,
    stale: Stale | None = None,
    restored: bool = False,
) -> HttpResponse:
    content = with_blanks(whole if whole is not None else view.whole)
    nodes = form.grow(chosen, content, _placed(view))
    page = frame(view, chosen) | {"nodes": nodes, "stale": stale, "restored": restored}
    return render(request, "workbench/catalogue/edit.html", page, status=409 if stale else 200)


def _changes_page(
    request: HttpRequest, view: DraftView, *, stale: Stale | None = None, restored: bool = False
) -> HttpResponse:
    told = [
        (number, change, form.way_to(change["at"], view.above or {}), _faults_of_change(view, number))
        for number, change in enumerate(view.content.get("changes", ()))
    ]
    page = frame(view, None) | {"changes": told, "stale": stale, "restored": restored, "part": "changes"}
    return render(request, "workbench/catalogue/changes.html", page, status=409 if stale else 200)


def _faults_of_change(view: DraftView, number: int) -> list[DefinitionFault]:
    return [fault for fault in view.faults if fault.path.startswith(f"changes.{number}.")]


def _placed(view: DraftView) -> tuple[DefinitionFault, ...]:
    """The faults at places of the whole content; those of the changes themselves have a page of their own."""
    return tuple(fault for fault in view.faults if view.base or not fault.path.startswith("changes"))


@staff_only
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft up."""
    actor = editor_of(request)
    view = catalogue.catalogue_draft(actor, draft_id)
    commands.discard_draft(actor, draft_id, expected_version=view.version, idempotency_key=uuid4().hex)
    return redirect("work:catalogue")

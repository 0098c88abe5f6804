"""Handing a draft in, and the second person's look at it: what changes, from which day, approved or sent back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tongban.catalogue import commands
from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import DraftView
from tongban.faces.common.differences import told_differences
from tongban.faces.workbench.catalogue import form
from tongban.faces.workbench.catalogue.desk import editor_of
from tongban.faces.workbench.catalogue.frame import frame
from tongban.faces.workbench.catalogue.sections import section_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel import time
from tongban.kernel.errors import FieldFault, InputFaults, Refusal, Stale


@staff_only
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say from which day and why, and hand the draft to the second person."""
    actor = editor_of(request)
    view = catalogue.catalogue_draft(actor, draft_id)
    if view.state not in ("editing", "returned"):
        return redirect("work:catalogue_look", draft_id=draft_id)
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        starts = _day(request.POST.get("effective_from", ""))
        try:
            if starts is None:
                raise InputFaults([FieldFault("effective_from", "not_a_date")])
            commands.submit_draft(
                actor,
                draft_id,
                effective_from=starts,
                reason=request.POST.get("reason", ""),
                expected_version=_number(request.POST.get("version", "")),
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
            return redirect("work:catalogue_look", draft_id=draft_id)
        except InputFaults as refused:
            faults = refused.faults
    return render(
        request,
        "workbench/catalogue/hand_in.html",
        _told(view)
        | {
            "faults": [
                fault for fault in faults if fault.field in ("effective_from", "reason", "idempotency_key")
            ],
            "values": request.POST,
            "today": time.today(),
            "key": request.POST.get("idempotency_key") or f"hand-in-{draft_id.hex}-{view.version}",
        },
        status=422 if faults else 200,
    )


@staff_only
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft as a whole: for its author to follow, for the second person to decide."""
    actor = editor_of(request)
    view = catalogue.catalogue_draft(actor, draft_id)
    refusal: Refusal | None = None
    if request.method == "POST":
        arguments: dict[str, Any] = {
            "expected_version": _number(request.POST.get("version", "")),
            "idempotency_key": request.POST.get("idempotency_key", ""),
        }
        try:
            if request.POST.get("do") == "approve":
                commands.approve_draft(actor, draft_id, **arguments)
            else:
                commands.send_draft_back(actor, draft_id, reason=request.POST.get("note", ""), **arguments)
            return redirect("work:catalogue_look", draft_id=draft_id)
        except (InputFaults, Stale) as refused:
            refusal = refused
            view = catalogue.catalogue_draft(actor, draft_id)
    return render(
        request,
        "workbench/catalogue/look.html",
        _told(view)
        | {
            "refusal": refusal,
            "note": request.POST.get("note", ""),
            "may_decide": view.state == "submitted" and catalogue.may_approve(actor, view),
            "key": f"decide-{draft_id.hex}-{view.version}",
        },
        status=422 if refusal else 200,
    )


def _told(view: DraftView) -> dict[str, Any]:
    faults = [
        (fault, form.way_to(fault.path, view.whole), section_of(fault.path.split(".", 1)[0]).code)
        for fault in view.faults
    ]
    return frame(view, None) | {
        "differences": told_differences(view.before, view.whole) if view.before is not None else (),
        "draft_faults": faults,
        "part": "hand_in",
    }


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() else 0

"""Setting up a new county in four files, in any order of days: fetch a template, look at what it brings, load it."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tongban.directory import commands
from tongban.directory.commands import ImportOutcome
from tongban.directory.queries.set_up import set_up_state
from tongban.faces.workbench.administration.desk import keeper_of, key_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal

STEPS = ("divisions", "places", "inside", "staff")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
"""Faults and lines on a page; the rest are counted."""
LARGEST = 1_000_000


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: it travels in the page until it is loaded, and is checked again then."""

    outcome: ImportOutcome
    file: str
    name: str


@staff_only
@require_GET
def set_up(request: HttpRequest) -> HttpResponse:
    """The four steps with what is there, and what is still missing."""
    actor = keeper_of(request)
    state = set_up_state(actor)
    steps = [(number, step, state.counts[step]) for number, step in enumerate(STEPS, start=1)]
    page = {"steps": steps, "missing": state.missing, "tab": "set_up", "here": "places"}
    return render(request, "workbench/administration/set_up.html", page)


@staff_only
@require_GET
def template(request: HttpRequest, step: str) -> HttpResponse:
    """The workbook to fill in."""
    keeper_of(request)
    try:
        data = commands.step_template(step)
    except NotFound:
        raise Http404 from None
    return HttpResponse(
        data,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="tongban-{step}.xlsx"'},
    )


@staff_only
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step: choose a file, see what is wrong or what it brings, load it."""
    actor = keeper_of(request)
    if step not in STEPS:
        raise Http404
    page: dict[str, Any] = {"step": step, "number": STEPS.index(step) + 1}
    if request.method == "GET":
        return _page(request, page)
    try:
        if request.POST.get("act") == "load":
            data = _unpacked(request.POST.get("file_kept", ""))
            commands.load_import(
                actor,
                step,
                data,
                outlook=request.POST.get("outlook", "")[:64],
                idempotency_key=key_of(request),
            )
            return redirect(f"{request.path}?done=load")
        data, name = _uploaded(request)
        outcome = commands.try_import(actor, step, data)
        page["looked"] = Looked(outcome, _packed(data) if not outcome.faults else "", name)
        return _page(request, page, 422 if outcome.faults else 200)
    except InputFaults as refused:
        page["faults"] = refused.faults
    except Refusal as refusal:
        if refusal.code not in ("import_has_faults", "import_outlook_changed"):
            raise
        page["refusal"] = refusal
    return _page(request, page, 422)


def _page(request: HttpRequest, page: dict[str, Any], status: int = 200) -> HttpResponse:
    looked = page.get("looked")
    shown = {
        "row_faults": looked.outcome.faults[:SHOWN] if looked else (),
        "more_faults": max(0, len(looked.outcome.faults) - SHOWN) if looked else 0,
        "lines": [line for line in looked.outcome.lines if line.what != "same"][:SHOWN] if looked else (),
    }
    frame = {
        "key": uuid4().hex,
        "tab": "set_up",
        "here": "places",
        "steps": STEPS,
        "next_step": _next(page["step"]),
        "done": request.GET.get("done", "") if request.method == "GET" else "",
    }
    return render(
        request, "workbench/administration/set_up_step.html", {**frame, **shown, **page}, status=status
    )


def _next(step: str) -> str:
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else ""


def _uploaded(request: HttpRequest) -> tuple[bytes, str]:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise InputFaults([FieldFault("file", "file_missing")])
    name = (upload.name or "")[-100:]
    if name.lower().endswith((".xlsm", ".xls", ".xlsb")):
        raise InputFaults([FieldFault("file", "only_xlsx")])
    if (upload.size or 0) > LARGEST:
        raise InputFaults([FieldFault("file", "import_too_large")])
    return upload.read(), name


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


def _unpacked(text: str) -> bytes:
    """The file that the page brought back.

    Raises:
        InputFaults: it is none.
    """
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), LARGEST + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise InputFaults([FieldFault("file", "file_missing")]) from None
    return data

"""Intake at a window or a village point: one dense page for one person, saved as one goes.

The draft outlives the session: what is posted after the session ran out is saved first, and only then is the
clerk asked to sign in again.
"""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases.commands import DraftPieces, save_pieces
from tongban.cases.commands import discard as discard_draft
from tongban.cases.queries import (
    DraftView,
    begun_token,
    case_for,
    draft,
    my_drafts,
    submission,
    submission_key,
)
from tongban.cases.queries.whose import village_question, whose_matter
from tongban.catalogue.queries import published_items
from tongban.directory.queries import beside
from tongban.faces.workbench import fault_names, intake_form, kept_forms
from tongban.faces.workbench.case_page import newest_paper
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.intake_rows import intake_rows
from tongban.faces.workbench.intake_sending import finish_intake, spot_part, submit_intake
from tongban.faces.workbench.who import actor_of, staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

COUNTERS = frozenset({"clerk", "assister"})


def channel_of(actor: Staff) -> str:
    """The channel somebody takes applications in by: an assister at the village point, others at the window."""
    return "village_point" if actor.role == "assister" else "window"


@staff_only
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the item, or go on with an intake left unfinished; for who takes applications in.

    Choosing writes nothing yet.

    Raises:
        NotAuthorized: ``not_your_role_submit``.
    """
    actor = staff_of(request)
    if actor.role not in COUNTERS:
        raise NotAuthorized("not_your_role_submit")
    channel = channel_of(actor)
    if code := request.POST.get("item") or request.GET.get("item"):
        return redirect("work:intake", token=begun_token(actor, code, channel))
    search = request.GET.get("q", "").strip()
    items = [
        one
        for one in published_items(channel)
        if (search in str(one.name) or search == one.code)
        and (actor.role != "clerk" or one.position == actor.position_code)
    ]
    page = {"items": items, "drafts": my_drafts(actor), "search": search, "here": "intake"}
    return render(request, "workbench/intake_choose.html", page)


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, token: str) -> HttpResponse:
    """The form of one intake; posting it saves, and submits when asked to."""
    faults: tuple[FieldFault, ...] = ()
    try:
        if request.method == "POST":
            pieces = intake_form.pieces_of(request.POST, request.FILES)
            if taken := _taken_at_once(request, token, pieces):
                return taken
            faults = save_pieces(token, pieces)
        return _intake(request, token, faults)
    except NotFound:
        return _sent_before(request, token) or _gone(request)


def _taken_at_once(request: HttpRequest, token: str, pieces: DraftPieces) -> HttpResponse | None:
    """A whole form of somebody signed in: the case comes of it without the draft being written first.

    None where anything stands in its way: then what was typed is kept first, and the way after that says what it was.
    """
    if request.POST.get("do") != "submit" or not isinstance(actor_of(request), Staff):
        return None
    try:
        return submit_intake(request, token, pieces)
    except (Refusal, DatabaseError, OSError):
        return None


@staff_only
def _intake(request: HttpRequest, token: str, faults: tuple[FieldFault, ...]) -> HttpResponse:
    if request.method == "GET":
        kept = kept_forms.take(request)
        return _form(request, token, kept or QueryDict(), restored=kept is not None)
    asked = request.POST.get("do", "")
    if asked not in ("submit", "finish"):
        return _form(request, token, request.POST, faults=faults)
    if faults:
        # What could not be saved and what is still missing are told together.
        shown = {fault.field for fault in faults}
        own = draft(token, reader=staff_of(request))
        missing = tuple(fault for fault in own.faults if fault.field not in shown)
        return _form(request, token, request.POST, faults=faults + missing)
    try:
        return finish_intake(request, token) if asked == "finish" else submit_intake(request, token)
    except InputFaults as wrong:
        return _form(request, token, request.POST, faults=wrong.faults)


def _sent_before(request: HttpRequest, token: str) -> HttpResponse | None:
    """The same form once more: its draft became a case, and the same number is the answer."""
    actor = actor_of(request)
    if not isinstance(actor, Staff):
        return None
    try:
        return redirect("work:received", number=submission(actor, submission_key(token)).number)
    except NotFound:
        return None


@staff_only
def _gone(request: HttpRequest) -> HttpResponse:
    """In place of a bare "not found": a form sent twice ends here, and its writer must not think it lost."""
    return render(request, "workbench/intake_gone.html", {"here": "intake"}, status=404)


@require_POST
def save_part(request: HttpRequest, token: str) -> HttpResponse:
    """Save the part of the form that just changed (htmx), and send back only what that changes on the page."""
    before = draft(token)
    faults = save_pieces(token, intake_form.pieces_of(request.POST, request.FILES))
    return _saved(request, token, before, faults)


@staff_only
def _saved(
    request: HttpRequest, token: str, before: DraftView, faults: tuple[FieldFault, ...]
) -> HttpResponse:
    view = draft(token, reader=staff_of(request))
    page = {
        "draft": view,
        "rows": intake_rows(view, request.POST, faults),
        "posted": list(request.POST),
        "faults": faults,
        "values": request.POST,
        "saved_at": localtime(now()),
        "whose": whose_matter(staff_of(request), view.item, view.answers),
        "village_changed": view.answers.get(village_question(view.item))
        != before.answers.get(village_question(before.item)),
        "questions_changed": view.questions != before.questions,
        "applicant_changed": view.applicant_kind != before.applicant_kind,
        "representation_changed": (view.representation, view.applicant_kind)
        != (before.representation, before.applicant_kind),
        "materials_changed": view.needed_materials != before.needed_materials,
        "material_rows_changed": _material_rows_changed(request, before, view, faults),
    }
    return render(request, "workbench/intake_saved.html", page)


def _material_rows_changed(
    request: HttpRequest, before: DraftView, view: DraftView, faults: tuple[FieldFault, ...]
) -> set[str]:
    """The rows to draw anew: those with a new file or a fault, and no other.

    A row that was only ticked stays as it is: drawing it from the server would undo what was ticked
    beside it while this answer was on its way.
    """
    refused = {fault.field.removeprefix("materials.") for fault in faults}
    return {
        material.code
        for material in view.needed_materials
        if material.code in refused
        or f"materials.{material.code}.file" in request.FILES
        or getattr(before.materials.get(material.code), "file_name", "")
        != getattr(view.materials.get(material.code), "file_name", "")
    }


@staff_only
@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponse:
    """Throw an unfinished intake away."""
    draft(token, reader=staff_of(request))
    discard_draft(token)
    return redirect("work:choose_item")


@staff_only
@require_GET
def received(request: HttpRequest, number: str) -> HttpResponse:
    """What was taken in: the number, the receipt to print, and the next person.

    The query code, which opens every paper of the case, is shown to a counter on the day of intake alone.
    """
    actor = staff_of(request)
    case = case_for(actor, number, opened=True, in_part=True)
    just_taken = actor.role in COUNTERS and now() - case.synced_at < timedelta(days=1)
    code = case.query_code if just_taken else ""
    return render(
        request,
        "workbench/received.html",
        {"case": case, "code": code, "newest_paper": newest_paper(case), "here": "intake"},
    )


def _form(
    request: HttpRequest,
    token: str,
    values: QueryDict,
    *,
    faults: tuple[FieldFault, ...] = (),
    restored: bool = False,
) -> HttpResponse:
    view = draft(token, reader=staff_of(request))
    page = {
        "draft": view,
        "rows": intake_rows(view, values, faults),
        "values": values,
        "faults": faults,
        "named_faults": fault_names.in_draft(view, faults),
        "whose": whose_matter(staff_of(request), view.item, view.answers),
        "received_now": localtime(now()),
        "saved_at": view.updated_at if view.saved else None,
        "beside": beside(staff_of(request)),
        "spot": spot_part(staff_of(request), view, values),
        "restored": restored,
        "here": "intake",
    }
    return render(request, "workbench/intake.html", page, status=422 if faults else 200)

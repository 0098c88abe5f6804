"""One list: each row's verdict, how far the filing is, what is to be mended, the receipt."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.rosters import commands, queries
from tongban.cases.rosters.judging import ROW
from tongban.faces.common.sentences import FAULT, refusal_sentence
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.reasons import fault_in_words, why_not
from tongban.faces.workbench.rosters.columns import titles
from tongban.faces.workbench.rosters.desk import HERE, sent_workbook
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal

RETRY_SECONDS = 2
ACTS = {
    "start": commands.start_roster,
    "stop": commands.stop_roster,
    "end": commands.end_roster,
}


@staff_only
@require_GET
def roster(request: HttpRequest, roster_number: str) -> HttpResponse:
    """The list's verdicts; while it is being filed, how far that is."""
    actor = staff_of(request)
    if request.headers.get("HX-Request") == "true":
        page = {"line": queries.progress(actor, roster_number), "part": True, "key": uuid4().hex}
        return render(request, "workbench/rosters/state.html", page)
    return _page(request, roster_number)


def _page(request: HttpRequest, roster_number: str, faults: tuple[FieldFault, ...] = ()) -> HttpResponse:
    actor = staff_of(request)
    page_number = request.GET.get("page", "1")
    view = queries.roster(
        actor,
        roster_number,
        shown=request.GET.get("show", ""),
        page=int(page_number)
        if page_number.isascii() and page_number.isdigit() and len(page_number) < 5
        else 1,
    )
    words = titles(view.columns)
    page = {
        "view": view,
        "line": view.line,
        "rows": [(row, [told(fault, words) for fault in row.faults]) for row in view.rows],
        "key": uuid4().hex,
        "accepts": actor.role == "clerk",
        "faults": faults,
        "here": HERE,
    }
    return render(request, "workbench/rosters/one.html", page, status=422 if faults else 200)


@staff_only
@require_POST
def act(request: HttpRequest, roster_number: str, act: str) -> HttpResponse:
    """Begin, stop, or end it; leave rows out; accept together what it became."""
    actor, key = staff_of(request), request.POST.get("idempotency_key", "")
    if act == "accept":
        looked = request.POST.get("looked") == "yes"
        try:
            commands.accept_roster(actor, roster_number, looked=looked, idempotency_key=key)
        except InputFaults as refused:
            return _page(request, roster_number, refused.faults)
    elif act == "leave-out":
        lines = [
            int(one)
            for one in request.POST.getlist("lines")
            if one.isascii() and one.isdigit() and len(one) < 6
        ]
        commands.leave_out_rows(actor, roster_number, lines, idempotency_key=key)
    elif act in ACTS:
        ACTS[act](actor, roster_number, idempotency_key=key)
    else:
        raise NotFound("roster")
    return redirect("work:roster", roster_number)


@staff_only
@require_POST
def failures(request: HttpRequest, roster_number: str) -> HttpResponse:
    """What was not taken, as a workbook to be mended."""
    actor = staff_of(request)
    words = titles(queries.roster(actor, roster_number).columns)

    def in_words(faults: tuple[FieldFault, ...]) -> str:
        return "\n".join(told(fault, words) for fault in faults)

    return sent_workbook(
        queries.failures_file(actor, roster_number, in_words), f"{roster_number}-failures.xlsx"
    )


@staff_only
@xframe_options_sameorigin
@require_GET
def receipt(request: HttpRequest, roster_number: str) -> HttpResponse:
    """The one receipt of the list, to print."""
    try:
        content, name = queries.receipt_file(staff_of(request), roster_number)
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.code != "paper_not_ready":
            raise
        waiting = render(request, "workbench/told_waits.html", {}, status=202)
        waiting["Refresh"] = str(RETRY_SECONDS)
        return waiting
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": shown})


def told(fault: FieldFault, words: dict[str, str]) -> str:
    """A row's fault in words: the column, what is wrong, what to do."""
    if fault.field == ROW and fault.code not in FAULT:
        return why_not(fault.code) or refusal_sentence(Refusal(fault.code, fault.params))
    said = fault_in_words(fault)
    title = words.get(fault.field) or _other(fault.field)
    return gettext("%(column)s：%(said)s") % {"column": title, "said": said} if title else said


def _other(field: str) -> str:
    return gettext("材料") if field.startswith("materials.") else ""

"""What has passed its period, by year and class; the list proposed for destruction, to print and to take along."""

from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases.commands import Table, export_list
from tongban.cases.privacy import commands, destroying
from tongban.faces.common.words import word
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.privacy.desk import DESK
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

HERE = "privacy"


@staff_only
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """What has ended, and the lists of late; posting proposes the list of one year and class."""
    actor = staff_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        year = request.POST.get("year", "")
        try:
            made = commands.propose_destruction(
                actor,
                int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
                request.POST.get("kept", ""),
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except (NotAuthorized, NotFound):
            raise
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("work:destruction", made)
    page = {
        "groups": destroying.due_groups(actor),
        "lists": destroying.destruction_lists(actor),
        "most": destroying.MOST_ON_A_LIST,
        "refusal": refusal,
        "key": uuid4().hex,
        "here": HERE,
    }
    return render(request, "workbench/privacy/retention.html", page, status=409 if refusal else 200)


@staff_only
@require_GET
def one(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One list, as it is printed and signed."""
    return _page(request, proposal_id)


@staff_only
@require_POST
def export(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """One list as a file."""
    actor = staff_of(request)
    listed = destroying.destruction_list(actor, proposal_id)
    table = Table(
        "destruction_list",
        _("销毁清册"),
        (_("办件编号"), _("事项"), _("保管期限"), _("办结"), _("保管到")),
        [
            (number, item, word(kept, "retention"), _day(ended), _day(last))
            for number, item, kept, ended, last in destroying.rows_of(listed)
        ],
    )
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return _page(request, proposal_id, refused.faults, reason)


def _page(
    request: HttpRequest, proposal_id: UUID, faults: tuple[FieldFault, ...] = (), reason: str = ""
) -> HttpResponse:
    actor = staff_of(request)
    listed = destroying.destruction_list(actor, proposal_id)
    page = {
        "list": listed,
        "rows": destroying.rows_of(listed),
        "erased": sum(1 for case in listed.cases if case.erased),
        "may_export": actor.role == DESK,
        "faults": faults,
        "reason": reason,
        "here": HERE if actor.role == DESK else "audit" if actor.role == "auditor" else "proposals",
    }
    return render(request, "workbench/privacy/destruction.html", page, status=422 if faults else 200)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

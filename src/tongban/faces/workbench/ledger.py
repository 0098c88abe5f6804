"""The village ledger (台账): the point's cases in the columns of the paper ledger, printable, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import Table, export_list
from tongban.cases.queries import my_list
from tongban.cases.queries.lists import MOST
from tongban.cases.queries.shapes import CaseRow
from tongban.faces.common.dates import local_date
from tongban.faces.common.templatetags.words import said
from tongban.faces.common.words import word
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.exports import MOST_ROWS
from tongban.rules.clearance import CLEARANCE

LEDGER_ROWS = 100


@staff_only
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, a hundred lines a page."""
    return _page(request, request.GET.get("cursor", ""))


def _page(
    request: HttpRequest, cursor: str, faults: tuple[FieldFault, ...] = (), reason: str = ""
) -> HttpResponse:
    page = my_list(
        staff_of(request), group="all", cursor=cursor or None, limit=LEDGER_ROWS, shown_as="village_ledger"
    )
    role = staff_of(request).role
    shown = {
        "page": page,
        "cursor": cursor,
        "here": "ledger",
        "faults": faults,
        "reason": reason,
        "takes_in": role in ("assister", "clerk"),
        "sees_none": not CLEARANCE[role],
    }
    return render(request, "workbench/ledger.html", shown, status=422 if faults else 200)


@staff_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole ledger of the own village point as a file, with a reason; what is masked on the page stays so.

    Raises:
        NotAuthorized: ``not_your_power``: the ledger is the assister's.
    """
    actor = staff_of(request)
    if actor.role != "assister":
        raise NotAuthorized("not_your_power")
    head = (_("编号"), _("日期"), _("群众"), _("事项"), _("状态"), _("结果"))
    table = Table("village_ledger", _("村台账"), head, [_line(row) for row in _rows(actor)])
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return _page(request, "", refused.faults, reason)


def _rows(actor: Staff) -> list[CaseRow]:
    found: list[CaseRow] = []
    cursor: str | None = None
    while len(found) <= MOST_ROWS:
        page = my_list(actor, group="all", cursor=cursor, limit=MOST)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


def _line(row: CaseRow) -> tuple[str, ...]:
    return (
        row.number,
        local_date(row.received_at).isoformat(),
        row.applicant_name,
        said(row.item_name),
        word(row.status, "status"),
        word(row.outcome, "outcome") if row.outcome else "",
    )

"""The desk of promises, and the list of breaches of telling: what is to follow, to be checked, and on record."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import Table, export_list
from tongban.cases.queries import promise_desk
from tongban.faces.common.dates import local_date
from tongban.faces.common.templatetags.words import said
from tongban.faces.common.words import word
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized


@staff_only
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    """What was promised: what is to follow, what is to be checked and by which draw, what was found."""
    desk = promise_desk.promise_desk(staff_of(request))
    return render(request, "workbench/commitments.html", {"desk": desk, "here": "commitments"})


@staff_only
@require_GET
def breaches(request: HttpRequest) -> HttpResponse:
    """The breaches by month and position, with the cases behind them; no person is named or ranked."""
    return _breaches(request)


def _breaches(request: HttpRequest, faults: tuple[FieldFault, ...] = (), reason: str = "") -> HttpResponse:
    actor = staff_of(request)
    page = {
        "months": promise_desk.breaches(actor),
        "may_export": actor.role == "approver",
        "faults": faults,
        "reason": reason,
        "here": "breaches",
    }
    return render(request, "workbench/breaches.html", page, status=422 if faults else 200)


@staff_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file, with a reason; for who answers for the body.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    actor = staff_of(request)
    if actor.role != "approver":
        raise NotAuthorized("not_your_power")
    head = (_("月份"), _("岗位"), _("哪一种"), _("编号"), _("事项"), _("日期"))
    lines = [
        (
            f"{row.month:%Y-%m}",
            row.position,
            word(row.kind, "breach"),
            row.number,
            said(row.item),
            local_date(row.at).isoformat(),
        )
        for group in promise_desk.breaches(actor)
        for row in group.rows
    ]
    table = Table("breaches", _("告知不到位"), head, lines)
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return _breaches(request, refused.faults, reason)

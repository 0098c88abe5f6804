"""The ledger of fees as a page: each line's sum of a month, each payment and reversal; to print and to take along."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import Table, export_list
from tongban.cases.fees.ledger import fee_ledger
from tongban.faces.common.templatetags.words import said
from tongban.faces.workbench.act_shape import YEARS
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults

HERE = "fees"


def _month(text: str) -> date | None:
    """The month as the page sends it; None where it is none."""
    try:
        found = parse_date(f"{text}-01") if len(text) == len("2026-11") else None
    except ValueError:
        return None
    return found if found is not None and found.year in YEARS else None


@staff_only
@require_GET
def fees(request: HttpRequest) -> HttpResponse:
    """One month of the ledger."""
    return _page(request, request.GET.get("month", ""))


def _page(
    request: HttpRequest, month: str, faults: tuple[FieldFault, ...] = (), reason: str = ""
) -> HttpResponse:
    shown = {
        "ledger": fee_ledger(staff_of(request), _month(month)),
        "faults": faults,
        "reason": reason,
        "here": HERE,
    }
    return render(request, "workbench/fees.html", shown, status=422 if faults else 200)


@staff_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The month as a file, with a reason.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    actor, month = staff_of(request), request.POST.get("month", "")
    head = (
        _("日期"),
        _("网点"),
        _("编号"),
        _("事项"),
        _("收费项目"),
        _("金额（元）"),
        _("财政票据号"),
        _("缴到哪里"),
        _("冲销"),
    )
    lines = [
        (
            one.paid_on.isoformat(),
            one.site,
            one.number,
            said(one.item),
            said(one.line),
            f"{one.amount:.2f}",
            one.receipt,
            one.channel,
            _("冲销") if one.reversal else _("要退") if one.to_give_back else "",
        )
        for one in fee_ledger(actor, _month(month)).entries
    ]
    reason = request.POST.get("reason", "")
    table = Table("fee_ledger", _("收费台账"), head, lines)
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return _page(request, month, refused.faults, reason)

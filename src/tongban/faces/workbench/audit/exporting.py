"""The auditor's lists as files: each with a reason, a number and a watermark."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.commands import Released, Table, export_list
from tongban.cases.queries import search_looks
from tongban.cases.queries.access import looks_to_export
from tongban.faces.common.words import word
from tongban.faces.workbench.audit import log
from tongban.faces.workbench.audit.asked import auditor_of, day_in
from tongban.faces.workbench.audit.day import DaySheet, day_page, sheet_of
from tongban.faces.workbench.audit.events import by_in_words
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import InputFaults
from tongban.kernel.time import SHANGHAI, today


def exact(moment: datetime) -> str:
    """A moment of China as a file has it, to the second."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def sent(released: Released) -> HttpResponseBase:
    """The file as a download, piece by piece."""
    response = StreamingHttpResponse(released.chunks, content_type=released.media_type)
    name = content_disposition_header(as_attachment=True, filename=released.file_name) or "attachment"
    response["Content-Disposition"] = name
    response["X-Export-Number"] = released.number
    return response


@staff_only
@require_POST
def looks(request: HttpRequest) -> HttpResponseBase:
    """What a search of the access log found."""
    actor, search = auditor_of(request), log.search_in(request.POST)
    told = [log.told(line) for line in looks_to_export(actor, search)]
    table = Table(
        "access_log",
        _("访问记录"),
        (
            _("时间"),
            _("谁"),
            _("岗位"),
            _("网点"),
            _("做了什么"),
            _("看的是什么"),
            _("编号"),
            _("条数"),
            _("有没有写事由"),
        ),
        [
            (
                exact(one.line.at),
                one.line.person,
                one.line.position,
                one.line.site,
                one.kind,
                one.what,
                one.line.number,
                "" if one.line.rows is None else str(one.line.rows),
                _("有") if one.line.has_reason else "",
            )
            for one in told
        ],
    )
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        page = search_looks(actor, search)
        return log.log_page(request, search, page, faults=refused.faults, reason=reason)


@staff_only
@require_POST
def day(request: HttpRequest) -> HttpResponseBase:
    """A day's sheet."""
    actor, chosen = auditor_of(request), day_in(request.POST, "date", today())
    table = Table(
        "day_sheet",
        _("当日一览"),
        (_("部分"), _("时间"), _("谁"), _("网点"), _("做了什么"), _("编号"), _("说明")),
        list(_rows(sheet_of(actor, chosen))),
    )
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return day_page(request, actor, chosen, faults=refused.faults, reason=reason)


def _rows(sheet: DaySheet) -> Iterator[tuple[str, ...]]:
    for entry in sheet.sign_ins:
        who = entry.name or entry.username
        yield (_("登录"), exact(entry.at), who, "", word(entry.outcome, "door_outcome"), "", entry.address)
    for act in sheet.acts:
        what = word(act.type, "event")
        yield (_("办件"), exact(act.at), by_in_words(act.by), act.site, what, act.number, "")
    for look in (*sheet.looks, *sheet.exports):
        line = look.line
        who = f"{line.person} · {line.position}" if line.position else line.person
        yield (_("查看"), exact(line.at), who, line.site, look.kind, line.number, look.what)
    for change in sheet.changes:
        yield (
            _("管理"),
            exact(change.line.at),
            change.by,
            change.line.site,
            change.what,
            "",
            change.fact,
        )

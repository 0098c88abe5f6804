"""The delivery register (出件登记) as a page: four groups, ages, a search, each row one step from its act; to print and to
take along."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import Moved, Table, export_list, receive_results, take_out_results
from tongban.cases.custody.commands import note_result_told
from tongban.cases.custody.register import GROUPS, RegisterRow
from tongban.cases.custody.register import register as register_page
from tongban.directory.queries import assisters_behind
from tongban.faces.common.dates import local_date
from tongban.faces.common.templatetags.words import said
from tongban.faces.common.typed_numbers import version_seen, whole_number
from tongban.faces.common.words import word
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.reasons import why_not_moved
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.exports import MOST_ROWS
from tongban.kernel.time import today
from tongban.rules.custody import Place

TOGETHER = {Place.COUNTY.value: "receive_result", Place.WINDOW.value: "take_out_result"}
"""Group → what is done there with several at once."""
HERE = "register"


@staff_only
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """One group of the register, or what a search finds in all of them."""
    asked = {name: request.GET.get(name, "") for name in ("group", "search", "cursor")}
    return _page(request, asked)


def _page(
    request: HttpRequest,
    asked: dict[str, str],
    faults: tuple[FieldFault, ...] = (),
    reason: str = "",
    moved: tuple[Moved, ...] = (),
    moving: tuple[FieldFault, ...] = (),
) -> HttpResponse:
    actor = staff_of(request)
    page = register_page(actor, group=asked["group"], search=asked["search"], cursor=asked["cursor"])
    several = TOGETHER.get(page.group, "") if actor.role == "clerk" and not asked["search"] else ""
    movable = [row for row in page.rows if several in row.acts]
    shown = {
        "page": page,
        "asked": asked,
        "tabs": [(group, page.counts[group], group == page.group) for group in GROUPS],
        "today": today(),
        "key": uuid4().hex,
        "faults": faults,
        "reason": reason,
        "several": several if movable else "",
        "assisters": assisters_behind(actor.site_id) if several == "take_out_result" and movable else (),
        "moved": [(one, why_not_moved(one.why)) for one in moved],
        "moving": moving,
        "moved_well": sum(one.done for one in moved),
        "values": request.POST,
        "ticked": request.POST.getlist("chosen") if moving else (),
        "here": HERE,
    }
    return render(request, "workbench/register.html", shown, status=422 if faults or moving else 200)


@staff_only
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """What was ticked: received from the county, or given to one assister; and what became of each."""
    actor, posted = staff_of(request), request.POST
    group = posted.get("group", "")
    asked = {"group": group if group in TOGETHER else Place.WINDOW.value, "search": "", "cursor": ""}
    chosen = [_chosen(text) for text in posted.getlist("chosen")]
    key, note = posted.get("idempotency_key", ""), posted.get("note", "").strip()
    try:
        if asked["group"] == Place.COUNTY:
            moved = receive_results(actor, chosen, idempotency_key=key, note=note)
        else:
            moved = take_out_results(
                actor,
                chosen,
                idempotency_key=key,
                assister=whole_number(posted.get("assister", "")) or 0,
                signed=posted.get("signed", ""),
                agreed=posted.get("agreed") == "yes",
                note=note,
            )
    except InputFaults as refused:
        return _page(request, asked, moving=refused.faults)
    return _page(request, asked, moved=moved)


def _chosen(text: str) -> tuple[str, int]:
    """A tick's value: the number and the version that was seen; anything else is a version that no case has."""
    number, _dot, version = text.rpartition(".")
    return number, version_seen(version)


@staff_only
@require_POST
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody without a phone was told that it lies ready."""
    note_result_told(
        staff_of(request), number, idempotency_key=request.POST.get("idempotency_key", "") or uuid4().hex
    )
    group = request.POST.get("group", "")
    return redirect(reverse("work:register") + (f"?group={group}" if group in GROUPS else ""))


@staff_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The group that is shown, or the search's finds, as a file, with a reason.

    Raises:
        NotAuthorized: ``front_only``.
    """
    actor = staff_of(request)
    asked = {name: request.POST.get(name, "") for name in ("group", "search")}
    head = (
        _("编号"),
        _("申请人"),
        _("事项"),
        _("结果"),
        _("在哪里"),
        _("从哪天起"),
        _("天数"),
        _("代办员"),
        _("领取人"),
        _("和申请人的关系"),
        _("看了什么证件"),
        _("怎样交到"),
    )
    table = Table("delivery_register", _("出件登记"), head, [_line(row) for row in _rows(actor, asked)])
    reason = request.POST.get("reason", "")
    try:
        return sent(export_list(actor, table, reason=reason, file_format=request.POST.get("format", "")))
    except InputFaults as refused:
        return _page(request, {**asked, "cursor": ""}, refused.faults, reason)


def _rows(actor: Staff, asked: dict[str, str]) -> list[RegisterRow]:
    found: list[RegisterRow] = []
    cursor: str | None = ""
    while cursor is not None and len(found) <= MOST_ROWS:
        page = register_page(actor, group=asked["group"], search=asked["search"], cursor=cursor)
        found += page.rows
        cursor = page.next_cursor
    return found


def _line(row: RegisterRow) -> tuple[str, ...]:
    handed = row.delivered_at is not None
    return (
        row.number,
        row.applicant,
        said(row.item),
        word(row.outcome, "outcome"),
        word(row.place, "result_at"),
        (local_date(row.delivered_at) if row.delivered_at else row.since).isoformat(),
        "" if handed else str(row.days),
        row.assister,
        row.receiver,
        word(row.relation, "relation") if row.relation else "",
        row.identification,
        word(row.mode, "delivery_mode") if row.mode else "",
    )

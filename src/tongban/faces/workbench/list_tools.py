"""What is done with a list: saving it under a name, doing one thing to several of its matters, taking it out as a file."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.commands import (
    Moved,
    Table,
    export_list,
    reassign_several,
    remove_list,
    restore_list,
    save_list,
    take_several,
)
from tongban.cases.queries import CaseRow, count_to_export, rows_to_export
from tongban.faces.common.templatetags.pieces import whose_turn
from tongban.faces.common.templatetags.words import said
from tongban.faces.common.typed_numbers import version_seen, whole_number
from tongban.faces.common.words import word
from tongban.faces.workbench.audit.exporting import exact, sent
from tongban.faces.workbench.case_list import GROUPS, Pressed, list_page
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.duty import own_work
from tongban.faces.workbench.list_choice import choice_of, in_words
from tongban.faces.workbench.reasons import why_not_moved
from tongban.faces.workbench.templatetags.workbench import days_left
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults


@staff_only
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the list that is shown under a name."""
    actor, posted = staff_of(request), request.POST
    choice = choice_of(posted)
    try:
        save_list(
            actor,
            name=posted.get("name", ""),
            group=posted.get("group", ""),
            chosen=choice.chosen.values,
            hidden=choice.hidden,
            shared=posted.get("shared") == "yes",
            idempotency_key=posted.get("idempotency_key", "") or uuid4().hex,
        )
    except InputFaults as refused:
        return list_page(request, posted, Pressed(naming=refused.faults))
    return redirect(f"{reverse('work:list')}?{choice.query(posted.get('group', ''))}&saved=1")


@staff_only
@require_POST
def remove(request: HttpRequest, list_id: int) -> HttpResponse:
    """Remove one's own saved list; the page offers to take that back.

    Raises:
        NotFound: none of this person's.
    """
    posted = request.POST
    remove_list(
        staff_of(request),
        list_id,
        expected_version=version_seen(posted.get("version", "")),
        idempotency_key=posted.get("idempotency_key", "") or uuid4().hex,
    )
    return redirect(f"{reverse('work:list')}?removed={list_id}")


@staff_only
@require_POST
def restore(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take a removal back.

    Raises:
        NotFound: none of this person's.
    """
    posted = request.POST
    try:
        restore_list(
            staff_of(request),
            list_id,
            expected_version=version_seen(posted.get("version", "")),
            idempotency_key=posted.get("idempotency_key", "") or uuid4().hex,
        )
    except InputFaults as refused:
        return list_page(request, request.GET, Pressed(naming=refused.faults))
    return redirect(reverse("work:list"))


@staff_only
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Take what was ticked, or give it to somebody; and what became of each.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    actor, posted = staff_of(request), request.POST
    chosen = [_chosen(text) for text in posted.getlist("chosen")]
    key = posted.get("idempotency_key", "") or uuid4().hex
    try:
        if posted.get("act") == "reassign":
            to, reason = whole_number(posted.get("to", "")) or 0, posted.get("reason", "")
            moved = reassign_several(actor, chosen, to=to, reason=reason, idempotency_key=key)
        else:
            moved = take_several(actor, chosen, idempotency_key=key)
    except InputFaults as refused:
        return list_page(request, posted, Pressed(ticking=refused.faults))
    return list_page(request, posted, Pressed(moved=tuple((one, _why(one)) for one in moved)))


def _why(one: Moved) -> str:
    return "" if one.done else why_not_moved(one.why)


def _chosen(text: str) -> tuple[str, int]:
    """A tick's value: the number and the version that was seen; anything else is a version that no case has."""
    number, _dot, version = text.rpartition(".")
    return number, version_seen(version)


@staff_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list that is shown, whole, as a file that is read while it is sent, with a reason."""
    actor, posted = staff_of(request), request.POST
    choice, search = choice_of(posted), posted.get("q", "").strip()
    group = posted.get("group", "")
    group = group if group in GROUPS else "todo"
    mine = own_work(actor, whole=posted.get("whole") == "1").rests
    chosen = choice.chosen
    found = rows_to_export(actor, group=group, search=search, mine=mine, chosen=chosen)
    count = count_to_export(actor, group=group, search=search, mine=mine, chosen=chosen)
    table = Table("cases", _("办件清单"), _head(), (_line(row) for row in found), count)
    narrowed = _("；").join(part for part in (str(GROUPS[group]), search, in_words(actor, choice)) if part)
    try:
        return sent(
            export_list(
                actor,
                table,
                reason=posted.get("reason", ""),
                file_format=posted.get("format", ""),
                asked=narrowed,
            )
        )
    except InputFaults as refused:
        return list_page(request, posted, Pressed(exporting=refused.faults))


def _head() -> tuple[str, ...]:
    return (
        _("编号"),
        _("申请人"),
        _("事项"),
        _("状态"),
        _("下一步"),
        _("怎么收的"),
        _("在哪里收的"),
        _("什么时候收的"),
        _("期限"),
        _("还剩"),
        _("灯"),
        _("在等谁"),
        _("谁在办"),
    )


def _line(row: CaseRow) -> tuple[str, ...]:
    return (
        row.number,
        row.applicant_name,
        said(row.item_name),
        word(row.outcome, "outcome") if row.outcome else word(row.status, "status"),
        word(row.next_act, "act") if row.next_act else "",
        word(row.channel, "channel"),
        row.intake_site,
        exact(row.received_at),
        row.due.isoformat() if row.due else "",
        days_left(row.remaining) if row.due else "",
        word(row.lamp, "lamp") if row.due else "",
        whose_turn(row, "staff"),
        row.holder,
    )

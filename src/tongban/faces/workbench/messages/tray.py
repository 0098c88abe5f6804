"""The tray of messages that failed: what, why, and the ways out (系统管理员)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.messages import commands, queries
from tongban.faces.workbench.administration.forms import Form, key_of, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults

HERE = "messages"
SHOWN = ("queued", "sent", "delivered", "failed")


@staff_only
@require_GET
def tray(request: HttpRequest) -> HttpResponse:
    """What failed, newest first."""
    told = queries.message_tray(staff_of(request))
    counts = [(state, told.counts.get(state, 0)) for state in SHOWN]
    context = {"tray": told, "counts": counts, "done": request.GET.get("done", "")[:40], "here": HERE}
    return render(request, "workbench/messages/tray.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message: its reason in words, what was done, and what may be done."""
    actor, back = staff_of(request), reverse("work:messages")
    opened: list[str] = []

    def resend() -> str:
        commands.resend_message(actor, message_id, idempotency_key=key_of(request))
        return back

    def another_way() -> str:
        channel = text(request, "channel")
        commands.change_message_channel(actor, message_id, channel=channel, idempotency_key=key_of(request))
        return back

    def give_up() -> str:
        why = text(request, "reason")
        commands.give_up_message(actor, message_id, reason=why, idempotency_key=key_of(request))
        return back

    def unmask() -> str:
        opened.append(commands.unmask_message(actor, message_id, reason=text(request, "look_reason")))
        raise InputFaults([])  # nothing is wrong: the page comes back with what was opened

    def page(form: Form) -> dict[str, Any]:
        return {
            "line": queries.message_in_tray(actor, message_id),
            "opened": opened[0] if opened else "",
            "act": form.act,
            "here": HERE,
        }

    acts = {"resend": resend, "another_way": another_way, "give_up": give_up, "unmask": unmask}
    return run(request, acts, page, "workbench/messages/one.html")

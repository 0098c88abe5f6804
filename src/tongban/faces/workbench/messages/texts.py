"""The words of messages on a desk: looked at with sample values, changed with a reason, approved by a second person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.directory import queries as directory
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration.forms import Form, key_of, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.messages import commands, queries
from tongban.kernel.messages.writing import WRITERS

HERE = "message_texts"


@staff_only
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """Every message, what it says now, and what waits for a second person."""
    rows = [
        (one, queries.filled(one.in_force), one.waiting) for one in queries.message_texts(staff_of(request))
    ]
    context = {"rows": rows, "waiting": sum(waits is not None for _, _, waits in rows), "here": HERE}
    return render(request, "workbench/messages/texts.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, template: str) -> HttpResponse:
    """One message: its words, a preview, its editions."""
    actor, here = staff_of(request), reverse("work:message_text", args=[template])
    looked: list[queries.Preview] = []

    def preview() -> str:
        looked.append(queries.preview_text(actor, template, text(request, "zh"), text(request, "en")))
        raise InputFaults(looked[0].faults)

    def write() -> str:
        commands.write_message_text(
            actor,
            template,
            zh=text(request, "zh"),
            en=text(request, "en"),
            reason=text(request, "reason"),
            seen_edition=_number(request, "seen"),
            idempotency_key=key_of(request),
        )
        return here

    def approve() -> str:
        edition = _number(request, "edition")
        commands.approve_message_text(actor, template, edition, idempotency_key=key_of(request))
        return here

    def turn_down() -> str:
        edition = _number(request, "edition")
        commands.turn_down_message_text(actor, template, edition, idempotency_key=key_of(request))
        return here

    def page(form: Form) -> dict[str, Any]:
        wording = queries.message_text(actor, template)
        by = directory.assignment_labels(
            {who for row in wording.editions for who in (row.written_by, row.decided_by) if who}
        )
        again = whole_number(request.GET.get("again", ""))
        start = next((row for row in wording.editions if row.number == again), wording.in_force)
        return {
            "wording": wording,
            "editions": [
                (row, queries.filled(row), by.get(row.written_by or 0, ""), by.get(row.decided_by or 0, ""))
                for row in wording.editions
            ],
            "start": start,
            "preview": looked[0] if looked else queries.filled(start),
            "looked": bool(looked),
            "newest": wording.editions[0].number,
            "writes": actor.role in WRITERS,
            "approves": actor.role == "catalogue_approver",
            "own": wording.waiting is not None and wording.waiting.writer == actor.staff_id,
            "act": form.act,
            "here": HERE,
        }

    acts = {"preview": preview, "write": write, "approve": approve, "turn_down": turn_down}
    return run(request, acts, page, "workbench/messages/text.html")


def _number(request: HttpRequest, name: str) -> int:
    number = whole_number(text(request, name))
    if number is None:
        raise InputFaults([FieldFault(name, "not_an_option")])
    return number

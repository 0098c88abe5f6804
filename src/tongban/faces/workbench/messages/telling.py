"""要当面告诉的事: who has no phone, what they are to be told, and the tick that they were."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.cases.messages import commands, queries
from tongban.cases.messages.by_hand import HOW
from tongban.faces.workbench.administration.forms import Form, key_of, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.messages.letters import ids_of
from tongban.faces.workbench.who import staff_of

HERE = "to_tell"


@staff_only
@require_http_methods(["GET", "POST"])
def to_tell(request: HttpRequest) -> HttpResponse:
    """By person and matter, who waits longest first."""
    actor, here = staff_of(request), reverse("work:to_tell")

    def message_id() -> UUID:
        return ids_of([text(request, "of")])[0]

    def told() -> str:
        how = text(request, "how")
        commands.note_message_told(actor, message_id(), how=how, idempotency_key=key_of(request))
        return here

    def letter() -> str:
        commands.change_message_channel(
            actor, message_id(), channel="letter", idempotency_key=key_of(request)
        )
        return here

    def page(form: Form) -> dict[str, Any]:
        rows = queries.people_to_tell(actor)
        first = {row.number: order for order, row in reversed(list(enumerate(rows)))}
        ordered = sorted(rows, key=lambda row: (first[row.number], row.since))
        matters = [list(lines) for _, lines in groupby(ordered, key=lambda row: row.number)]
        return {
            "matters": [(lines[-1], lines) for lines in matters],
            "hows": HOW,
            "of": form.typed.get("of", ""),
            "act": form.act,
            "here": HERE,
        }

    return run(request, {"told": told, "letter": letter}, page, "workbench/messages/to_tell.html")

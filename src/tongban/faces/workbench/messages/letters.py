"""Letters: the register of what is to be printed and posted, and the sheets."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.messages import commands, queries
from tongban.faces.workbench.administration.forms import Form, key_of, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import NotFound
from tongban.kernel.queries import today

HERE = "letters"
MOST_TOGETHER = 200


def ids_of(values: list[str]) -> list[UUID]:
    """The chosen messages.

    Raises:
        NotFound: one is no id.
    """
    try:
        return [UUID(one) for one in values[:MOST_TOGETHER]]
    except ValueError as fault:
        raise NotFound("message") from fault


@staff_only
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """What waits, what went, what came back."""
    actor, here = staff_of(request), reverse("work:letters")

    def message_id() -> UUID:
        return ids_of([text(request, "of")])[0]

    def printed() -> str:
        chosen = ids_of(request.POST.getlist("letter"))
        commands.print_letters(actor, chosen, idempotency_key=key_of(request))
        return here

    def post() -> str:
        number = text(request, "number")
        commands.post_letter(actor, message_id(), number=number, idempotency_key=key_of(request))
        return here

    def came_back() -> str:
        reason = text(request, "reason")
        commands.letter_returned(actor, message_id(), reason=reason, idempotency_key=key_of(request))
        return here

    def in_person() -> str:
        commands.change_message_channel(
            actor, message_id(), channel="in_person", idempotency_key=key_of(request)
        )
        return here

    def page(form: Form) -> dict[str, Any]:
        return {
            "letters": queries.letters(actor),
            "of": form.typed.get("of", ""),
            "act": form.act,
            "here": HERE,
        }

    acts = {"printed": printed, "post": post, "returned": came_back, "in_person": in_person}
    return run(request, acts, page, "workbench/messages/letters.html")


@staff_only
@never_cache
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """The chosen letters, a sheet each, with name and address for a window envelope."""
    found = queries.letters_to_print(staff_of(request), ids_of(request.GET.getlist("letter")))
    if not found:
        raise NotFound("message")
    context = {"letters": found, "today": today(), "here": HERE}
    return render(request, "workbench/messages/sheets.html", context)

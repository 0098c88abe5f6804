"""Two-person acts: what waits for a second word, and what became of the others."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.faces.workbench.administration.people.form import key_of, run, text
from tongban.faces.workbench.administration.people.staff import administrator_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import NotFound


@staff_only
@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest) -> HttpResponse:
    """Open ones first, each with what it does in words; the closed ones below."""
    actor = administrator_of(request)
    here = reverse("work:proposals")

    def confirm() -> str:
        commands.confirm_proposal(
            actor,
            _proposal(request),
            different_people=text(request, "different_people"),
            idempotency_key=key_of(request),
        )
        return here

    def turn_down() -> str:
        commands.turn_down_proposal(
            actor, _proposal(request), reason=text(request, "reason"), idempotency_key=key_of(request)
        )
        return here

    def withdraw() -> str:
        commands.withdraw_proposal(actor, _proposal(request), idempotency_key=key_of(request))
        return here

    return run(
        request,
        {"confirm": confirm, "turn_down": turn_down, "withdraw": withdraw},
        lambda: {
            "waiting": directory.proposals(actor, waiting=True),
            "closed": directory.proposals(actor, waiting=False),
            "here": "proposals",
        },
        "workbench/people/proposals.html",
    )


def _proposal(request: HttpRequest) -> UUID:
    try:
        return UUID(text(request, "proposal"))
    except ValueError:
        raise NotFound("proposal") from None

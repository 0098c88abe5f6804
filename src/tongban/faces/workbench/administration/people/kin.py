"""The register of kin (回避): one's own entries; for the security administrator who declared how many, and opening one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.faces.workbench.acts_recusing import RELATIONS
from tongban.faces.workbench.administration.people.form import key_of, number, run, text
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults


@staff_only
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """One's own entries: declare somebody, end an entry, destroy one that ended long ago."""
    actor = staff_of(request)
    here = reverse("work:my_kin")

    def declare() -> str:
        commands.declare_kin(
            actor,
            relation=text(request, "relation"),
            name=text(request, "name"),
            number=text(request, "number"),
            idempotency_key=key_of(request),
        )
        return here

    def end() -> str:
        commands.end_kin(actor, number(request, "kin"), idempotency_key=key_of(request))
        return here

    def erase() -> str:
        commands.erase_kin(actor, number(request, "kin"), idempotency_key=key_of(request))
        return here

    return run(
        request,
        {"declare": declare, "end": end, "erase": erase},
        lambda: {"entries": directory.own_kin(actor), "relations": RELATIONS, "here": "me"},
        "workbench/people/own_kin.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Who declared how many; one entry is opened for a stated reason, which goes onto the access log.

    Raises:
        NotAuthorized: ``security_admin_only``.
    """
    actor = staff_of(request)
    seen: dict[str, Any] = {}

    def reveal() -> str:
        kin_id = number(request, "kin")
        relation, name = commands.reveal_kin(actor, kin_id, reason=text(request, "reason"))
        seen.update({"kin": kin_id, "relation": relation, "name": name})
        raise InputFaults([])  # shown on the page itself, once

    return run(
        request,
        {"reveal": reveal},
        lambda: {
            "people": [
                (one, directory.entries_of(actor, one.staff_id)) for one in directory.kin_counts(actor)
            ],
            "seen": seen,
            "opened": number(request, "kin"),
            "here": "kin",
        },
        "workbench/people/kin.html",
    )

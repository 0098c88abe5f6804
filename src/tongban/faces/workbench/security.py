"""The security page: scanning, keys, zone, limits, and what is still to be done; for those who answer for it."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory.queries.security import security_state
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, Refusal

LONGEST = 200


@staff_only
@require_http_methods(["GET", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """Show it; the security administrator proposes to switch scanning off, or switches it on."""
    actor = staff_of(request)
    state = security_state(actor)
    may_act = actor.role == "security_admin"
    typed = request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST]
    key = request.POST.get("idempotency_key", "")[:80]
    faults: tuple[FieldFault, ...] = ()
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "propose_off":
                commands.propose(actor, "scanning_off", {}, reason=typed, idempotency_key=key)
                return redirect("work:proposals")
            commands.require_scanning(actor, reason=typed, idempotency_key=key)
            return redirect(reverse("work:security"))
        except InputFaults as refused:
            faults = refused.faults
        except Refusal as refused:
            refusal = refused
    shown = {
        "state": state,
        "may_act": may_act,
        "reason": typed,
        "faults": faults,
        "refusal": refusal,
        "key": uuid4().hex,
        "here": "security",
    }
    status = 422 if faults else 403 if refusal and not may_act else 409 if refusal else 200
    return render(request, "workbench/security.html", shown, status=status)

"""Legal holds: the list, placing one, and proposing to lift one; the second person confirms among the proposals."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.privacy import commands, queries
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.privacy.desk import DESK
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal


@staff_only
@require_http_methods(["GET", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """Every hold, and the form that places one."""
    actor = staff_of(request)
    faults: tuple[FieldFault, ...] = ()
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            commands.place_hold(
                actor,
                request.POST.get("number", ""),
                reason=request.POST.get("reason", ""),
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
        except NotFound:
            faults = (FieldFault("number", "no_such_case"),)
        except Refusal as refused:
            if isinstance(refused, NotAuthorized):
                raise
            refusal = refused
        else:
            return redirect("work:privacy_holds")
    return _page(request, faults, refusal)


@staff_only
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Propose to lift a hold."""
    try:
        commands.propose_lifting(
            staff_of(request),
            hold_id,
            reason=request.POST.get("lifting_reason", ""),
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults as refused:
        faults = tuple(FieldFault(f"lifting-{hold_id}", fault.code, fault.params) for fault in refused.faults)
        return _page(request, faults, None)
    except Refusal as refused:
        if isinstance(refused, NotAuthorized | NotFound):
            raise
        return _page(request, (), refused)
    return redirect("work:privacy_holds")


def _page(request: HttpRequest, faults: tuple[FieldFault, ...], refusal: Refusal | None) -> HttpResponse:
    page: dict[str, Any] = {
        "holds": queries.holds_listed(staff_of(request)),
        "typed": request.POST if request.method == "POST" else kept_forms.take(request) or {},
        "faults": faults,
        "refusal": refusal,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "may": staff_of(request).role == DESK,
        "here": "privacy" if staff_of(request).role == DESK else "audit",
    }
    return render(
        request, "workbench/privacy/holds.html", page, status=422 if faults else 409 if refusal else 200
    )

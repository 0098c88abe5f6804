"""The written mandates that somebody gave or holds: looking at them, and ending one."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tongban.catalogue.queries import published_items
from tongban.faces.portal import sign_in
from tongban.faces.portal.who import citizen_of
from tongban.kernel.actors import Citizen
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.parties import queries
from tongban.parties.commands import end_mandate


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Every mandate of whoever is signed in, those that hold first."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_mandates")))
    return _page(request, citizen)


@never_cache
@require_POST
def end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Take a mandate back, or lay one down."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_mandates")))
    try:
        end_mandate(
            citizen,
            mandate_id,
            reason=request.POST.get("reason", ""),
            idempotency_key=request.POST.get("key", ""),
        )
    except (NotFound, NotAuthorized):
        raise
    except InputFaults as refused:
        return _page(request, citizen, refused.faults)
    except Refusal as refused:
        return _page(request, citizen, refusal=refused)
    return redirect(f"{reverse('portal:my_mandates')}?done=1")


def _page(
    request: HttpRequest,
    citizen: Citizen,
    faults: tuple[FieldFault, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        "rows": queries.my_mandates(citizen),
        "items": {item.code: item.name for item in published_items("window")},
        "proven": citizen.assurance == "real_name",
        "done": request.GET.get("done") == "1",
        "faults": faults,
        "refusal": refusal,
        "key": uuid4().hex,
        "door": "track",
    }
    status = 422 if faults else 409 if refusal else 200
    return render(request, "portal/my_mandates.html", page, status=status)

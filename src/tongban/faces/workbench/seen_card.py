"""An assister looks at the identity card of somebody who applied by phone: at the point, or at their home.

The case is not the assister's to see.  Its number and query code come from the applicant, and nothing of it is shown.
"""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.cases.commands import confirm_identity_by_code
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, Refusal

PLACES = ("village_point", "at_home")


@staff_only
@require_http_methods(["GET", "POST"])
def seen_card(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it.

    Raises:
        NotAuthorized: ``not_your_role_confirm_identity``: the page is the assister's.
    """
    actor = staff_of(request)
    if actor.role != "assister":
        raise NotAuthorized("not_your_role_confirm_identity")
    if request.method == "GET":
        kept = kept_forms.take(request)
        return _form(request, kept or QueryDict(), restored=kept is not None)
    posted = request.POST
    number = posted.get("number", "").strip()
    try:
        if not number:
            raise InputFaults([FieldFault("number", "number_missing")])
        confirm_identity_by_code(
            actor,
            number,
            idempotency_key=posted.get("idempotency_key", ""),
            query_code=posted.get("query_code", ""),
            card_number=posted.get("card_number", ""),
            seen=posted.get("seen") == "yes",
            place=posted.get("place", ""),
        )
    except InputFaults as refused:
        return _form(request, posted, faults=refused.faults)
    except NotAuthorized:
        raise
    except Refusal as refused:
        return _form(request, posted, refusal=refused)
    return redirect(f"{reverse('work:seen_card')}?done=1")


def _form(
    request: HttpRequest,
    values: QueryDict,
    *,
    faults: tuple[FieldFault, ...] = (),
    refusal: Refusal | None = None,
    restored: bool = False,
) -> HttpResponse:
    page = {
        "values": values,
        "faults": faults,
        "refusal": refusal,
        "restored": restored,
        "done": request.method == "GET" and request.GET.get("done") == "1",
        "places": PLACES,
        "idempotency_key": values.get("idempotency_key") or uuid4().hex,
        "here": "intake",
    }
    return render(request, "workbench/seen_card.html", page, status=422 if faults or refusal else 200)

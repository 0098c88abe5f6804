"""The cases of a signed-in citizen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.cases import queries as cases
from tongban.faces.portal import drafts_kept, sign_in
from tongban.faces.portal.who import citizen_of


@never_cache
def my_cases(request: HttpRequest) -> HttpResponse:
    """Every case filed with this phone number, newest first."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_cases")))
    return render(
        request,
        "portal/my_cases.html",
        {"rows": cases.my_cases(citizen), "unfinished": cases.my_drafts(citizen), "door": "track"},
    )


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with an application that this citizen began, perhaps on another device."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_cases")))
    row = next((row for row in cases.my_drafts(citizen) if row.item_code == code), None)
    response = redirect("portal:start", code)
    if row is not None:
        drafts_kept.keep(response, code, row.token)
    return response

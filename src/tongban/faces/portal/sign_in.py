"""Signing in with a phone number and the code sent to it; asked for only where it is needed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.faces.common import sessions
from tongban.faces.common.sentences import refusal_sentence
from tongban.faces.common.switches import safe_next
from tongban.faces.portal import drafts_kept, real_name
from tongban.faces.portal.who import TRACKED_KEY, citizen_of
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.parties import commands as parties

PHONE_KEY = "signing_in"
ASKER_KEY = "asks_for_code"


def address(back_to: str, phone: str = "") -> str:
    """The sign-in page that leads back to a page of ours; the phone is carried in the session only."""
    return f"{reverse('portal:sign_in')}?{urlencode({'next': back_to})}"


@never_cache
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the phone number and send the code."""
    back_to = safe_next(request, reverse("portal:my_cases"))
    typed = request.POST.get("phone", "").strip()
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        try:
            parties.request_code(typed, request.session.setdefault(ASKER_KEY, parties.new_asker()))
        except InputFaults as refused:
            faults = tuple(_of_a_mobile(fault) for fault in refused.faults)
        except Refusal as refused:
            # A code that was just sent is still good: go on to the page that asks for it.
            if refused.code != "code_too_soon":
                raise
        if not faults:
            request.session[PHONE_KEY] = parties.seal_typed(typed)
            return HttpResponseRedirect(f"{reverse('portal:code')}?{urlencode({'next': back_to})}")
    else:
        typed = parties.open_typed(request.session.get(PHONE_KEY, ""))
    return render(
        request,
        "portal/sign_in_phone.html",
        {"phone": typed, "faults": faults, "next": back_to, "real_name_door": real_name.door_open()},
        status=422 if faults else 200,
    )


def _of_a_mobile(fault: FieldFault) -> FieldFault:
    """The fault said for somebody who can only mean a mobile phone."""
    return FieldFault(fault.field, "mobile_length") if fault.code == "phone_length" else fault


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and open the session."""
    back_to = safe_next(request, reverse("portal:my_cases"))
    number = parties.open_typed(request.session.get(PHONE_KEY, ""))
    if not number:
        return redirect(address(back_to))
    problem = ""
    if request.method == "POST":
        try:
            citizen = parties.confirm_code(
                number, request.POST.get("code", ""), request.session.get(ASKER_KEY, "")
            )
        except Refusal as refused:
            problem = refusal_sentence(refused)
        else:
            tracked = request.session.get(TRACKED_KEY)
            sessions.begin_citizen(request, citizen)
            if tracked:
                request.session[TRACKED_KEY] = tracked
            return HttpResponseRedirect(back_to)
    return render(
        request,
        "portal/sign_in_code.html",
        {"phone": number, "problem": problem, "next": back_to},
        status=422 if problem else 200,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session and say so on the home page.

    What was filled in goes with the citizen: at a shared computer the next person must not find it.
    """
    response = redirect("portal:home")
    if (citizen := citizen_of(request)) is not None:
        drafts_kept.take_along(request, response, citizen)
    sessions.end(request)
    return response

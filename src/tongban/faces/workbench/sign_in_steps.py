"""The steps at the door after the password: the code, a new password, setting up the second factor, the first slip."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory.commands import SignedIn
from tongban.directory.queries import account_at_door, identity
from tongban.faces.common import sessions
from tongban.faces.common.client_address import client_address
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.sign_in import AFTERWARDS, STEPS, by_provider, go_on
from tongban.kernel.errors import InputFaults, Refusal

SECRET_GOOD_FOR = 15 * 60  # seconds between showing a new secret and its first code
SALT = "tongban.second-factor"


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator app."""
    return _step(request, "code", "workbench/sign_in_code.html", _confirm_code)


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password, where the one that was given must not stay."""
    return _step(request, "password", "workbench/sign_in_password.html", _choose_password)


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Setting up the second factor, where the role asks for one."""
    return _step(request, "enrol", "workbench/sign_in_enrol.html", _enrol, new_factor)


@never_cache
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first log-in with the slip, and the one after a recovery."""
    username = request.POST.get("username", "")
    slip = request.POST.get("slip", "")
    page: dict[str, Any] = {"username": username, "slip": slip}
    if request.method == "GET":
        return render(request, "workbench/sign_in_first.html", page)
    new, again = request.POST.get("new_password", ""), request.POST.get("new_password_again", "")
    try:
        signed = commands.use_slip(username, slip, new, again, client_address(request))
    except InputFaults as faults:
        page |= {"faults": faults.faults}
        return render(request, "workbench/sign_in_first.html", page, status=422)
    except Refusal as refusal:
        return render(request, "workbench/sign_in_first.html", page | {"refusal": refusal}, status=403)
    return go_on(request, signed, "", "")


def _step(request: HttpRequest, name: str, template: str, act: Any, more: Any = None) -> HttpResponse:
    """One step: whoever does not stand at this one is led to where they do."""
    try:
        door = sessions.at_door(request)
    except Refusal as refusal:
        gone = {"refusal": refusal, "provider": by_provider()}
        status = 403 if request.method == "POST" else 200
        return render(request, "workbench/sign_in.html", gone, status=status)
    if door.step != name:
        return redirect(STEPS[door.step] if door.step else "work:sign_in")
    account = account_at_door(door.account_id)
    page: dict[str, Any] = {"account": account}
    if more is not None:
        page |= more(request, account.username, f"door:{door.account_id}")
    if request.method == "GET":
        return render(request, template, page)
    try:
        signed: SignedIn = act(request, door)
    except InputFaults as faults:
        return render(request, template, page | {"faults": faults.faults}, status=422)
    except Refusal as refusal:
        return render(request, template, page | {"refusal": refusal}, status=403)
    afterwards = request.session.get(AFTERWARDS, "")
    kept = request.session.get(kept_forms.SESSION_KEY, "")
    return go_on(request, signed, afterwards, kept, at_door=True)


def _confirm_code(request: HttpRequest, door: SignedIn) -> SignedIn:
    return commands.confirm_second_factor(door, request.POST.get("code", ""), client_address(request))


def _choose_password(request: HttpRequest, door: SignedIn) -> SignedIn:
    new, again = request.POST.get("new_password", ""), request.POST.get("new_password_again", "")
    return commands.choose_password(door, new, again, client_address(request))


def _enrol(request: HttpRequest, door: SignedIn) -> SignedIn:
    secret = secret_shown(request, f"door:{door.account_id}")
    return commands.enrol_at_door(door, secret, request.POST.get("code", ""), client_address(request))


def new_factor(request: HttpRequest, username: str, whose: str) -> dict[str, Any]:
    """What the page of the enrolment shows: the secret as a QR code and in letters; the same one after a fault.

    Args:
        whose: binds the secret in the page to one person.
    """
    secret = secret_shown(request, whose) or commands.new_secret()
    return {
        "secret": secret,
        "secret_signed": signing.dumps({"whose": whose, "secret": secret}, salt=SALT),
        "app_address": commands.address_for_app(secret, username, identity().heading or "Tongban"),
    }


def secret_shown(request: HttpRequest, whose: str) -> str:
    """The secret that a posted page showed to this person; empty where it is not one of ours or too old."""
    try:
        kept = signing.loads(request.POST.get("secret", ""), salt=SALT, max_age=SECRET_GOOD_FOR)
    except signing.BadSignature:
        return ""
    return str(kept["secret"]) if kept.get("whose") == whose else ""

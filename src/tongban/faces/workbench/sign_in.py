"""Signing in, choosing the assignment one works in now, and signing out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.directory.commands import SignedIn
from tongban.directory.commands import sign_in as sign_in_to_directory
from tongban.directory.queries import assignments_of
from tongban.faces.common import sessions
from tongban.faces.common.client_address import client_address
from tongban.faces.common.oidc import provider_of
from tongban.faces.workbench import kept_forms
from tongban.kernel.errors import Refusal

ACCOUNT = "account"
ASSIGNMENT = "assignment"
AFTERWARDS = "after_sign_in"
# what is still to do at the door, and its page
STEPS = {
    "code": "work:sign_in_code",
    "password": "work:sign_in_password",
    "enrol": "work:sign_in_enrol",
}


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; what was typed before the session ran out passes through it."""
    kept = request.POST.get("kept", "")
    username = request.POST.get("username", "")
    target = request.POST.get("next") or request.GET.get("next", "")
    page = {
        "kept": kept,
        "username": username,
        "next": target,
        "expired": bool(kept),
        "provider": by_provider(),
    }
    if request.method == "GET":
        page["ended"] = sessions.why_ended(request)
        return render(request, "workbench/sign_in.html", page)
    try:
        signed = sign_in_to_directory(username, request.POST.get("password", ""), client_address(request))
    except Refusal as refusal:
        return render(request, "workbench/sign_in.html", page | {"refusal": refusal}, status=403)
    return go_on(request, signed, own_path(request, kept_forms.path_of(kept) if kept else target), kept)


def go_on(request: HttpRequest, signed: SignedIn, afterwards: str, kept: str) -> HttpResponse:
    """To the next step at the door, or in.

    Args:
        afterwards: the page to go to once in; empty: the list.
        kept: a form from before, as `kept_forms` keeps it.
    """
    if signed.step:
        carried = {AFTERWARDS: afterwards, kept_forms.SESSION_KEY: kept}
        sessions.stand_at_door(request, signed, **carried)
        return redirect(STEPS[signed.step])
    if len(signed.assignments) == 1:
        return _work_as(request, signed.account_id, signed.assignments[0].assignment_id, afterwards, kept)
    sessions.begin_staff(request, signed.account_id)
    request.session[AFTERWARDS] = afterwards
    request.session[kept_forms.SESSION_KEY] = kept
    return redirect("work:assignment")


@never_cache
@require_http_methods(["GET", "POST"])
def choose_assignment(request: HttpRequest) -> HttpResponse:
    """The assignments one holds, A and B; one of them is worked in at a time."""
    account_id = request.session.get(ACCOUNT)
    if account_id is None:
        return redirect("work:sign_in")
    held = assignments_of(account_id)
    if request.method == "POST":
        chosen = next((one for one in held if str(one.assignment_id) == request.POST.get("assignment")), None)
        if chosen is not None:
            afterwards = request.session.get(AFTERWARDS, "")
            kept = request.session.get(kept_forms.SESSION_KEY, "")
            return _work_as(request, account_id, chosen.assignment_id, afterwards, kept, again=True)
    now = request.session.get(ASSIGNMENT)
    return render(request, "workbench/assignment.html", {"assignments": held, "now": now})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    sessions.end(request)
    return redirect("work:sign_in")


def by_provider() -> bool:
    """Whether staff may sign in at an identity provider too."""
    return provider_of("staff") is not None


def own_path(request: HttpRequest, target: str) -> str:
    """The target if it is a page of ours; an address of another host is dropped."""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=request.is_secure())
    return target if safe and target.startswith("/") else ""


def _work_as(
    request: HttpRequest,
    account_id: int,
    assignment_id: int,
    afterwards: str,
    kept: str,
    *,
    again: bool = False,
) -> HttpResponse:
    sessions.begin_staff(request, account_id, assignment_id, again=again)
    if kept:
        request.session[kept_forms.SESSION_KEY] = kept
    return redirect(afterwards or reverse("work:list"))

"""Signing in, choosing the assignment one works in now, and signing out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.directory.commands import SignedIn
from tongban.directory.commands import sign_in as sign_in_to_directory
from tongban.directory.queries import assignments_of, second_factor_roles
from tongban.faces.common import sessions
from tongban.faces.common.client_address import client_address
from tongban.faces.common.oidc import provider_of
from tongban.faces.workbench import kept_forms
from tongban.kernel.errors import Refusal

ASSIGNMENT = "assignment"
AFTERWARDS = "after_sign_in"
CHOSEN = "chosen"  # at the door: the assignment that a step is taken for
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


def go_on(
    request: HttpRequest, signed: SignedIn, afterwards: str, kept: str, *, at_door: bool = False
) -> HttpResponse:
    """To the next step at the door, or in.

    Args:
        afterwards: the page to go to once in; empty: the list.
        kept: a form from before, as `kept_forms` keeps it.
        at_door: whether the session stands at the door already: what it carries counts.
    """
    chosen = request.session.get(CHOSEN) if at_door else None
    if signed.step:
        carried = {AFTERWARDS: afterwards, kept_forms.SESSION_KEY: kept, CHOSEN: chosen}
        carried[sessions.BEGAN] = request.session.get(sessions.BEGAN) if at_door else None
        sessions.stand_at_door(request, signed, **carried)
        return redirect(STEPS[signed.step])
    held = signed.assignments
    wanted = held if len(held) == 1 else [one for one in held if one.assignment_id == chosen]
    if wanted:
        return _work_as(request, signed, wanted[0].assignment_id, afterwards, kept, again=at_door)
    sessions.begin_staff(request, signed.account_id, proved=signed.proved, again=at_door)
    request.session[AFTERWARDS] = afterwards
    request.session[kept_forms.SESSION_KEY] = kept
    return redirect("work:assignment")


@never_cache
@require_http_methods(["GET", "POST"])
def choose_assignment(request: HttpRequest) -> HttpResponse:
    """The assignments one holds, A and B; one of them is worked in at a time."""
    account_id = sessions.holder_of(request)
    if account_id is None:
        return redirect("work:sign_in")
    held = assignments_of(account_id)
    if not held:  # nothing is, in an account that was closed
        sessions.end(request)
        return redirect("work:sign_in")
    if request.method == "POST":
        chosen = next((one for one in held if str(one.assignment_id) == request.POST.get("assignment")), None)
        if chosen is not None:
            afterwards = request.session.get(AFTERWARDS, "")
            kept = request.session.get(kept_forms.SESSION_KEY, "")
            carried = {AFTERWARDS: afterwards, kept_forms.SESSION_KEY: kept, CHOSEN: chosen.assignment_id}
            proved = sessions.proved_in(request)
            if chosen.role in second_factor_roles() and "code" not in proved:
                return _for_the_code(request, account_id, carried)
            inside = SignedIn(account_id, held, "", proved)
            return _work_as(request, inside, chosen.assignment_id, afterwards, kept, again=True)
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


def _for_the_code(request: HttpRequest, account_id: int, carried: dict[str, Any]) -> HttpResponse:
    """To the step that a decisive role asks for; to the beginning, where nothing counts as proved."""
    try:
        step = sessions.back_to_door(request, account_id, **carried)
    except Refusal:
        sessions.end(request)
        return redirect("work:sign_in")
    return redirect(STEPS[step] if step else "work:assignment")


def _work_as(
    request: HttpRequest,
    signed: SignedIn,
    assignment_id: int,
    afterwards: str,
    kept: str,
    *,
    again: bool = False,
) -> HttpResponse:
    sessions.begin_staff(request, signed.account_id, assignment_id, proved=signed.proved, again=again)
    if kept:
        request.session[kept_forms.SESSION_KEY] = kept
    return redirect(afterwards or reverse("work:list"))

"""One's own page: password, second factor, and what happened at the door in one's name."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.faces.common import sessions
from tongban.faces.common.oidc import provider_of
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.sign_in_steps import new_factor, secret_shown
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults, NotFound, Refusal


@staff_only
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """The own account."""
    return _page(request)


@staff_only
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password."""
    actor = staff_of(request)
    page: dict[str, Any] = {"account": directory.account_of(actor), "key": uuid4().hex, "here": "me"}
    if request.method == "GET":
        return render(request, "workbench/accounts/password.html", page)
    old, new, again = (
        request.POST.get(name, "") for name in ("old_password", "new_password", "new_password_again")
    )
    try:
        commands.change_password(
            actor, old, new, again, idempotency_key=request.POST.get("idempotency_key", "")
        )
    except InputFaults as refused:
        page |= {"faults": refused.faults}
        return render(request, "workbench/accounts/password.html", page, status=422)
    except Refusal as refusal:
        return render(request, "workbench/accounts/password.html", page | {"refusal": refusal}, status=403)
    sessions.renew(request)
    return redirect("work:me")


@staff_only
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Set up the own second factor, where the role leaves it free."""
    actor = staff_of(request)
    view = directory.account_of(actor)
    if view.factor == "set":
        return redirect("work:me")
    whose = f"staff:{actor.staff_id}"
    page = {"account": view, "key": uuid4().hex, "here": "me"} | new_factor(request, view.username, whose)
    if request.method == "GET":
        return render(request, "workbench/accounts/factor.html", page)
    try:
        commands.enrol_second_factor(
            actor,
            secret_shown(request, whose),
            request.POST.get("code", ""),
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults:
        raise
    except Refusal as refusal:
        return render(request, "workbench/accounts/factor.html", page | {"refusal": refusal}, status=403)
    if directory.account_of(actor).factor == "set":  # a command told twice of checks nothing again
        sessions.renew(request, proved=sessions.proved_in(request) | {"code"})
    return redirect("work:me")


@staff_only
@require_POST
def drop_factor(request: HttpRequest) -> HttpResponse:
    """Take the own second factor off, where the role leaves it free."""
    try:
        commands.drop_second_factor(
            staff_of(request),
            request.POST.get("code", ""),
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults:
        raise
    except Refusal as refusal:
        return _page(request, status=403, refusal=refusal)
    sessions.renew(request, proved=sessions.proved_in(request) - {"code"})
    return redirect("work:me")


@staff_only
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Write down who one is at the identity provider.

    Raises:
        NotFound: the settings name no provider.
    """
    provider = provider_of("staff")
    if provider is None:
        raise NotFound("provider")
    subject = request.POST.get("subject", "")
    try:
        commands.link_identity(
            staff_of(request),
            provider.issuer,
            subject,
            request.POST.get("password", ""),
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults as refused:
        return _page(request, status=422, faults=refused.faults, subject=subject)
    except Refusal as refusal:
        return _page(request, status=403, refusal=refusal, subject=subject)
    sessions.renew(request)
    return redirect("work:me")


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = staff_of(request)
    view = directory.account_of(actor)
    since = view.password_set_at
    page = {
        "account": view,
        "password_days": (timezone.now() - since).days if since else None,
        "tries": directory.own_sign_ins(actor),
        "provider": provider_of("staff"),
        "subject": view.subject,
        "key": uuid4().hex,
        "here": "me",
    }
    return render(request, "workbench/accounts/me.html", page | more, status=status)

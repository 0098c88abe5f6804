"""One account: its state, and what its keeper may do to it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.directory.queries import AccountView, TryView
from tongban.faces.common.session_store import live_sessions
from tongban.faces.workbench.accounts.desk import READERS, keeper_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotFound, Refusal

SECURITY = frozenset({"security_admin"})
PRINTERS = frozenset({"security_admin", "system_admin"})  # of a recovery's slip, who confirmed it
ACTS: dict[str, tuple[Callable[..., None], frozenset[str]]] = {
    "unlock": (commands.unlock_account, SECURITY),
    "end-session": (commands.end_session, SECURITY),
    "close": (commands.close_account, SECURITY),
    "reopen": (commands.reopen_account, SECURITY),
    "unlink": (commands.unlink_identity, SECURITY),
}


@staff_only
@require_GET
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """The account with the last that happened at the door in its name."""
    return _page(request, keeper_of(request), account_id)


@staff_only
@require_POST
def act(request: HttpRequest, account_id: int, act: str) -> HttpResponse:
    """Unlock, sign out, close, open again.

    Raises:
        NotFound: there is no such act.
    """
    if act not in ACTS:
        raise NotFound("act")
    run, roles = ACTS[act]
    actor = keeper_of(request, roles)
    run(actor, account_id, idempotency_key=request.POST.get("idempotency_key", ""))
    return redirect("work:account", account_id)


@staff_only
@require_POST
def slip(request: HttpRequest, account_id: int) -> HttpResponse:
    """A slip anew, shown once to be printed."""
    actor = keeper_of(request, PRINTERS)
    try:
        printed = commands.make_slip(
            actor, account_id, idempotency_key=request.POST.get("idempotency_key", "")
        )
    except InputFaults:
        raise
    except Refusal as refusal:
        if refusal.code != "slip_needs_recovery":
            raise
        return _page(request, actor, account_id, status=409, refusal=refusal)
    return render(request, "workbench/accounts/slip.html", {"slip": printed, "here": "accounts"})


@staff_only
@require_POST
def recover(request: HttpRequest, account_id: int) -> HttpResponse:
    """Propose that password and second factor be voided; another administrator has the second word."""
    actor = keeper_of(request, SECURITY)
    directory.account(actor, account_id)  # "not found" before anything is written
    reason = request.POST.get("reason", "")
    try:
        commands.propose(
            actor,
            "recover_account",
            {"account": account_id},
            reason=reason,
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults as refused:
        return _page(request, actor, account_id, status=422, faults=refused.faults, reason=reason)
    except Refusal as refusal:
        if refusal.code != "proposed_already":
            raise
        return _page(request, actor, account_id, status=409, refusal=refusal)
    return redirect("work:proposals")


def _page(
    request: HttpRequest, actor: Staff, account_id: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    view = directory.account(actor, account_id)
    tries: tuple[TryView, ...] = ()
    if actor.role in ("security_admin", "auditor"):
        tries = directory.sign_in_log(actor, username=view.username).rows[:10]
    page = {
        "account": view,
        "live": live_sessions([account_id]).get(account_id),
        "tries": tries,
        "keeps": actor.role in SECURITY and actor.staff_id != view.staff_id,
        "prints": _prints(actor, view),
        "keys": {name: uuid4().hex for name in (*ACTS, "slip", "recover")},
        "here": "accounts",
    }
    assert actor.role in READERS
    return render(request, "workbench/accounts/one.html", page | more, status=status)


def _prints(actor: Staff, view: AccountView) -> bool:
    if view.state != "no_password" or actor.staff_id == view.staff_id:
        return False
    return actor.role in SECURITY if view.recovery_by is None else actor.staff_id == view.recovery_by

"""The list of accounts, and making one."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.faces.common.session_store import live_sessions
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized

READERS = frozenset({"security_admin", "system_admin", "auditor"})
MAKERS = frozenset({"security_admin"})
STATES = ("locked", "closed", "no_password", "no_factor")


def keeper_of(request: HttpRequest, roles: frozenset[str] = READERS) -> Staff:
    """The administrator behind this request.

    Raises:
        NotAuthorized: ``accounts_not_yours``.
    """
    actor = staff_of(request)
    if actor.role not in roles:
        raise NotAuthorized("accounts_not_yours")
    return actor


@staff_only
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Accounts by user name, with their state and live session."""
    actor = keeper_of(request)
    search, state = request.GET.get("q", ""), request.GET.get("state", "")
    page = directory.accounts(actor, search=search, state=state, cursor=request.GET.get("cursor", ""))
    live = live_sessions(row.id for row in page.rows)
    return render(
        request,
        "workbench/accounts/desk.html",
        {
            "rows": [(row, live.get(row.id)) for row in page.rows],
            "next_cursor": page.next_cursor,
            "search": search,
            "state": state,
            "states": STATES,
            "may_make": actor.role in MAKERS,
            "without": page.without,
            "key": uuid4().hex,
            "here": "accounts",
        },
    )


@staff_only
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A log-in for somebody who has none, with the slip to print."""
    actor = keeper_of(request, MAKERS)
    fields = ("staff_code", "username", "different_people")
    typed = {name: request.POST.get(name, request.GET.get(name, "")) for name in fields}
    key = request.POST.get("idempotency_key", "") or uuid4().hex
    page: dict[str, Any] = {"typed": typed, "key": key, "here": "accounts"}
    if request.method == "GET":
        typed["username"] = typed["username"] or typed["staff_code"].strip().lower()
        return render(request, "workbench/accounts/make.html", page)
    if request.POST.get("act") == "all":
        return _all(request, actor, key)
    try:
        slip = commands.make_account(
            actor,
            typed["staff_code"],
            typed["username"],
            different_people=typed["different_people"],
            idempotency_key=key,
        )
    except InputFaults as refused:
        asked = any(fault.field == "different_people" for fault in refused.faults)
        page |= {"faults": refused.faults, "key": uuid4().hex, "tell_apart": asked}
        return render(request, "workbench/accounts/make.html", page, status=422)
    return render(request, "workbench/accounts/slip.html", {"slip": slip, "here": "accounts"})


def _all(request: HttpRequest, actor: Staff, key: str) -> HttpResponse:
    """Accounts for everybody on the first page of those without, named by staff code; the slips on one page.

    Whose staff code is no user name, or is one of somebody else, and who is to be told apart from an administrator,
    is left to be done one by one.
    """
    slips, left = [], []
    for one in directory.accounts(actor).without:
        try:
            slips.append(
                commands.make_account(
                    actor,
                    one.staff_code,
                    one.staff_code.lower(),
                    idempotency_key=f"{key[:40]}-{one.staff_code}",
                )
            )
        except InputFaults:
            left.append(one)
    page = {"slips": slips, "left": left, "here": "accounts"}
    return render(request, "workbench/accounts/slips.html", page)

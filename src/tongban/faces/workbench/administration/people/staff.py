"""The register of staff, one person, and who holds which position."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.directory.commands import Post
from tongban.faces.workbench.administration.people import away as away_days
from tongban.faces.workbench.administration.people.form import (
    ADMINISTRATORS,
    ROLES_OF_STAFF,
    day,
    key_of,
    number,
    optional_day,
    run,
    text,
)
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.handover import left_behind
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.queries import today


def administrator_of(request: HttpRequest) -> Staff:
    """The administrator behind this request.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    actor = staff_of(request)
    if actor.role not in ADMINISTRATORS:
        raise NotAuthorized("administrators_only")
    return actor


@staff_only
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Everybody by staff number, fifty a page, with what they hold today."""
    actor = administrator_of(request)
    search = request.GET.get("q", "")[:40]
    page = directory.staff_page(actor, search=search, cursor=request.GET.get("cursor", "")[:20])
    return render(
        request,
        "workbench/people/register.html",
        {
            "page": page,
            "search": search,
            "may_enter": actor.role == "system_admin",
            "gaps": directory.gaps_anywhere(actor) if actor.role == "system_admin" else (),
            "away": directory.away(actor),
            "tab": "register",
            "here": "people",
        },
    )


@staff_only
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter somebody new; their position is given on the page that follows."""
    actor = _keeper(request)

    def enter_now() -> str:
        entered = commands.enter_staff(
            actor,
            code=text(request, "code"),
            name=text(request, "name"),
            phone=text(request, "phone"),
            idempotency_key=key_of(request),
        )
        return reverse("work:person", args=[entered])

    return run(
        request,
        {"enter": enter_now},
        lambda: {"tab": "enter", "here": "people"},
        "workbench/people/enter.html",
    )


@staff_only
@require_GET
def positions(request: HttpRequest) -> HttpResponse:
    """Each position with its A and B of today; those that nobody holds are marked."""
    actor = administrator_of(request)
    vacant_only = request.GET.get("vacant") == "1"
    sites = directory.positions_at_a_glance(actor, vacant_only=vacant_only)
    return render(
        request,
        "workbench/people/positions.html",
        {
            "sites": sites,
            "vacancies": sum(site.vacancies for site in sites),
            "vacant_only": vacant_only,
            "tab": "positions",
            "here": "people",
        },
    )


@staff_only
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One person: what they held, hold and will hold, and the forms of who may change it."""
    actor = staff_of(request)
    if actor.staff_id != staff_id:
        administrator_of(request)
    here = reverse("work:person", args=[staff_id])
    directory.staff_card(actor, staff_id)  # "not found" before anything is written

    def edit() -> str:
        commands.edit_staff(
            actor,
            staff_id,
            name=text(request, "name"),
            phone=text(request, "phone"),
            seen=(text(request, "seen_name"), text(request, "seen_phone")),
            idempotency_key=key_of(request),
        )
        return here

    def assign() -> str:
        post = Post(
            staff_id=staff_id,
            position_id=number(request, "position"),
            role=text(request, "role"),
            holder=text(request, "holder"),
            starts=day(request, "starts"),
            ends=optional_day(request, "ends"),
        )
        commands.assign(actor, post, idempotency_key=key_of(request))
        return here

    def end() -> str:
        last = None if text(request, "when") == "now" else day(request, "last_day")
        commands.end_assignment(
            actor, number(request, "assignment"), last_day=last, idempotency_key=key_of(request)
        )
        return here

    def revoke() -> str:
        commands.revoke_delegation(actor, number(request, "assignment"), idempotency_key=key_of(request))
        return here

    acts = {
        "edit": edit,
        "assign": assign,
        "end": end,
        **away_days.acts(request, actor, staff_id, here),
        "revoke": revoke,
        "propose_appointment": lambda: _propose_appointment(request, actor, staff_id),
        "propose_ending": lambda: _propose_ending(request, actor),
        "propose_name": lambda: _propose_name(request, actor, staff_id),
    }
    return run(request, acts, lambda: _page(request, actor, staff_id), "workbench/people/person.html")


def _propose_appointment(request: HttpRequest, actor: Staff, staff_id: int) -> str:
    payload: dict[str, Any] = {
        "staff": staff_id,
        "position": number(request, "admin_position"),
        "role": text(request, "admin_role"),
        "starts": day(request, "admin_starts").isoformat(),
    }
    try:
        commands.propose(
            actor,
            "appoint_administrator",
            payload,
            reason=text(request, "reason"),
            idempotency_key=key_of(request),
        )
    except InputFaults as refused:
        raise _renamed(
            refused, {"role": "admin_role", "position": "admin_position", "starts": "admin_starts"}
        ) from None
    return reverse("work:proposals")


def _propose_ending(request: HttpRequest, actor: Staff) -> str:
    try:
        commands.propose(
            actor,
            "end_administrator",
            {"assignment": number(request, "assignment")},
            reason=text(request, "ending_reason"),
            idempotency_key=key_of(request),
        )
    except InputFaults as refused:
        raise _renamed(refused, {"reason": "ending_reason"}) from None
    return reverse("work:proposals")


def _propose_name(request: HttpRequest, actor: Staff, staff_id: int) -> str:
    try:
        commands.propose(
            actor,
            "rename_staff",
            {"staff": staff_id, "name": text(request, "new_name"), "was": text(request, "seen_name")},
            reason=text(request, "rename_reason"),
            idempotency_key=key_of(request),
        )
    except InputFaults as refused:
        raise _renamed(refused, {"name": "new_name", "reason": "rename_reason"}) from None
    return reverse("work:proposals")


def _renamed(refused: InputFaults, names: dict[str, str]) -> InputFaults:
    """The faults under the names of this page's fields: two of its forms ask for a role."""
    return InputFaults(
        [type(one)(names.get(one.field, one.field), one.code, one.params) for one in refused.faults]
    )


def _keeper(request: HttpRequest) -> Staff:
    actor = staff_of(request)
    if actor.role != "system_admin":
        raise NotAuthorized("system_admin_only")
    return actor


def _page(request: HttpRequest, actor: Staff, staff_id: int) -> dict[str, Any]:
    card = directory.staff_card(actor, staff_id)
    other = actor.staff_id != staff_id
    enters = not other or actor.role == "system_admin"
    return {
        "entered": away_days.entered(actor, staff_id, card.absences) if enters else (),
        **(away_days.seen(request, actor, staff_id) if enters else {"cover": None}),
        "card": card,
        "own": not other,
        "keeps": actor.role == "system_admin",
        "left_behind": left_behind(actor, (*card.posts, *card.past[:5]))
        if not other or actor.role == "system_admin"
        else {},
        "appoints": actor.role == "system_admin" and other,
        "proposes": actor.role in ("system_admin", "security_admin") and other,
        "administers": actor.role in ADMINISTRATORS,
        "audits": actor.role == "auditor",
        "roles": ROLES_OF_STAFF,
        "admin_roles": ADMINISTRATORS,
        "positions": directory.open_positions(),
        "kinds": away_days.KINDS_OF_ABSENCE,
        "today": today(),
        "here": "people" if actor.role in ADMINISTRATORS else "away",
    }

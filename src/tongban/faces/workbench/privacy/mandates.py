"""The register of written mandates: listing, recording, renewing and ending them, and the one behind an application."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases.commands import confirm_mandate
from tongban.cases.queries import case_for
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import published_items
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.privacy.counter import counter_of
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today
from tongban.parties import queries
from tongban.parties.commands import Named, end_mandate, record_mandate, renew_mandate
from tongban.parties.mandates import Scope
from tongban.parties.queries.mandates import GROUPS
from tongban.rules.lifecycle import Status

HERE = "mandates"


@staff_only
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The mandates that this counter recorded, by how they stand."""
    actor = counter_of(request)
    group = request.GET.get("group", "in_force")
    group = group if group in GROUPS else "in_force"
    everything = queries.mandates_of(actor, opened=group)
    page = {
        "tabs": [(code, len(queries.of_group(everything, code))) for code in GROUPS],
        "rows": queries.of_group(everything, group),
        "group": group,
        "items": _names(),
        "here": HERE,
    }
    return render(request, "workbench/privacy/mandates.html", page)


@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a mandate whose original lies on the counter."""
    actor = counter_of(request)
    typed = request.POST if request.method == "POST" else kept_forms.take(request) or request.GET
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        try:
            scope = _scope(request)
            made = record_mandate(
                actor,
                _named(request, "grantor"),
                _named(request, "handler"),
                scope,
                seen=request.POST.get("mandate.seen") == "yes",
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("work:mandate", made)
    page = {"typed": typed, "faults": faults, **_form(request, typed)}
    return render(request, "workbench/privacy/mandate_new.html", page, status=422 if faults else 200)


@staff_only
@require_http_methods(["GET", "POST"])
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """See and record the mandate behind an organization's application; then it can be accepted."""
    case = case_for(staff_of(request), number)  # what is not seen is not there, whoever asks
    actor = counter_of(request) if request.method == "POST" else None
    if not case.mandate_missing:
        return redirect("work:case", case.number)
    faults: tuple[FieldFault, ...] = ()
    typed: Any = request.POST if actor else {"mandate.which": "one", "mandate.item": case.item.code}
    if actor is not None:
        try:
            confirm_mandate(
                actor,
                number,
                _scope(request, case.item.code),
                seen=request.POST.get("mandate.seen") == "yes",
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
        else:
            if case.status != Status.SUBMITTED:
                return redirect("work:case", case.number)
            return redirect("work:act", case.number, "accept")
    page = {"case": case, "typed": typed, "faults": faults, **_form(request, typed)}
    return render(request, "workbench/privacy/mandate_case.html", page, status=422 if faults else 200)


@staff_only
@require_GET
def one(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """One mandate, with what may be done about it."""
    return _page(request, counter_of(request), mandate_id)


@staff_only
@require_POST
def end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate before its last day."""
    actor, key = counter_of(request), request.POST.get("idempotency_key", "")
    try:
        end_mandate(actor, mandate_id, reason=request.POST.get("reason", ""), idempotency_key=key)
    except (NotFound, NotAuthorized):
        raise
    except InputFaults as refused:
        return _page(request, actor, mandate_id, refused.faults)
    except Refusal as refused:
        return _page(request, actor, mandate_id, refusal=refused)
    return redirect("work:mandate", mandate_id)


@staff_only
@require_POST
def renew(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Record the new original of a mandate that runs out."""
    actor = counter_of(request)
    try:
        made = renew_mandate(
            actor,
            mandate_id,
            until=_day(request, "mandate.until"),
            seen=request.POST.get("mandate.seen") == "yes",
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except (NotFound, NotAuthorized):
        raise
    except InputFaults as refused:
        return _page(request, actor, mandate_id, refused.faults)
    except Refusal as refused:
        return _page(request, actor, mandate_id, refusal=refused)
    return redirect("work:mandate", made)


def _page(
    request: HttpRequest,
    actor: Staff,
    mandate_id: UUID,
    faults: tuple[FieldFault, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        "one": queries.mandate_view(actor, mandate_id, opened=True),
        "items": _names(),
        "typed": request.POST,
        "faults": faults,
        "refusal": refusal,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "here": HERE,
    }
    return render(
        request, "workbench/privacy/mandate.html", page, status=422 if faults else 409 if refusal else 200
    )


def _names() -> dict[str, Any]:
    return {item.code: item.name for item in published_items("window")}


def _form(request: HttpRequest, typed: Any) -> dict[str, Any]:
    return {
        "offered": _offered(published_items("window")),
        "today": today().isoformat(),
        "key": typed.get("idempotency_key") or uuid4().hex,
        "here": HERE,
    }


def _offered(items: Iterable[ItemDefinition]) -> list[ItemDefinition]:
    return sorted(items, key=lambda item: item.code)


def _named(request: HttpRequest, who: str) -> Named:
    post = request.POST
    kind = "organization" if post.get(f"{who}.kind") == "organization" else "person"
    return Named(
        post.get(f"{who}.name", ""), post.get(f"{who}.number", ""), post.get(f"{who}.phone", ""), kind
    )


def _scope(request: HttpRequest, code: str = "") -> Scope:
    """The scope as typed; neither all items nor one of those offered is no item at all, which the command refuses.

    Args:
        code: the item of the case that it is seen with.

    Raises:
        InputFaults: a day that is none.
    """
    item = code or request.POST.get("mandate.item", "")
    items = () if request.POST.get("mandate.which") == "all" else (item,)
    if request.POST.get("mandate.which") not in ("all", "one") or any(one not in _names() for one in items):
        items = ("",)
    return Scope(items, _day(request, "mandate.starts") or today(), _day(request, "mandate.until"))


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as fault:
        raise InputFaults([FieldFault(name, "not_a_date")]) from fault

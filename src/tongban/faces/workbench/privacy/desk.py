"""The desk: requests by their due date, each with its derivation, and the answer; the counter sees what it took."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.privacy import commands, queries
from tongban.cases.privacy.records import promise
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

DESK = "security_admin"
COUNTERS = frozenset({"clerk", "assister"})


def reader_of(request: HttpRequest) -> Staff:
    """The security administrator, clerk or assister behind this request.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    actor = staff_of(request)
    if actor.role != DESK and actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    return actor


@staff_only
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """What waits, by its due date; below it what was answered."""
    actor = reader_of(request)
    waiting = queries.requests_of(actor, waiting=True)
    numbers = {row.number for row in waiting}
    answered = tuple(row for row in queries.requests_of(actor) if row.number not in numbers)
    page = {"waiting": waiting, "answered": answered, "promise": promise(), "here": "privacy"}
    return render(request, "workbench/privacy/requests.html", page)


@staff_only
@require_GET
def one(request: HttpRequest, request_number: str) -> HttpResponse:
    """One request with its derivation and, for the desk, what may be answered."""
    return page_of(request, reader_of(request), request_number)


def page_of(
    request: HttpRequest,
    actor: Staff,
    request_number: str,
    faults: tuple[FieldFault, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page, with what was typed and what is wrong with it."""
    view = queries.request_view(actor, request_number, opened=True)
    page: dict[str, Any] = {
        "view": view,
        "at_desk": actor.role == DESK,
        "may_go": [case.number for case in view.cases if case.may and case.number in view.planned],
        "faults": faults,
        "refusal": refusal,
        "typed": request.POST,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "here": "privacy",
    }
    return render(
        request, "workbench/privacy/request.html", page, status=422 if faults else 409 if refusal else 200
    )


@staff_only
@require_POST
def act(request: HttpRequest, request_number: str, act: str) -> HttpResponse:
    """Release a copy, correct a value, propose an erasure, or decline."""
    actor = reader_of(request)
    key = request.POST.get("idempotency_key", "")
    url = settings.BASE_URL + reverse("portal:data_request", args=[request_number])
    try:
        if act == "release":
            commands.release_copy(actor, request_number, url=url, idempotency_key=key)
        elif act == "correct":
            commands.correct_value(actor, request_number, url=url, idempotency_key=key)
        elif act == "propose":
            commands.propose_erasure(actor, request_number, idempotency_key=key)
        elif act == "decline":
            commands.decline_request(
                actor,
                request_number,
                answer=request.POST.get("answer", ""),
                basis=request.POST.get("basis", ""),
                url=url,
                idempotency_key=key,
            )
        elif act == "withdraw":
            commands.withdraw_request(actor, request_number, idempotency_key=key)
        else:
            raise NotFound("act")
    except (NotFound, NotAuthorized):
        raise
    except InputFaults as refused:
        return page_of(request, actor, request_number, refused.faults)
    except Refusal as refused:
        return page_of(request, actor, request_number, refusal=refused)
    return redirect("work:privacy_request", request_number)

"""The counter: taking a request for somebody who stands there with their identity card, and handing over a copy."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.privacy import commands, queries
from tongban.cases.privacy.asking import DOCUMENTS, FIELDS, KINDS, WAYS
from tongban.cases.privacy.behalf import PAPERS
from tongban.cases.query_code import query_code
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.privacy.desk import COUNTERS
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

CARDS = {"documents": DOCUMENTS, "ways": WAYS}
WISH = ("kind", "scope", "field", "wrong", "right", "words")


def counter_of(request: HttpRequest) -> Staff:
    """The clerk or assister behind this request.

    Raises:
        NotAuthorized: ``not_your_power``.
    """
    actor = staff_of(request)
    if actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    return actor


def _person(request: HttpRequest) -> commands.SeenPerson:
    post = request.POST
    return commands.SeenPerson(
        post.get("person.name", ""),
        post.get("person.number", ""),
        post.get("person.phone", ""),
        post.get("person.card_seen") == "yes",
        post.get("person.document", ""),
        post.get("person.how", ""),
    )


def _behalf(request: HttpRequest) -> commands.Behalf | None:
    """Whom they ask for; None where they ask for themselves."""
    post = request.POST
    if not post.get("behalf.acting"):
        return None
    return commands.Behalf(
        post["behalf.acting"],
        post.get("behalf.name", ""),
        post.get("behalf.number", ""),
        post.get("behalf.kind") == "organization",
        post.get("behalf.paper", ""),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a request for somebody at the counter."""
    actor = counter_of(request)
    faults: tuple[FieldFault, ...] = ()
    refusal: Refusal | None = None
    typed = request.POST if request.method == "POST" else kept_forms.take(request) or request.GET
    if request.method == "POST":
        try:
            taken = commands.ask_about_data(
                actor,
                commands.Wish(**{name: request.POST.get(name, "") for name in WISH}),
                person=_person(request),
                behalf=_behalf(request),
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
        except Refusal as refused:
            if isinstance(refused, NotAuthorized | NotFound):
                raise
            refusal = refused
        else:
            return redirect("work:privacy_receipt", taken.number)
    page: dict[str, Any] = {
        "kinds": KINDS,
        "fields": FIELDS,
        "papers": PAPERS,
        **CARDS,
        "typed": typed,
        "faults": faults,
        "refusal": refusal,
        "key": typed.get("idempotency_key") or uuid4().hex,
        "here": "privacy",
    }
    return render(
        request, "workbench/privacy/new.html", page, status=422 if faults else 409 if refusal else 200
    )


@staff_only
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Somebody who asked on the phone shows their card: the request's number, and who they are."""
    actor = counter_of(request)
    faults: tuple[FieldFault, ...] = ()
    number = request.POST.get("request_number", "")
    done = request.GET.get("done", "")
    if request.method == "POST":
        try:
            commands.see_identity(
                actor, number, _person(request), idempotency_key=request.POST.get("idempotency_key", "")
            )
        except InputFaults as refused:
            faults = refused.faults
        except NotFound:
            faults = (FieldFault("request_number", "no_such_request"),)
        else:
            return redirect(f"{reverse('work:privacy_identity')}?done=1")
    page = {
        **CARDS,
        "typed": request.POST,
        "faults": faults,
        "done": done == "1",
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "here": "privacy",
    }
    return render(request, "workbench/privacy/identity.html", page, status=422 if faults else 200)


@staff_only
@require_GET
def receipt(request: HttpRequest, request_number: str) -> HttpResponse:
    """The receipt to print: number, code, last day of the answer."""
    view = queries.request_view(counter_of(request), request_number, opened=True)
    link = settings.BASE_URL + reverse("portal:data_request", args=[view.row.number])
    page = {"view": view, "code": query_code(view.row.number), "link": link, "here": "privacy"}
    return render(request, "workbench/privacy/receipt.html", page)


@staff_only
@require_http_methods(["POST"])
def copy(request: HttpRequest, request_number: str) -> HttpResponse:
    """The released copy, to print and hand over; opening it is written down in the access log."""
    made = commands.hand_over_copy(counter_of(request), request_number)
    page = {"copy": made, "number": request_number, "here": "privacy"}
    return render(request, "workbench/privacy/copy.html", page)

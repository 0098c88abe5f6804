"""What is kept about me, and asking for a copy, a correction or an erasure (个人信息保护法 art. 44 to 50)."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases import queries as cases
from tongban.cases.privacy import commands, queries
from tongban.cases.privacy.asking import FIELDS, KINDS
from tongban.cases.privacy.copies import as_json
from tongban.cases.privacy.queries import RequestView
from tongban.cases.privacy.records import plain_request_number, promise
from tongban.faces.portal import sign_in
from tongban.faces.portal.who import citizen_of
from tongban.kernel.errors import FieldFault, InputFaults, NotFound
from tongban.parties.queries import my_mandates

CODES_KEY = "data_request_codes"  # number → the proof that this browser named its code
MOST_NAMED = 10


@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    """The rights in plain words for everybody; below them, for whoever signed in, what is kept and was asked."""
    citizen = citizen_of(request)
    page: dict[str, Any] = {"promise": promise(), "citizen": citizen, "door": "track"}
    page["sign_in_address"] = sign_in.address(reverse("portal:my_data"))
    if citizen is not None:
        page |= {
            "kept": queries.kept_about(citizen),
            "unfinished": cases.my_drafts(citizen),
            "asked": queries.requests_of(citizen),
        }
    return render(request, "portal/my_data.html", page)


@never_cache
def copy(request: HttpRequest) -> HttpResponse:
    """The copy at once: whole for somebody an identity platform vouches for, masked for a phone alone."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_data_copy")))
    made = queries.own_copy(citizen)
    if request.GET.get("as") == "json":
        return json_file(as_json(made))
    return render(request, "portal/my_data_copy.html", {"copy": made, "door": "track"})


def json_file(content: dict[str, Any]) -> HttpResponse:
    """A copy as a file for another program."""
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = content_disposition_header(True, "my-data.json") or "attachment"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """One form for each kind of request."""
    if kind not in KINDS:
        raise NotFound("privacy_request")
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:ask_about_data", args=[kind])))
    typed = {
        name: request.POST.get(name, "").strip() for name in ("scope", "field", "wrong", "right", "words")
    }
    mandate = request.POST.get("behalf.mandate", "")
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        try:
            taken = commands.ask_about_data(
                citizen,
                commands.Wish(kind, **typed),
                behalf=commands.Behalf("mandate", mandate=mandate) if mandate else None,
                idempotency_key=request.POST.get("key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("portal:data_request", taken.number)
    else:
        typed["scope"] = request.GET.get("scope", "")[:60]
    return render(
        request,
        "portal/my_data_ask.html",
        {
            "kind": kind,
            "typed": typed,
            "mandate": mandate,
            "held": [one for one in my_mandates(citizen) if one.mine == "handler" and one.holds],
            "faults": faults,
            "fields": FIELDS,
            "kept": queries.kept_about(citizen),
            "proven": citizen.assurance == "real_name",
            "promise": promise(),
            "key": request.POST.get("key") or uuid4().hex,
            "door": "track",
        },
        status=422 if faults else 200,
    )


def seen(request: HttpRequest, request_number: str) -> tuple[RequestView, bool]:
    """The request as this browser may see it, and whether as its own: signed in, or with the code on the receipt.

    Raises:
        NotFound: neither.
    """
    if (citizen := citizen_of(request)) is not None:
        try:
            return queries.request_view(citizen, request_number), True
        except NotFound:
            pass  # somebody signed in may follow another's request with its code
    proof = request.session.get(CODES_KEY, {}).get(plain_request_number(request_number), "")
    return queries.status_with_code(request_number, proof), False


@never_cache
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, request_number: str) -> HttpResponse:
    """Where a request stands; somebody not known yet is asked for the code on the receipt."""
    try:
        view, mine = seen(request, request_number)
    except NotFound:
        return _named(request, request_number)
    return render(
        request,
        "portal/my_data_request.html",
        {"view": view, "promise": promise(), "mine": mine, "key": uuid4().hex},
    )


def _named(request: HttpRequest, request_number: str) -> HttpResponse:
    """The code named with the number, or the form that asks for it."""
    typed = request.POST.get("query_code", "").strip().upper()
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        try:
            proof = queries.proof_of_code(request_number, typed)
        except NotFound:
            pass  # the same sentence for a wrong code and for no such request
        else:
            number = plain_request_number(request_number)
            named = {one: kept for one, kept in request.session.get(CODES_KEY, {}).items() if one != number}
            request.session[CODES_KEY] = dict([*named.items(), (number, proof)][-MOST_NAMED:])
            return redirect("portal:data_request", number)
        faults = (FieldFault("query_code", "wrong_query_code" if typed else "query_code_missing"),)
    return render(
        request,
        "portal/my_data_code.html",
        {
            "number": request_number,
            "faults": faults,
            "sign_in_address": sign_in.address(request.path),
            "door": "track",
        },
        status=422 if faults else 200,
    )


@never_cache
@require_POST
def withdraw(request: HttpRequest, request_number: str) -> HttpResponse:
    """Take a request back; only signed in, since a code alone may look and not act."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_data")))
    commands.withdraw_request(citizen, request_number, idempotency_key=request.POST.get("key", ""))
    return redirect("portal:data_request", request_number)


@never_cache
def proof(request: HttpRequest, request_number: str) -> HttpResponse:
    """The public proof of a request: what was done when, what was erased, and that it no longer opens."""
    found = queries.request_proof(request_number)
    return render(request, "portal/my_data_proof.html", {"proof": found, "door": "verify"})

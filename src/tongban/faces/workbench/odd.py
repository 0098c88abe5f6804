"""办不成事窗口: telling it at a counter, the owner's list, passing on and answering."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases.odd import commands, queries
from tongban.cases.odd.commands import RESULTS, Telling
from tongban.cases.query_code import query_code
from tongban.faces.workbench.case_page import SHOWN_SECONDS
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized

HERE = "odd"
STATES = ("open", "answered")
COUNTERS = frozenset({"clerk", "assister"})


@staff_only
@require_GET
def odd(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, due first; what was answered behind it."""
    actor = staff_of(request)
    shown = request.GET.get("show", "open")
    shown = shown if shown in STATES else "open"
    page = {
        "rows": queries.odd_matters(actor, state=shown),
        "shown": shown,
        "overdue": queries.odd_overdue(actor),
        "may_take": actor.role in COUNTERS,
        "here": HERE,
    }
    return render(request, "workbench/odd/list.html", page)


@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody at the counter tells what could not be done."""
    actor = staff_of(request)
    if actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    faults: tuple[FieldFault, ...] = ()
    post = request.POST
    if request.method == "POST":
        told = [post.get(name, "") for name in ("name", "words", "phone", "tried")]
        telling = Telling(told[0], told[1], phone=told[2], tried=told[3])
        try:
            taken = commands.report_odd(actor, telling, idempotency_key=post.get("idempotency_key", ""))
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("work:odd_slip", taken.number)
    page = {"typed": post, "faults": faults, "key": post.get("idempotency_key") or uuid4().hex, "here": HERE}
    return render(request, "workbench/odd/new.html", page, status=422 if faults else 200)


@staff_only
@require_GET
def slip(request: HttpRequest, odd_number: str) -> HttpResponse:
    """The slip for whoever told it: number, code, day."""
    view = queries.odd_matter(staff_of(request), odd_number)
    link = settings.BASE_URL + reverse("portal:odd_find")
    page = {"view": view, "code": query_code(view.number), "link": link, "here": HERE}
    return render(request, "workbench/odd/slip.html", page)


@staff_only
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, odd_number: str) -> HttpResponse:
    """One of them; posting answers it, or passes it on."""
    actor, post = staff_of(request), request.POST
    faults: tuple[FieldFault, ...] = ()
    passing = post.get("act") == "pass"
    if request.method == "POST":
        try:
            if passing:
                to = post.get("to", "")
                commands.pass_on_odd(
                    actor,
                    odd_number,
                    int(to) if to.isascii() and to.isdigit() and len(to) < 12 else 0,
                    post.get("words", ""),
                    idempotency_key=post.get("idempotency_key", ""),
                )
                return redirect("work:odd")
            commands.answer_odd(
                actor,
                odd_number,
                post.get("result", ""),
                words=post.get("words", ""),
                where=post.get("where", ""),
                case_number=post.get("case_number", ""),
                idempotency_key=post.get("idempotency_key", ""),
            )
            return redirect("work:odd_one", odd_number)
        except InputFaults as refused:
            faults = refused.faults
    return _shown(request, odd_number, faults, passing=passing)


@staff_only
@require_POST
def reveal(request: HttpRequest, odd_number: str) -> HttpResponse:
    """Name and phone, for a reason, on the access log."""
    try:
        name, phone = commands.reveal_odd(staff_of(request), odd_number, request.POST.get("reason", ""))
    except InputFaults as refused:
        return _shown(request, odd_number, refused.faults)
    response = _shown(request, odd_number, (), seen=(name, phone))
    response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('work:odd_one', args=[odd_number])}"
    return response


def _shown(
    request: HttpRequest,
    odd_number: str,
    faults: tuple[FieldFault, ...],
    *,
    passing: bool = False,
    seen: tuple[str, str] | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        "view": queries.odd_matter(staff_of(request), odd_number),
        "results": RESULTS,
        "typed": request.POST,
        "faults": faults,
        "passing": passing,
        "seen": seen,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "here": HERE,
    }
    return render(request, "workbench/odd/one.html", page, status=422 if faults else 200)

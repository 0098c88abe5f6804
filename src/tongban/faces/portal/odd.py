"""办不成事: telling what could not be done anywhere, and following it by number and phone or code."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.odd import queries
from tongban.cases.odd.commands import Telling, report_odd
from tongban.cases.odd.records import promise
from tongban.faces.portal.who import citizen_of
from tongban.kernel.actors import Public
from tongban.kernel.errors import FieldFault, InputFaults, NotFound

TOLD_KEY = "odd_told"


@never_cache
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The form: who, what, where they were already; no sign-in is needed."""
    citizen = citizen_of(request)
    faults: tuple[FieldFault, ...] = ()
    post = request.POST
    if request.method == "POST":
        centre = post.get("site", "")
        telling = Telling(
            site_id=int(centre) if centre.isascii() and centre.isdigit() and len(centre) < 12 else 0,
            **{name: post.get(name, "") for name in ("name", "words", "phone", "tried")},
        )
        try:
            taken = report_odd(citizen or Public(), telling, idempotency_key=post.get("key", ""))
        except InputFaults as refused:
            faults = refused.faults
        else:
            request.session[TOLD_KEY] = [taken.number, taken.code, taken.due.isoformat()]
            return redirect("portal:odd_told")
    counters = queries.odd_counters()
    page = {
        "typed": post,
        "faults": faults,
        "counters": counters,
        "chosen": post.get("site") or (str(counters[0][0]) if len(counters) == 1 else ""),
        "signed_in": citizen is not None,
        "mine": queries.my_odd_matters(citizen) if citizen else (),
        "promise": promise(),
        "key": post.get("key") or uuid4().hex,
    }
    return render(request, "portal/odd_tell.html", page, status=422 if faults else 200)


@never_cache
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """Number, code and last day, for the browser that told it."""
    kept = request.session.get(TOLD_KEY)
    if not kept:
        return redirect("portal:odd")
    try:
        view = queries.odd_status(kept[0], code=kept[1])
    except NotFound:
        return redirect("portal:odd")
    return render(request, "portal/odd_told.html", {"view": view, "code": kept[1]})


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Where it stands, for who names its number with the phone or the code."""
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "phone", "query_code", "by")}
    typed["by"] = typed["by"] if typed["by"] in ("phone", "query_code") else "phone"
    faults: list[FieldFault] = []
    page: dict[str, Any] = {"problem": ""}
    if request.method == "POST":
        faults = [FieldFault(name, f"{name}_missing") for name in ("number", typed["by"]) if not typed[name]]
        if not faults:
            try:
                by_code = typed["by"] == "query_code"
                page["view"] = queries.odd_status(
                    typed["number"],
                    phone="" if by_code else typed["phone"],
                    code=typed["query_code"] if by_code else "",
                )
            except NotFound:
                page["problem"] = gettext("没有找到。请核对编号，以及手机号码或查询码。")
    page |= {"typed": typed, "faults": faults, "door": "track"}
    return render(request, "portal/odd_find.html", page, status=422 if faults or page["problem"] else 200)

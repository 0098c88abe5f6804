"""The yearly look at benefits that stand: the position's list, one of them, what is proposed to be stopped."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.standing import commands, queries
from tongban.cases.standing.commands import RESULTS
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults

HERE = "yearly"
MOST_DIGITS = 16


@staff_only
@require_GET
def yearly(request: HttpRequest) -> HttpResponse:
    """What is to be looked at, due first; what was found, behind it."""
    actor = staff_of(request)
    shown = request.GET.get("show", "due")
    shown = shown if shown in queries.SHOWN else "due"
    page = {
        "list": queries.yearly_reviews(actor, shown=shown, page=_whole(request.GET.get("page", "")) or 1),
        "shown": shown,
        "kinds": queries.SHOWN,
        "here": HERE,
    }
    return render(request, "workbench/yearly/list.html", page)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else 0


@staff_only
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: str, year: int) -> HttpResponse:
    """One yearly look; posting writes down what was found, or puts a record right."""
    actor, post = staff_of(request), request.POST
    faults: tuple[FieldFault, ...] = ()
    view = queries.yearly_review(actor, number, year)
    if request.method == "POST":
        try:
            found, key = (post.get("result", ""), post.get("finding", "")), post.get("idempotency_key", "")
            if "corrects" in post:
                old, why = _whole(post["corrects"]), post.get("why", "")
                commands.correct_yearly_review(actor, number, year, old, *found, why, idempotency_key=key)
            else:
                commands.record_yearly_review(actor, number, year, *found, idempotency_key=key)
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("work:yearly_one", number, year)
    page = {
        "view": view,
        "results": RESULTS,
        "typed": post,
        "faults": faults,
        "key": post.get("idempotency_key") or uuid4().hex,
        "here": HERE,
    }
    return render(request, "workbench/yearly/one.html", page, status=422 if faults else 200)

"""Those who were told a date that a calendar moved, and who have no phone: the list, a letter for each, the tick."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.calendar import commands, queries
from tongban.faces.workbench.administration.desk import key_of
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import InputFaults
from tongban.kernel.queries import today

HOW = ("in_person", "letter", "called")


@staff_only
@require_GET
def new_dates(request: HttpRequest) -> HttpResponse:
    """The list, who waits longest first; and the effects of date that a correction leaves standing."""
    actor = staff_of(request)
    return render(
        request,
        "workbench/calendars/new_dates.html",
        {
            "rows": queries.dates_to_tell(actor),
            "stay": queries.deemed_otherwise(actor),
            "done": request.GET.get("done", ""),
            "here": "new_dates",
        },
    )


@staff_only
@require_http_methods(["GET", "POST"])
def new_date(request: HttpRequest, number: str) -> HttpResponse:
    """The letter to print, and the tick that the person was told."""
    actor = staff_of(request)
    told = queries.date_to_tell(actor, number)
    faults: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            commands.note_date_told(
                actor, number, request.POST.get("how", ""), idempotency_key=key_of(request)
            )
            return HttpResponseRedirect(f"{reverse('work:new_dates')}?done=told")
        except InputFaults as refused:
            faults = refused.faults
    return render(
        request,
        "workbench/calendars/letter.html",
        {
            "told": told,
            "what": queries.words_of_limit(told.kind),
            "also": [(queries.words_of_limit(kind), was, becomes) for kind, was, becomes in told.also],
            "reason": queries.reason_said(told.reason),
            "today": today(),
            "how": HOW,
            "faults": faults,
            "key": uuid4().hex,
            "here": "new_dates",
        },
        status=422 if faults else 200,
    )

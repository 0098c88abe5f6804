"""Why the last day is that day: a case's days for whoever follows it, as a page, as JSON, and as a sheet."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.cases import queries as cases
from tongban.cases.explaining import ExplainedClock
from tongban.cases.queries import Explanation
from tongban.faces.common.clock_json import explanation_json
from tongban.faces.common.clock_statement import statement_file
from tongban.faces.portal import track
from tongban.kernel.errors import NotFound


@never_cache
@require_safe
def days(request: HttpRequest, number: str) -> HttpResponse:
    """The days in plain words; somebody not known yet is asked for the phone or the query code."""
    try:
        actor, view = track.seen(request, number)
    except NotFound:
        return track.find(request, number)
    told = cases.explain(actor, view.number)
    clocks = told_first(told)
    page = {"told": told, "clocks": clocks, "first": clocks[0] if clocks else None, "door": "track"}
    return render(request, "portal/days.html", page)


@never_cache
@require_safe
def days_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same for programs."""
    try:
        actor, view = track.seen(request, number)
    except NotFound:
        return JsonResponse({"error": "not_found"}, status=404)
    return JsonResponse(explanation_json(cases.explain(actor, view.number)))


@never_cache
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a sheet to take along (期限说明)."""
    actor, view = track.seen(request, number)
    document, name = statement_file(cases.explain(actor, view.number, printed=True))
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(document, content_type="application/pdf", headers={"Content-Disposition": shown})


def told_first(told: Explanation) -> list[ExplainedClock]:
    """The clocks that have begun: those that run before the others, each in the order that tells most."""
    begun = [one for one in told.clocks if one.view.due]
    order = track.RUNNING_FIRST
    return sorted(begun, key=lambda one: (one.view.state != "running", order.index(one.view.kind)))

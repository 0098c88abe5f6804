"""A case's days in full: every clock, every day, every move of a last day; as a page, as JSON, and as a sheet."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tongban.cases.queries import explain
from tongban.faces.common.clock_json import explanation_json
from tongban.faces.common.clock_statement import statement_file
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import NotFound


@staff_only
@require_GET
def days(request: HttpRequest, number: str) -> HttpResponse:
    """Every clock of the case day by day, printable."""
    told = explain(staff_of(request), number)
    return render(request, "workbench/days.html", {"told": told, "here": "list"})


@staff_only
@require_GET
def days_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same for programs."""
    try:
        told = explain(staff_of(request), number)
    except NotFound:
        return JsonResponse({"error": "not_found"}, status=404)
    return JsonResponse(explanation_json(told))


@staff_only
@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a sheet (期限说明); that it was printed is on the access log."""
    document, name = statement_file(explain(staff_of(request), number, printed=True))
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(document, content_type="application/pdf", headers={"Content-Disposition": shown})

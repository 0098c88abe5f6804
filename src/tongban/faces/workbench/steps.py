"""Pages beside the acts of the steps: what is copied into another system, what waits there, a notice to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.queries import case_for, external_fields, my_list, step_file
from tongban.faces.workbench.act_page import form_page
from tongban.faces.workbench.case_list import PAGE_ROWS
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of

ACT = "complete_external_step"


@staff_only
@require_POST
def copied(request: HttpRequest, number: str) -> HttpResponse:
    """The form of an external step with everything open that has to be copied; what was typed stays."""
    lines = external_fields(staff_of(request), number)
    more = {"copied": lines, "form_address": reverse("work:act", args=[number, ACT])}
    response = form_page(request, number, ACT, request.POST, more=more)
    response["Cache-Control"] = "no-store"
    return response


@staff_only
@require_GET
def external_waiting(request: HttpRequest) -> HttpResponse:
    """What waits for this position to be done in another system, the oldest last as in every list."""
    page = my_list(
        staff_of(request),
        group="external",
        cursor=request.GET.get("cursor") or None,
        limit=PAGE_ROWS,
        shown_as="external",
    )
    return render(request, "workbench/external_waiting.html", {"page": page, "here": "external"})


@staff_only
@require_GET
def public_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet that is put up, to be printed: masked as the item says."""
    case = case_for(staff_of(request), number, opened=True)
    if case.notice is None or case.notice.first is None:
        raise Http404(number)
    return render(request, "workbench/public_notice.html", {"case": case, "notice": case.notice})


@staff_only
@require_GET
def attached(request: HttpRequest, number: str, file_id: int) -> HttpResponse:
    """A photo or scan beside a record, always as a download: nothing foreign is shown inside our pages."""
    stored = step_file(staff_of(request), number, file_id)
    name = content_disposition_header(as_attachment=True, filename=stored.file_name) or "attachment"
    return HttpResponse(stored.content, content_type=stored.media_type, headers={"Content-Disposition": name})

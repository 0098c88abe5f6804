"""Papers and materials of a case as bytes: open, print, look at, download."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from tongban.cases.queries import case_for, material_file, material_page, paper_file
from tongban.faces.workbench.case_page import newest_paper
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import NotFound, Refusal
from tongban.papers.commands import hurry_papers

RETRY_SECONDS = 2
IMAGE_HEADS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@staff_only
@xframe_options_sameorigin
@require_GET
def paper(request: HttpRequest, number: str, paper_id: UUID) -> HttpResponse:
    """A paper to be read and printed; while the worker is still writing it, a page that looks again by itself."""
    try:
        stored = paper_file(staff_of(request), number, paper_id)
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.code != "paper_not_ready":
            raise
        hurry_papers([paper_id])
        waiting = render(request, "workbench/paper_waits.html", {"number": number}, status=202)
        waiting["Refresh"] = str(RETRY_SECONDS)
        return waiting
    shown = content_disposition_header(as_attachment=False, filename=stored.file_name) or "inline"
    return HttpResponse(
        stored.content, content_type=stored.media_type, headers={"Content-Disposition": shown}
    )


@staff_only
@require_GET
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The list of the case's papers, asked again while one is not ready."""
    case = case_for(staff_of(request), number, in_part=True)
    if late := [one.id for one in case.papers if not one.ready]:
        hurry_papers(late)
    return render(request, "workbench/papers.html", {"case": case, "newest_paper": newest_paper(case)})


@staff_only
@require_GET
def material(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The original file as it came in, always as a download: nothing foreign is shown inside our pages."""
    stored = material_file(staff_of(request), number, code)
    name = content_disposition_header(as_attachment=True, filename=stored.file_name) or "attachment"
    return HttpResponse(stored.content, content_type=stored.media_type, headers={"Content-Disposition": name})


@staff_only
@require_GET
def page_image(request: HttpRequest, number: str, code: str, page: int) -> HttpResponse:
    """One page of a material as an image that the server made again from the original."""
    image = material_page(staff_of(request), number, code, page)
    media_type = next((kind for head, kind in IMAGE_HEADS.items() if image.startswith(head)), "")
    if not media_type:
        raise Http404(code)
    return HttpResponse(image, content_type=media_type)

"""The desk of filing (归档): tick many, file them, take a file out for the archive."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases import queries
from tongban.cases.commands import Filed, archive_many, export_archive
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.workbench.audit.exporting import sent
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

HERE = "filing"


@staff_only
@require_http_methods(["GET", "POST"])
def filing(request: HttpRequest) -> HttpResponse:
    """What can be filed, oldest first; posting files what was ticked and says what became of each.

    Nothing is ticked before somebody ticks it, or asks for all: what is filed cannot be put right afterwards.
    """
    actor = staff_of(request)
    results: tuple[Filed, ...] = ()
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        try:
            results = archive_many(
                actor,
                [_chosen(text) for text in request.POST.getlist("chosen")],
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
        except InputFaults as refused:
            faults = refused.faults
    page = {
        "filing": queries.filing(actor),
        "results": results,
        "done": sum(one.done for one in results),
        "faults": faults,
        "key": uuid4().hex,
        "here": HERE,
        "all_ticked": request.GET.get("all") == "yes" and not results,
    }
    return render(request, "workbench/filing.html", page, status=422 if faults else 200)


def _chosen(text: str) -> tuple[str, int]:
    """A tick's value: the number and the version that was seen; anything else is a version that no case has."""
    number, _dot, version = text.rpartition(".")
    return number, version_seen(version)


@staff_only
@require_POST
def export(request: HttpRequest, number: str) -> HttpResponseBase:
    """One file as a package."""
    actor = staff_of(request)
    queries.case_for(actor, number)  # what is not seen is not there, whoever asks
    try:
        return sent(export_archive(actor, number, reason=request.POST.get("export_reason", "")))
    except (NotAuthorized, NotFound):
        raise
    except InputFaults as refused:
        told = {"number": number, "faults": refused.faults, "here": HERE}
        return render(request, "workbench/filing_export.html", told, status=422)
    except Refusal as refusal:
        page = {"number": number, "refusal": refusal, "here": HERE}
        return render(request, "workbench/filing_export.html", page, status=409)

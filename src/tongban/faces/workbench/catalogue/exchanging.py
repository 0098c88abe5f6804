"""Taking files of items in and giving them out: the file is checked whole before anything of it becomes a draft."""

import io
import zipfile
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.catalogue import commands
from tongban.catalogue import queries as catalogue
from tongban.directory.queries import top_division
from tongban.faces.workbench.catalogue.desk import editor_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel import time
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100  # faults on the page; the rest are counted


@staff_only
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Choose a file to take in, and see the imports before it."""
    actor = editor_of(request)
    if not catalogue.may_write(actor, top_division()):
        raise NotAuthorized("not_your_division")
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if not isinstance(upload, UploadedFile):
                raise InputFaults([FieldFault("file", "file_missing")])
            job = commands.start_import(
                actor,
                upload.read(),
                file_name=upload.name or "",
                idempotency_key=request.POST.get("idempotency_key", ""),
            )
            return redirect("work:catalogue_import_job", job_id=job)
        except InputFaults as refused:
            faults = refused.faults
    page = {"jobs": catalogue.import_jobs(actor), "faults": faults, "key": uuid4().hex, "here": "catalogue"}
    return render(request, "workbench/catalogue/import.html", page, status=422 if faults else 200)


@staff_only
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One import: how far it has come, what is wrong with the file, the drafts it made."""
    actor = editor_of(request)
    view = catalogue.import_job(actor, job_id)
    lines = {line.id: line for line in catalogue.drafts(actor)}
    page = {
        "job": view,
        "faults": view.faults[:SHOWN],
        "more": max(0, view.fault_count - SHOWN),
        "drafts": [lines[draft] for draft in view.drafts if draft in lines],
        "here": "catalogue",
    }
    part = request.headers.get("HX-Request") == "true"
    name = "workbench/catalogue/import_state.html" if part else "workbench/catalogue/import_job.html"
    return render(request, name, page)


@staff_only
@require_POST
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop an import that has not ended."""
    commands.cancel_import(editor_of(request), job_id)
    return redirect("work:catalogue_import_job", job_id=job_id)


@staff_only
@require_GET
def give_out(request: HttpRequest) -> HttpResponse:
    """The whole catalogue, or chosen items of it, as a workbook, YAML files, or exchange tables."""
    actor = editor_of(request)
    kind = request.GET.get("format", "")
    codes = tuple(request.GET.getlist("item"))
    name = f"tongban-catalogue-{time.today():%Y%m%d}"
    if kind == "xlsx":
        return _file(catalogue.export_workbook(actor, codes), XLSX, f"{name}.xlsx")
    if kind == "tables":
        return _file(catalogue.export_tables(actor, codes), "application/zip", f"{name}-tables.zip")
    if kind == "yaml":
        files = catalogue.export_yaml(actor, codes)
        if not codes:
            files |= catalogue.export_overrides(actor)
        return _file(_zipped(files), "application/zip", f"{name}-yaml.zip")
    return redirect("work:catalogue_import")


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(name, text)
    return packed.getvalue()


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

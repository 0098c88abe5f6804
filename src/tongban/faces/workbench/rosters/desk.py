"""Bringing a list: choose the item, fetch the template, then upload, paste or type the rows."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.rosters import commands, queries
from tongban.cases.rosters.columns import Column
from tongban.cases.rosters.reading import ReadList, read_file, read_text, read_typed
from tongban.faces.common.roster_words import FIELDS
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.fault_names import NamedFault
from tongban.faces.workbench.rosters.columns import shown
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.workbooks.archives import LARGEST_FILE

HERE = "rosters"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = ("file", "pasted", "typed")
TYPED_ROWS, MOST_TYPED = 5, 50
PAPERS = ("paper_original", "paper_copy")


@staff_only
@require_GET
def rosters(request: HttpRequest) -> HttpResponse:
    """The lists that this position took in, and the items that a new one may be of."""
    actor = staff_of(request)
    page = {"rosters": queries.rosters(actor), "items": queries.roster_items(actor), "here": HERE}
    return render(request, "workbench/rosters/list.html", page)


@staff_only
@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook to fill in."""
    return sent_workbook(queries.roster_template(staff_of(request), code), f"roster-{code}.xlsx")


@staff_only
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """One list: what holds for all of it, and its rows; posting it judges every row and files none."""
    actor = staff_of(request)
    form = queries.roster_form(actor, code)
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST" and "more" not in request.POST:
        name, plan = request.POST.get("name", ""), _plan(request.POST, form)
        try:
            read = _read(request, form.columns)
        except InputFaults as refused:
            read, faults = ReadList(), (*queries.plan_faults(actor, code, name, plan), *refused.faults)
        try:
            if faults:
                raise InputFaults(faults)
            key = request.POST.get("idempotency_key", "")
            number = commands.bring_roster(actor, code, name, plan, read, idempotency_key=key)
        except InputFaults as refused:
            faults = refused.faults
        else:
            return redirect("work:roster", number)
    return render(
        request, "workbench/rosters/new.html", _page(request, form, faults), status=422 if faults else 200
    )


def _page(request: HttpRequest, form: queries.RosterForm, faults: tuple[FieldFault, ...]) -> dict[str, Any]:
    post, columns = request.POST, shown(form.columns)
    count = min(max(_number(post.get("rows")), TYPED_ROWS) + (5 if "more" in post else 0), MOST_TYPED)
    return {
        "form": form,
        "columns": columns,
        "faults": faults,
        "named_faults": [NamedFault(one, str(FIELDS.get(one.field, ""))) for one in faults],
        "typed": post,
        "way": post.get("way") if post.get("way") in WAYS else "file",
        "materials": [
            {
                "material": material,
                "forms": [one for one in PAPERS if one in material.forms],
                "given": post.get(f"materials.{material.code}", ""),
            }
            for material in form.item.materials
            if any(one in material.forms for one in PAPERS)
        ],
        "rows": [
            [(column, post.get(f"typed.{row}.{column.key}", "")) for column in columns]
            for row in range(count)
        ],
        "row_count": count,
        "most_typed": MOST_TYPED,
        "key": post.get("idempotency_key") or uuid4().hex,
        "here": HERE,
    }


def _plan(post: QueryDict, form: queries.RosterForm) -> commands.Plan:
    village = post.get("brought_by") == "village"
    return commands.Plan(
        brought_by=post.get("brought_by", ""),
        organization=post.get("organization", "").strip() if village else "",
        handler=post.get("handler.name", "").strip() if village else "",
        handler_number=post.get("handler.number", "").strip() if village else "",
        materials={
            material.code: given
            for material in form.item.materials
            if (given := post.get(f"materials.{material.code}", ""))
        },
        consent=post.get("consent") == "yes",
    )


def _read(request: HttpRequest, columns: tuple[Column, ...]) -> ReadList:
    way = request.POST.get("way", "file")
    if way == "pasted":
        return read_text(request.POST.get("pasted", ""), columns)
    if way == "typed":
        count = min(_number(request.POST.get("rows")), MOST_TYPED)
        return read_typed(
            [
                {column.key: request.POST.get(f"typed.{row}.{column.key}", "") for column in columns}
                for row in range(count)
            ],
            columns,
        )
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise InputFaults([FieldFault("file", "file_missing")])
    if (upload.size or 0) > LARGEST_FILE:
        raise InputFaults([FieldFault("file", "file_too_large", {"most": LARGEST_FILE // 1_000_000})])
    return read_file(upload.read(), columns)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


def sent_workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

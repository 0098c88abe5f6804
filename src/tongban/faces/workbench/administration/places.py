"""Divisions and authorities: lists, and a page for each with its forms and its history."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.directory import commands
from tongban.directory.lamp_data import shipped_lamps
from tongban.directory.place_values import LEVELS, BodyValues
from tongban.directory.queries import administration
from tongban.directory.queries.lamps import lamps_kept
from tongban.faces.workbench.administration.desk import (
    Form,
    day_of,
    keeper_of,
    key_of,
    posted,
    run,
    seen,
)
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import FieldFault, InputFaults

OF_LEVEL = "of_level"
BODY = (
    "code",
    "name",
    "short_name",
    "level",
    "division_code",
    "case_prefix",
    "credit_code",
    "reconsideration_body",
    "court",
)


@staff_only
@require_http_methods(["GET", "POST"])
def divisions(request: HttpRequest) -> HttpResponse:
    """The highest divisions, or those that a search finds; and the form for one that has none above it."""
    actor = keeper_of(request)
    wanted = request.GET.get("q", "").strip()[:60]

    def page(form: Form) -> dict[str, Any]:
        found = (
            administration.find_divisions(actor, wanted) if wanted else administration.top_divisions(actor)
        )
        return {
            "found": found,
            "search": wanted,
            "levels": LEVELS,
            "most": administration.FOUND,
            "tab": "divisions",
        }

    acts = {"add": lambda: _add_division(request, request.POST.get("parent_code", "").strip()[:12])}
    return run(request, acts, page, "workbench/administration/divisions.html")


@staff_only
@require_http_methods(["GET", "POST"])
def division(request: HttpRequest, division_code: str) -> HttpResponse:
    """One division: its names by their days, what lies below it, and its forms."""
    actor = keeper_of(request)
    kept = administration.division_kept(actor, division_code)
    here = reverse("work:division", args=[division_code])

    def rename() -> str:
        typed = posted(request, "name", "starts")
        starts = day_of(typed["starts"], "starts")
        commands.rename_division(
            actor,
            division_code,
            typed["name"],
            starts=starts,
            seen=seen(request),
            idempotency_key=key_of(request),
        )
        return here

    def close() -> str:
        last_day = day_of(posted(request, "last_day")["last_day"], "last_day")
        commands.close_division(
            actor, division_code, last_day=last_day, seen=seen(request), idempotency_key=key_of(request)
        )
        return here

    acts = {"rename": rename, "close": close, "add": lambda: _add_division(request, division_code)}
    return run(
        request,
        acts,
        lambda form: {"kept": kept, "levels": LEVELS, "tab": "divisions"},
        "workbench/administration/division.html",
    )


def _add_division(request: HttpRequest, parent_code: str) -> str:
    typed = posted(request, "code", "new_name", "level", "valid_from")
    valid_from = day_of(typed["valid_from"], "valid_from")
    commands.add_division(
        keeper_of(request),
        code=typed["code"],
        name=typed["new_name"],
        level=typed["level"],
        parent_code=parent_code,
        valid_from=valid_from,
        idempotency_key=key_of(request),
    )
    return reverse("work:division", args=[parent_code]) if parent_code else reverse("work:divisions")


@staff_only
@require_http_methods(["GET"])
def bodies(request: HttpRequest) -> HttpResponse:
    """Every authority."""
    actor = keeper_of(request)
    return run(
        request,
        {},
        lambda form: {"bodies": administration.bodies_kept(actor), "tab": "bodies"},
        "workbench/administration/bodies.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def new_body(request: HttpRequest) -> HttpResponse:
    """The form for another authority."""
    actor = keeper_of(request)

    def enter() -> str:
        values = BodyValues(**posted(request, *BODY))
        commands.enter_body(actor, values, idempotency_key=key_of(request))
        return reverse("work:body", args=[values.code])

    return run(
        request,
        {"enter": enter},
        lambda form: {"values": form.typed, "levels": LEVELS, "act": "enter", "tab": "bodies"},
        "workbench/administration/body.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def body(request: HttpRequest, body_code: str) -> HttpResponse:
    """One authority: its form, its sites, its history."""
    actor = keeper_of(request)
    kept = administration.body_kept(actor, body_code)

    def edit() -> str:
        values = BodyValues(**{**posted(request, *BODY), "code": body_code})
        commands.edit_body(actor, values, seen=seen(request), idempotency_key=key_of(request))
        return reverse("work:body", args=[body_code])

    def lamps() -> str:
        typed = posted(request, "lamps", "lamps_start", "lamps_basis")
        chosen = shipped_lamps().variants.get(typed["lamps"])
        if chosen is None and typed["lamps"] != OF_LEVEL:
            raise InputFaults([FieldFault("lamps", "not_an_option")])
        commands.set_lamp_thresholds(
            actor,
            body_code,
            chosen.thresholds if chosen else None,
            starts=day_of(typed["lamps_start"], "lamps_start"),
            basis=typed["lamps_basis"],
            seen=seen(request),
            idempotency_key=key_of(request),
        )
        return reverse("work:body", args=[body_code])

    def page(form: Form) -> dict[str, Any]:
        values = {**asdict(kept.values), **(form.typed if form.act == "edit" else {}), "code": body_code}
        return {
            "kept": kept,
            "values": values,
            "levels": LEVELS,
            "act": "edit",
            "tab": "bodies",
            "lamps": lamps_kept(body_code),
            "lamp_choices": (OF_LEVEL, *shipped_lamps().variants),
            "lamp_values": form.typed if form.act == "lamps" else {"lamps": OF_LEVEL},
        }

    return run(request, {"edit": edit, "lamps": lamps}, page, "workbench/administration/body.html")

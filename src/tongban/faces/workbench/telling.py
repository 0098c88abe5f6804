"""Telling once at a desk: choose the item, ask the few questions, give the notice and print it."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from tongban.catalogue import telling
from tongban.catalogue.definition import ItemDefinition, Question
from tongban.catalogue.queries import current
from tongban.catalogue.search import cards, offered, search
from tongban.catalogue.sheets import Language, guide_for
from tongban.catalogue.situations import Situation, allowed_answers, read_situation, verdict
from tongban.directory.queries import site as site_with_id
from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.powers import require_power
from tongban.papers.commands import render_for_command
from tongban.papers.rendering import RenderingFailed

TELLS = "catalogue.give_one_time_notice"
PREFIX = "s_"
MOST_FOUND = 12
MOST_OFFERED = 60
RETRY_SECONDS = 2


@staff_only
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Find the item that somebody asks about; below it, what this site told today."""
    actor = staff_of(request)
    require_power(TELLS, actor)
    typed = request.GET.get("q", "").strip()
    place = _place(actor)
    if typed:
        found = tuple(one.card for one in search(typed, place, MOST_FOUND))
    else:
        lines = offered(place)
        own = tuple(line for line in lines if line.position == actor.position_code)
        found = cards(tuple(line.listing_id for line in (own or lines)[:MOST_OFFERED]))
    page = {"found": found, "search": typed, "given": telling.notices_of_today(actor), "here": "telling"}
    return render(request, "workbench/telling_choose.html", page)


@staff_only
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """The notice of one item as this person needs it; posting it gives it."""
    actor = staff_of(request)
    require_power(TELLS, actor)
    if request.method == "GET":
        kept = kept_forms.take(request)
        return _page(request, code, kept or request.GET)
    try:
        given = telling.give_one_time_notice(
            actor,
            code,
            answers=_answers(request.POST),
            channel=request.POST.get("channel", ""),
            how=request.POST.get("how", ""),
            told_to=request.POST.get("told_to", ""),
            idempotency_key=request.POST.get("idempotency_key", ""),
        )
    except InputFaults as wrong:
        return _page(request, code, request.POST, wrong.faults)
    # Somebody waits for it at the desk: it is written now, not when the worker comes to it.
    with suppress(RenderingFailed):  # the worker tries again; the next page waits for it
        render_for_command(given.command_id)
    return redirect("work:told", notice_id=given.notice_id)


@staff_only
@require_GET
def told(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """A notice that was given: print it, show its code on the screen, next person."""
    given = telling.notice_given(staff_of(request), notice_id)
    link = f"{settings.BASE_URL}{reverse('portal:told', args=[given.verify_code])}"
    return render(request, "workbench/told.html", {"given": given, "link": link, "here": "telling"})


@staff_only
@xframe_options_sameorigin
@require_GET
def told_paper(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The notice as paper, the same each time."""
    try:
        content, name = telling.notice_file(staff_of(request), notice_id)
    except NotFound:
        raise
    except Refusal as refusal:
        if refusal.code != "paper_not_ready":
            raise
        waiting = render(request, "workbench/told_waits.html", {}, status=202)
        waiting["Refresh"] = str(RETRY_SECONDS)
        return waiting
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": shown})


def _place(actor: Staff) -> str:
    return site_with_id(actor.site_id).division_code


def _answers(values: QueryDict) -> dict[str, str]:
    given = ((name, str(values.get(name, ""))) for name in values if name.startswith(PREFIX))
    return {name.removeprefix(PREFIX): value for name, value in given if value}


def _situation(item: ItemDefinition, values: QueryDict) -> Situation:
    """What was chosen so far; what this item does not know is left out of the preview and refused when given."""
    channel = values.get("channel", "")
    try:
        return read_situation(item, _answers(values), channel)
    except InputFaults:
        return Situation({})


def _page(
    request: HttpRequest, code: str, values: QueryDict, faults: tuple[FieldFault, ...] = ()
) -> HttpResponse:
    actor = staff_of(request)
    place = _place(actor)
    found = current(code, place)
    item = found.definition
    if not item.published:
        raise NotFound("item")
    situation = _situation(item, values)
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    page: dict[str, Any] = {
        "item": item,
        "situation": situation,
        "questions": [
            {
                "question": question,
                "options": _options(question),
                "answer": situation.answers.get(question.code, ""),
            }
            for question in item.situation_questions
            if verdict(item, question.show_if, situation)
        ],
        "guide": guide_for(found, situation, language, place),
        "ways": telling.WAYS,
        "how": values.get("how") or "paper",
        "told_to": values.get("told_to", ""),
        "faults": faults,
        "by_field": {fault.field: fault for fault in faults},
        "idempotency_key": values.get("idempotency_key") or uuid4().hex,
        "here": "telling",
    }
    return render(request, "workbench/tell.html", page, status=422 if faults else 200)


def _options(question: Question) -> list[dict[str, Any]]:
    labels = {option.code: option.label for option in question.options}
    return [{"code": code, "label": labels.get(code)} for code in allowed_answers(question)]

"""Applying online: one question per page, saved at every step, resumable for thirty days."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongban.cases import commands as case_commands
from tongban.cases import queries as cases
from tongban.cases.queries import DraftView
from tongban.catalogue import queries as catalogue
from tongban.faces.portal import drafts_kept
from tongban.faces.portal.application_order import find, page_with_fault, pages_of
from tongban.faces.portal.application_pages import MaterialPage, Page, QuestionPage
from tongban.faces.portal.chosen_place import place_of
from tongban.faces.portal.told_situation import carry_into
from tongban.faces.portal.who import actor_of
from tongban.kernel import time
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal


def draft_of(request: HttpRequest, item_code: str) -> DraftView | None:
    """The draft this browser holds for an item, if it still exists."""
    token = drafts_kept.token_for(request, item_code)
    if not token:
        return None
    try:
        return cases.draft(token)
    except NotFound:
        return None


@never_cache
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin an application, or go on with the one that was begun: the way in from the guide."""
    place = place_of(request)
    item = catalogue.item(code, place)
    if not item.open_on(time.today()):
        return render(request, "portal/apply/ended.html", {"item": item}, status=409)
    if "portal" not in item.channels:
        raise Refusal("channel_not_offered")
    draft = draft_of(request, code)
    if draft is not None:
        return _resume(draft)
    if request.method != "POST":
        return redirect("portal:guide", code)
    token = case_commands.start_draft(actor_of(request), code, "portal", place)
    carry_into(token, item, request.POST)
    response = redirect("portal:page", code, pages_of(cases.draft(token))[0].code)
    drafts_kept.keep(response, code, token)
    return response


def _resume(draft: DraftView) -> HttpResponse:
    waiting = page_with_fault(pages_of(draft), draft)
    if waiting is None:
        return redirect("portal:check", draft.item.code)
    return redirect("portal:page", draft.item.code, waiting.code)


@never_cache
def page(request: HttpRequest, code: str, page_code: str) -> HttpResponse:
    """Ask one question, or take its answer and go on."""
    draft = draft_of(request, code)
    if draft is None:
        return _draft_gone(request, code)
    pages = pages_of(draft)
    at = find(pages, page_code)
    if at is None:
        return _resume(draft)
    asked = pages[at]
    if request.method != "POST":
        return _show(request, draft, pages, at, value=asked.value(draft))
    if request.POST.get("remove") and isinstance(asked, MaterialPage):
        case_commands.remove_material(draft.token, asked.wanted.code)
        return redirect(request.get_full_path())
    if request.POST.get("more") and isinstance(asked, QuestionPage):
        with suppress(
            InputFaults
        ):  # what is typed so far is kept as it is; the last word comes with the answer
            case_commands.save_answer(draft.token, asked.asked.code, asked.typed(request))
        return redirect(request.get_full_path())
    try:
        asked.save(draft, request)
    except InputFaults as refused:
        # What another page holds wrongly (a person is checked whole) is asked again by that page.
        faults = tuple(fault for fault in refused.faults if fault.field == asked.field)
        if faults:
            return _show(request, draft, pages, at, value=asked.typed(request), faults=faults)
    return _go_on(request, cases.draft(draft.token), asked)


def _go_on(request: HttpRequest, draft: DraftView, asked: Page) -> HttpResponse:
    pages = pages_of(draft)
    if request.GET.get("from") == "check":
        return _resume(draft)
    at = find(pages, asked.code)
    if at is not None and at + 1 < len(pages):
        return redirect("portal:page", draft.item.code, pages[at + 1].code)
    return _resume(draft)


def _show(
    request: HttpRequest,
    draft: DraftView,
    pages: tuple[Page, ...],
    at: int,
    *,
    value: object,
    faults: tuple[FieldFault, ...] = (),
) -> HttpResponse:
    from_check = request.GET.get("from") == "check"
    return render(
        request,
        "portal/apply/page.html",
        {
            "draft": draft,
            "item": draft.item,
            "page": pages[at],
            "value": value,
            "promises": asked.promises(draft) if isinstance(asked := pages[at], MaterialPage) else (),
            "promised": asked.promised(draft, request) if isinstance(asked, MaterialPage) else "",
            "faults": faults,
            "step": at + 1,
            "steps": len(pages) + 1,
            "before": pages[at - 1] if at and not from_check else None,
            "from_check": from_check,
        },
        status=422 if faults else 200,
    )


def _draft_gone(request: HttpRequest, code: str) -> HttpResponse:
    response = render(request, "portal/apply/gone.html", {"item": catalogue.item(code)}, status=410)
    drafts_kept.forget(response, code)
    return response


@never_cache
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the unfinished application away, after asking."""
    draft = draft_of(request, code)
    if draft is None:
        catalogue.item(code)  # an item that is not there never had a draft
        response = redirect("portal:guide", code)
        drafts_kept.forget(response, code)
        return response
    if request.method != "POST":
        return render(request, "portal/apply/discard.html", {"item": draft.item})
    case_commands.discard(draft.token)
    response = redirect("portal:home")
    drafts_kept.forget(response, code)
    return response


@never_cache
def file(request: HttpRequest, code: str, page_code: str) -> HttpResponse:
    """The file of one material, for the one who put it there to look at."""
    draft = draft_of(request, code)
    if draft is None:
        raise NotFound("draft")
    content, media_type = cases.draft_file(draft.token, page_code.removeprefix("m-"))
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; sandbox"
    return response

"""Check your answers, agree, submit. Only here is somebody asked to sign in; nothing filled in is lost by it."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongban.cases import commands as case_commands
from tongban.cases import queries as cases
from tongban.cases.queries import DraftView
from tongban.cases.queries.whose import whose_matter
from tongban.faces.portal import confirmation, drafts_kept, real_name, sign_in
from tongban.faces.portal.application_order import page_with_fault, pages_of
from tongban.faces.portal.application_pages import MaterialPage, Page, QuestionPage
from tongban.faces.portal.apply import draft_of
from tongban.faces.portal.who import citizen_of
from tongban.kernel.errors import FieldFault, InputFaults, NotFound


@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The summary with a change link for every answer, and the one button that files the application."""
    draft = draft_of(request, code)
    if draft is None:
        return _already_filed(request, code)
    pages = pages_of(draft)
    waiting = page_with_fault(pages, draft)
    citizen = citizen_of(request)
    if request.method != "POST":
        if citizen is not None:
            case_commands.claim_draft(citizen, draft.token)  # so that another device finds it too
        return _show(request, draft, pages, waiting)
    if citizen is None:
        return redirect(sign_in.address(request.path))
    if waiting is not None:
        return _show(request, draft, pages, waiting)
    if request.POST.get("consent") != "yes":
        return _show(request, draft, pages, None, faults=(FieldFault("consent", "consent_missing"),))
    try:
        submitted = case_commands.submit(
            citizen,
            cases.application_from(
                draft.token, consent=True, collect_site_code=request.POST.get("collect_site_code", "").strip()
            ),
            idempotency_key=request.POST.get("key", ""),
            draft_token=draft.token,
        )
    except NotFound:
        return _already_filed(request, code)
    except InputFaults as refused:
        return _show(request, draft, pages, waiting, faults=refused.faults)
    confirmation.remember(request, code, submitted)
    response = redirect("portal:confirmation", submitted.number)
    drafts_kept.forget(response, code)
    return response


def _already_filed(request: HttpRequest, code: str) -> HttpResponse:
    """A second press of the button: the draft became a case, and its confirmation tells the number."""
    number = confirmation.latest_for(request, code)
    if number:
        return redirect("portal:confirmation", number)
    return redirect("portal:my_cases") if citizen_of(request) else redirect("portal:guide", code)


def _show(
    request: HttpRequest,
    draft: DraftView,
    pages: tuple[Page, ...],
    waiting: Page | None,
    faults: tuple[FieldFault, ...] = (),
) -> HttpResponse:
    citizen = citizen_of(request)
    return render(
        request,
        "portal/apply/check.html",
        {
            "draft": draft,
            "item": draft.item,
            "real_name_door": real_name.door_open(),
            "rows": [_row(page, draft) for page in pages if not isinstance(page, MaterialPage)],
            "materials": [_row(page, draft) for page in pages if isinstance(page, MaterialPage)],
            "waiting": waiting,
            "whose": whose_matter(None, draft.item, draft.answers),
            "collect_site_code": request.POST.get("collect_site_code", ""),
            "signed_in": citizen is not None,
            "proven": citizen is not None and citizen.assurance == "real_name",
            "sign_in_address": sign_in.address(request.path),
            "key": request.POST.get("key") or uuid4().hex,
            "faults": faults,
        },
        status=422 if faults else 200,
    )


def _row(page: Page, draft: DraftView) -> dict[str, object]:
    shown = page.label_of(draft) if isinstance(page, QuestionPage) else page.shown(draft)
    return {
        "page": page,
        "shown": shown,
        "material": page.value(draft) if isinstance(page, MaterialPage) else None,
    }

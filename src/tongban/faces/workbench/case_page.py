"""One case: all of it in the centre, its clocks and what may be done on the right."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tongban.cases.commands import unmask as unmask_in_case
from tongban.cases.privacy.queries import hold_since
from tongban.cases.queries import case_for
from tongban.cases.queries.shapes import CaseView, PaperView
from tongban.faces.workbench.acts import ACTS
from tongban.faces.workbench.case_list import listing_for
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.reasons import QUICK_REASONS
from tongban.faces.workbench.who import staff_of
from tongban.kernel.errors import NotFound, Refusal

SHOWN_SECONDS = 60
FORWARD = (
    "accept",
    "correct",
    "complete_external_step",
    "answer_objection",
    "give_opinion",
    "post_public_notice",
    "decide",
    "deliver",
)
UNMASKABLE = {
    "applicant.name": _("申请人姓名"),
    "applicant.number": _("申请人证件号码"),
    "applicant.phone": _("申请人电话"),
    "representative.number": _("代理人证件号码"),
    "representative.phone": _("代理人电话"),
}


@staff_only
@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case beside the list; with htmx the case alone, so that the list stays as it is."""
    page: dict[str, Any] = {"case": case_for(staff_of(request), number, opened=True, in_part=True)}
    page["held_since"] = hold_since(staff_of(request), number)
    done = request.GET.get("done", "")
    page["newest_paper"] = newest_paper(page["case"])
    page["primary_act"] = next(
        (one.act for one in page["case"].acts if one.allowed and one.act in FORWARD), ""
    )
    page["done"] = ACTS.get(done)
    page["press_key"] = uuid4().hex
    if request.headers.get("HX-Target") == "case-pane":
        return render(request, "workbench/case.html", page)
    listing = listing_for(request)
    return render(
        request,
        "workbench/case_page.html",
        page | {"listing": listing, "own_work": listing.own_work, "here": "list"},
    )


@staff_only
@require_POST
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """Show one masked value for a minute, for a stated reason that is recorded with the look."""
    field = request.POST.get("field", "")
    if field not in UNMASKABLE and not field.startswith(("answers.", "replaced.")):
        raise Http404(field)
    typed = request.POST.get("unmask_reason", "").strip()
    quick = QUICK_REASONS.get(request.POST.get("quick_reason", ""))
    reason = " · ".join(part for part in (str(quick) if quick else "", typed) if part)
    page: dict[str, Any] = {
        "number": number,
        "field": field,
        "name": UNMASKABLE.get(field, ""),
        "reason": reason,
    }
    try:
        page["value"] = unmask_in_case(staff_of(request), number, field=field, reason=reason)
    except NotFound:
        raise
    except Refusal as refusal:
        page["refusal"] = refusal
    fragment = request.headers.get("HX-Request") == "true"
    template = "workbench/unmasked.html" if fragment else "workbench/unmasked_page.html"
    response = render(request, template, page | {"seconds": SHOWN_SECONDS})
    if not fragment and "value" in page:
        response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('work:case', args=[number])}"
    return response


@staff_only
@require_GET
def masked(request: HttpRequest, number: str) -> HttpResponse:
    """The masked value again, with the way to open it: what follows when the minute is over."""
    field = request.GET.get("field", "")
    case = case_for(staff_of(request), number)
    shown, openable = _masked_value(case, field)
    page = {"number": number, "field": field, "shown": shown, "openable": openable}
    return render(request, "workbench/masked.html", page)


def _masked_value(case: CaseView, field: str) -> tuple[str, bool]:
    """A value behind its mask, and whether this actor may open it."""
    kind, _dot, code = field.partition(".")
    if kind == "answers":
        answer = next((answer for answer in case.answers if answer.code == code), None)
        return (str(answer.value), answer.openable) if answer else ("", False)
    if kind == "replaced":
        old = (answer for one in case.replaced for answer in one.answers)
        found = next((answer for answer in old if answer.code == code), None)
        return (str(found.value), found.openable) if found else ("", False)
    person = {"applicant": case.applicant, "representative": case.representative}.get(kind)
    if person is None:
        raise Http404(field)
    if code == "name":
        return person.name, person.opens_name
    if code == "phone":
        return person.phone_masked, person.opens_phone
    return person.number_masked, person.opens_number


def newest_paper(case: CaseView) -> PaperView | None:
    """The paper that ``p`` prints."""
    return max(case.papers, key=lambda paper: paper.issued_at, default=None)

"""The application form at the counter: printed with the answers of the draft, to be read and signed."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from tongban.cases.queries import DraftView, case_for, draft
from tongban.catalogue.sheets import Applying, Language, application_form
from tongban.directory.queries import site as site_with_id
from tongban.faces.common.promise_text import promise_file
from tongban.faces.common.words import word
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.papers.sheets import render_sheet


@staff_only
@require_GET
def form(request: HttpRequest, token: str, material: str) -> HttpResponse:
    """One form of the draft's item with what was said so far; it is laid out in memory and kept nowhere."""
    actor = staff_of(request)
    own = draft(token, reader=actor)
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    made = application_form(
        own.item.code,
        material,
        language,
        place=site_with_id(actor.site_id).division_code,
        answers=own.answers,
        applying=_applying(own, actor),
    )
    shown = content_disposition_header(as_attachment=False, filename=f"{made.form_name}.pdf") or "inline"
    return HttpResponse(
        render_sheet(made), content_type="application/pdf", headers={"Content-Disposition": shown}
    )


@staff_only
@require_GET
def promise(request: HttpRequest, token: str, material: str) -> HttpResponse:
    """The promise in the place of one material of the draft, to be read and signed; kept nowhere."""
    actor = staff_of(request)
    own = draft(token, reader=actor)
    person = own.applicant
    document, name = promise_file(
        own.item,
        material,
        site_with_id(actor.site_id).division_code,
        applicant=person.name if person else "",
        number=person.number if person else "",
        phone=person.phone if person else "",
    )
    return _shown(document, name)


@staff_only
@require_GET
def case_promise(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """The same for a case that is looked at: what follows later is signed for before it is accepted."""
    actor = staff_of(request)
    case = case_for(actor, number, opened=True)
    document, name = promise_file(
        case.item,
        material,
        site_with_id(actor.site_id).division_code,
        applicant=case.applicant.name,
        case_number=case.number,
    )
    return _shown(document, name)


def _shown(document: bytes, name: str) -> HttpResponse:
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(document, content_type="application/pdf", headers={"Content-Disposition": shown})


def _applying(own: DraftView, actor: Staff) -> Applying:
    """Who applies and who acts for them, as far as the draft knows."""
    person = own.applicant
    name, number, phone = (person.name, person.number, person.phone) if person else ("", "", "")
    with override("zh-hans"):  # the form is a Chinese paper whatever the clerk reads
        if own.representation == "representative" and own.representative is not None:
            handler = own.representative
            relation = word(own.relation, "relation") if own.relation else ""
            acting = (handler.name, handler.number, handler.phone, relation)
        elif own.representation == "assister":
            acting = (actor.label, "", "", word("assister", "relation"))
        else:
            acting = ("", "", "", "")
    return Applying(name, number, phone, *acting, channel=own.channel)

"""What a draft will look like on a phone: the guide, and the application question by question."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from tongban.catalogue import queries as catalogue
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.parsing import read_definition
from tongban.catalogue.queries import DraftView, EditionView, PinnedItem
from tongban.catalogue.shape import with_blanks
from tongban.faces.portal.application_pages import QuestionPage
from tongban.faces.portal.chosen_place import here
from tongban.faces.portal.guide import guide_page
from tongban.faces.workbench.catalogue.desk import editor_of
from tongban.faces.workbench.doors import staff_only
from tongban.kernel import time


@xframe_options_sameorigin
@staff_only
@require_GET
def guide(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The guide that the draft leads to."""
    view, definition = _read(request, draft_id)
    if definition is None:
        return render(request, "workbench/catalogue/no_preview.html")
    pinned = PinnedItem(0, 0, view.division_code, definition)
    starts = view.effective_from or time.today()
    edition = EditionView(0, 0, view.division_code, starts, None, view.reason, True, "")
    return guide_page(request, pinned, edition, here(request), state="draft")


@xframe_options_sameorigin
@staff_only
@require_GET
def questions(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The application's questions, one below the other as the phone asks them one by one."""
    _, definition = _read(request, draft_id)
    if definition is None:
        return render(request, "workbench/catalogue/no_preview.html")
    pages = [
        QuestionPage(
            code=question.code,
            field=f"answers.{question.code}",
            heading=question.label,
            hint=question.hint,
            question=question,
        )
        for question in definition.questions
    ]
    return render(request, "workbench/catalogue/questions.html", {"item": definition, "pages": pages})


def _read(request: HttpRequest, draft_id: UUID) -> tuple[DraftView, ItemDefinition | None]:
    """A draft and what it states; None where something typed is of quite another kind: its field says so."""
    view = catalogue.catalogue_draft(editor_of(request), draft_id)
    try:
        return view, read_definition(with_blanks(view.whole))
    except (KeyError, TypeError, ValueError, AttributeError):
        return view, None

"""Sheets of an item to print at home: notice, wall sheet, booklet, blank forms and filled samples."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tongban.catalogue.sheets import Language, item_sheet, position_booklet
from tongban.faces.portal.chosen_place import place_of
from tongban.faces.portal.told_situation import PREFIX
from tongban.papers.sheets import FormSheet, GuideSheet, render_sheet

MOST_ANSWERS = 20  # far more than an item has situation questions


@require_safe
def sheet(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """One sheet of an item, for the place this visitor chose and the situation in the address."""
    told = [name for name in request.GET if name.startswith(PREFIX)]
    given = {name.removeprefix(PREFIX): request.GET[name] for name in told[:MOST_ANSWERS]}
    made = item_sheet(
        code,
        kind,
        _language(),
        place=place_of(request),
        given=given,
        channel=request.GET.get("channel", ""),
    )
    return _document(request, made)


@require_safe
def position(request: HttpRequest, code: str) -> HttpResponse:
    """The booklet of all items of a position."""
    return _document(request, position_booklet(code, _language(), place=place_of(request)))


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _document(request: HttpRequest, made: GuideSheet | FormSheet) -> HttpResponse:
    """The PDF; who has this very one already is told so."""
    document = render_sheet(made)
    etag = quote_etag(hashlib.sha256(document).hexdigest())
    title = made.form_name if isinstance(made, FormSheet) else made.head.title
    shown = content_disposition_header(as_attachment=False, filename=f"{title}.pdf") or "inline"
    response: HttpResponse | None = HttpResponse(
        document, content_type="application/pdf", headers={"Content-Disposition": shown, "ETag": etag}
    )
    assert response is not None
    patch_vary_headers(response, ["Cookie"])
    response = get_conditional_response(request, etag=etag, response=response)
    assert response is not None
    return response

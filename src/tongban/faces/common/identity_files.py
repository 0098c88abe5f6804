"""The deployment's own colours and logo as files: their address carries their version, so browsers keep them for good."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tongban.directory.queries.identity import identity_colours, identity_logo
from tongban.kernel.errors import NotFound

FOR_GOOD = "public, max-age=31536000, immutable"


@require_GET
def style(request: HttpRequest, version: int) -> HttpResponse:
    """The style sheet of a version: the accent, a darker one, and one of 7:1 for elder mode."""
    try:
        found = identity_colours(version)
    except NotFound:
        raise Http404 from None
    return css(
        f":root{{{_colours(found['accent'], found['dark'])}}}"
        f":root.elder{{{_colours(found['strong'], found['strong_dark'])}}}",
        FOR_GOOD,
    )


@require_GET
def logo(request: HttpRequest, version: int) -> HttpResponse:
    """The logo of a version."""
    try:
        picture = identity_logo(version)
    except NotFound:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": FOR_GOOD})


def css(text: str, kept: str) -> HttpResponse:
    """A style sheet; its text comes from colours that were checked, never from what somebody typed."""
    return HttpResponse(text + "\n", content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})


def _colours(accent: str, dark: str) -> str:
    return f"--deep:{accent};--brand:{accent};--brand-dark:{dark}"

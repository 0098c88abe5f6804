"""Which unfinished applications this browser holds: one signed cookie per item, read by the server alone.

The draft's token is a bearer's: it travels in a cookie and never in an address, so that a shared link or a
photograph of the screen opens nobody's form.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.cases import queries as cases
from tongban.cases.commands import claim_draft
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.actors import Citizen
from tongban.kernel.errors import NotFound, Refusal

PREFIX = "tongban_draft_"
SALT = "tongban.portal.draft"
KEPT_SECONDS = 30 * 24 * 3600  # as long as the draft itself
MOST_SHOWN = 5


@dataclass(frozen=True)
class Unfinished:
    """An application somebody began here."""

    item: ItemDefinition
    updated_at: datetime


def token_for(request: HttpRequest, item_code: str) -> str:
    """The token of the draft for an item that this browser holds; empty where there is none."""
    return str(
        request.get_signed_cookie(PREFIX + item_code, default="", salt=SALT, max_age=KEPT_SECONDS) or ""
    )


def keep(response: HttpResponse, item_code: str, token: str) -> None:
    """Let the browser hold the draft for thirty days."""
    response.set_signed_cookie(
        PREFIX + item_code,
        token,
        salt=SALT,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def forget(response: HttpResponse, item_code: str) -> None:
    """Take the draft's token from the browser."""
    response.delete_cookie(PREFIX + item_code, samesite="Lax")


def take_along(request: HttpRequest, response: HttpResponse, citizen: Citizen) -> None:
    """Keep every draft of this browser with the citizen, who finds it under their cases, and not in the browser."""
    for name in request.COOKIES:
        if name.startswith(PREFIX):
            code = name.removeprefix(PREFIX)
            with suppress(NotFound):
                claim_draft(citizen, token_for(request, code))
                forget(response, code)


def unfinished(request: HttpRequest, item_code: str = "") -> tuple[Unfinished, ...]:
    """The applications begun in this browser, or the one for an item; drafts that are gone are left out."""
    codes = [name.removeprefix(PREFIX) for name in request.COOKIES if name.startswith(PREFIX)]
    found = []
    for code in codes[:MOST_SHOWN]:
        token = token_for(request, code) if item_code in ("", code) else ""
        if not token:
            continue
        try:
            draft = cases.draft(token)
        except Refusal:
            continue
        found.append(Unfinished(draft.item, draft.updated_at))
    return tuple(found)

"""What happens around every request: its size, who acts, and what a refusal looks like."""

import logging
from collections.abc import Callable
from functools import cache, partial

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from tongban.faces.common import sessions
from tongban.faces.common.client_address import from_our_proxy
from tongban.faces.common.errors import bad_request, refusal_page, too_large
from tongban.kernel.errors import Refusal

LOG = logging.getLogger("tongban.web")

GetResponse = Callable[[HttpRequest], HttpResponse]


class TrustedProxies:
    """Takes off what only a proxy of ours may say, where the connection is not from one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not from_our_proxy(request):
            for name in ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST"):
                request.META.pop(name, None)
        return self.get_response(request)


class ContentSecurityPolicy:
    """Sends the policies of the settings with every answer: no page of ours needs one of its own.

    It is put together once; doing so for every answer cost more than finding out who asks.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class RequestLimits:
    """Refuses a body above the limit before reading it, by its declared length.

    A body of undeclared length is not read by Django at all, so none slips past.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        sound = declared.isascii() and declared.isdigit()
        if sound and int(declared) <= settings.UPLOAD_REQUEST_LIMIT:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = too_large(request) if sound else bad_request(request)
        # The rest of the body is still on its way: the connection cannot carry another request.
        response["Connection"] = "close"
        return response


class ActorMiddleware:
    """``request.actor``: who acts, worked out when first asked for, so that a public page pays nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        find = cache(partial(sessions.actor_of, request))
        request.find_actor = find  # type: ignore[attr-defined]  # ours; for who wants no wrapper (`workbench.who`)
        request.actor = SimpleLazyObject(find)  # type: ignore[attr-defined]  # ours
        return self.get_response(request)


class DomainErrors:
    """Turns what the rooms refuse into a designed page with the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook: a page for a refusal, None for anything else.

        What the database cannot hold at all (the character NUL in a text) is no person's input and no fault of
        the program: one answer for every field of every page.
        """
        if isinstance(exception, Refusal):
            return refusal_page(request, exception)
        if isinstance(exception, DataError):
            LOG.warning("%s: the database cannot hold what was sent", type(exception).__name__)
            return bad_request(request)
        return None

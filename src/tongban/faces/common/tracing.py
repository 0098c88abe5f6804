"""Every request gets an id by chance: on its lines in the log, in the answer's header, on the page of a fault."""

from collections.abc import Callable
from time import monotonic
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.faces.common.client_address import from_our_proxy
from tongban.kernel import tracing

HEADER = "X-Request-ID"
ALOUD = 8  # characters; among the requests of some days hardly two begin alike
NO_ROUTE = (
    "none"  # no address of ours: a mistyped one, or one that was refused before its view was looked for
)


class RequestTrace:
    """Around everything else: gives the id, and says at the end what became of the request.

    The line has the route's name, never the path: numbers of cases stand in paths, and anybody may type one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = monotonic()
        request_id = _given(request) or uuid4().hex
        request.trace_id = request_id  # type: ignore[attr-defined]  # ours
        # before TrustedProxies takes the header off: whether somebody stands behind the peer
        request.passed_on = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META  # type: ignore[attr-defined]  # ours
        with tracing.within(request=request_id):
            response = self.get_response(request)
            response[HEADER] = request_id
            if not request.path_info.startswith(settings.STATIC_URL):
                match = request.resolver_match
                route = match.view_name if match is not None and match.view_name else NO_ROUTE
                more = {"method": _method(request)}
                status = response.status_code
                tracing.done("request", route, str(status), began, more, loud=status >= 500)
        return response


def said_aloud(request: HttpRequest) -> str:
    """The beginning of a request's id, short enough for the telephone; empty outside of the middleware."""
    return str(getattr(request, "trace_id", ""))[:ALOUD]


def _given(request: HttpRequest) -> str:
    """The id that a proxy of ours gave, if it is a UUID: anything else could be somebody's number."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    if not given or not from_our_proxy(request):
        return ""
    try:
        return UUID(given).hex
    except ValueError:
        return ""


METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


def _method(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "other"

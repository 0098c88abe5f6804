"""Error pages: what happened, what to do, whom to call. Never a bare status line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from tongban.faces.common.sentences import fault_sentence, refusal_sentence, too_many_sentence
from tongban.faces.common.tracing import said_aloud
from tongban.kernel.errors import (
    ActNotAllowed,
    Erased,
    InputFaults,
    KeyReused,
    NotAuthorized,
    NotFound,
    Refusal,
    Stale,
)

# Most specific first; anything else the rooms refuse is a bad request.
_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (NotAuthorized, 403),
    (Stale, 409),
    (ActNotAllowed, 409),
    (KeyReused, 409),
    (InputFaults, 422),
    (Erased, 410),
)
SECRETS = frozenset({"password", "code"})
NEVER_KEPT = SECRETS | {"csrfmiddlewaretoken"}


def status_of(refusal: Refusal) -> int:
    """The HTTP status that a refusal answers with."""
    return next((status for kind, status in _STATUS if isinstance(refusal, kind)), 400)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a page, or as a piece of one where htmx asked."""
    faults = [fault_sentence(fault) for fault in refusal.faults] if isinstance(refusal, InputFaults) else []
    status = status_of(refusal)
    heading = gettext("没有找到这个页面") if status == 404 else refusal_sentence(refusal)
    return _fault_page(request, status, heading=heading, faults=faults, code=refusal.code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """HTTP 400."""
    return _fault_page(request, 400, heading=gettext("这个请求看不懂，请回到上一页再试"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """HTTP 403."""
    return _fault_page(request, 403, heading=gettext("您没有打开这个页面的权限"))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """HTTP 404."""
    return _fault_page(request, 404, heading=gettext("没有找到这个页面"))


def too_large(request: HttpRequest) -> HttpResponse:
    """HTTP 413: more was sent at once than is taken."""
    return _fault_page(request, 413, heading=gettext("文件太大了，没有收下"))


def too_many(request: HttpRequest, seconds: int, *, staff: bool = False) -> HttpResponse:
    """HTTP 429: asked too often; what was typed stays in the page, to be sent again after the wait.

    Args:
        seconds: until it is worth trying again.
        staff: whether it is the person of the staff who is counted, not an address or a number.
    """
    minutes = -(-seconds // 60)
    piece = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    if piece:
        response = _fault_page(request, 429, heading=too_many_sentence(minutes))
    else:
        asks = request.method == "POST" and _from_our_own_page(request)
        secret = any(name in request.POST for name in SECRETS) if asks else False
        response = render(
            request,
            "common/errors/too_many.html",
            {
                "heading": too_many_sentence(minutes),
                "kept": list(_typed(request)) if asks and not secret else [],
                "files_lost": bool(asks and request.FILES),
                "action": request.get_full_path(),
                "of_staff": staff,
            },
            status=429,
        )
        add_never_cache_headers(response)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """HTTP 500: asks nothing of the database, which may be what failed."""
    return HttpResponse(
        render_to_string("common/errors/500.html", {"request_id": said_aloud(request)}), status=500
    )


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """HTTP 403 of a form from before a sign-in, with what was typed kept in the page.

    Only a form that provably came from a page of ours is offered again: a foreign site must not be able
    to put a ready filled form under somebody's finger.
    """
    kept = list(_typed(request)) if _from_our_own_page(request) else []
    return render(
        request,
        "common/errors/csrf.html",
        {"kept": kept, "files_lost": bool(kept and request.FILES), "action": request.get_full_path()},
        status=403,
    )


def _typed(request: HttpRequest) -> Any:
    for name, values in request.POST.lists():
        if name not in NEVER_KEPT:
            for value in values:
                yield name, value


def _from_our_own_page(request: HttpRequest) -> bool:
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == own


def _fault_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    piece = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    template = "common/errors/piece.html" if piece else "common/errors/page.html"
    response = render(
        request, template, {"status": status, "request_id": said_aloud(request), **context}, status=status
    )
    # What is refused to one reader, or today, is not refused to all for good.
    add_never_cache_headers(response)
    if piece:
        response["HX-Retarget"] = "#page-notice"
        response["HX-Reswap"] = "innerHTML"
    return response

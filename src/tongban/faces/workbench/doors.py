"""The door of every workbench page: staff in, others to the sign-in page with what they typed kept."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import http_date

from tongban.faces.workbench import kept_forms
from tongban.faces.workbench.who import actor_of
from tongban.kernel.actors import Staff

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def staff_only(view: View) -> View:
    """Let only staff reach the view; nothing it answers is kept by any cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(actor_of(request), Staff):
            response = view(request, *args, **kwargs)
        else:
            response = _to_sign_in(request)
        _never_keep(response)
        return response

    return cast(View, guarded)


def _never_keep(response: HttpResponseBase) -> None:
    """What Django's `add_never_cache_headers` writes, where the view said nothing of its own."""
    if "Cache-Control" in response.headers or "Expires" in response.headers:
        add_never_cache_headers(response)
    else:
        response.headers["Expires"] = http_date(time())
        response.headers["Cache-Control"] = "max-age=0, no-cache, no-store, must-revalidate, private"


def sign_in_address(path: str) -> str:
    """The sign-in page that leads back to ``path``."""
    return f"{reverse('work:sign_in')}?{urlencode({'next': path})}"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("X-Autosave") == "true":
        return HttpResponse(status=401)  # the page stays with what was typed in it, and says so
    if request.headers.get("HX-Request") == "true":
        # A fragment cannot show a sign-in page; the whole page goes there and comes back to where it was.
        here = request.headers.get("HX-Current-URL", "")
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in_address(_path_in(here))})
    if request.headers.get("Sec-Fetch-Dest") == "iframe":
        return render(request, "workbench/frame_expired.html", status=403)
    if request.method != "POST":
        return redirect(sign_in_address(request.get_full_path()))
    kept = kept_forms.keep(request)
    return render(request, "workbench/sign_in.html", {"kept": kept, "expired": True}, status=403)


def _path_in(address: str) -> str:
    _, _, rest = address.partition("//")
    _, slash, path = rest.partition("/")
    return slash + path

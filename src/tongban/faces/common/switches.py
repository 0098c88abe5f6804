"""The switches in the header: elder mode and the language. Both work without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

ELDER_COOKIE = "tongban_elder"
ONE_YEAR = 365 * 24 * 3600  # seconds


def elder_mode(request: HttpRequest) -> bool:
    """Whether this reader chose large type and simple pages."""
    return request.COOKIES.get(ELDER_COOKIE) == "1"


def safe_next(request: HttpRequest, fallback: str = "") -> str:
    """Where the posted ``next`` leads if that is a page of ours, else the fallback, else the home page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else fallback or reverse("portal:home")


@require_POST
def switch_elder_mode(request: HttpRequest) -> HttpResponse:
    """Turn elder mode on or off and come back to the same page."""
    response = HttpResponseRedirect(safe_next(request))
    if request.POST.get("on") == "1":
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=ONE_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and come back to the same page."""
    response = HttpResponseRedirect(safe_next(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=ONE_YEAR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response

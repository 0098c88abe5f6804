"""The other door for citizens: an identity platform that vouches for the person (OpenID Connect).

It is there only where the settings name a platform; nobody needs it, since a phone, a window or a village point
will do, but whoever comes through it need not show the identity card again.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.faces.common import oidc, sessions
from tongban.faces.common.sentences import refusal_sentence
from tongban.faces.common.switches import safe_next
from tongban.faces.portal.who import TRACKED_KEY
from tongban.kernel.errors import Refusal
from tongban.parties import commands as parties
from tongban.parties.commands import Vouched

DOOR = "citizens"


def door_open() -> bool:
    """Whether this deployment knows an identity platform."""
    return oidc.provider_of(DOOR) is not None


def _provider() -> oidc.Provider:
    provider = oidc.provider_of(DOOR)
    if provider is None:
        raise Http404
    return provider


@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Go to the platform; where it cannot be reached, say so and offer the phone."""
    provider = _provider()
    back_to = safe_next(request, reverse("portal:my_cases"))
    try:
        return HttpResponseRedirect(oidc.leave(request, provider, reverse("portal:platform_back"), back_to))
    except Refusal as refused:
        return _not_in(request, refused, back_to)


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Open the session of whom the platform vouches for."""
    provider = _provider()
    home = reverse("portal:my_cases")
    try:
        proven = oidc.come_back(request, provider)
        citizen = parties.sign_in_by_platform(vouched_by(proven.claims))
    except Refusal as refused:
        return _not_in(request, refused, home)
    tracked = request.session.get(TRACKED_KEY)
    sessions.begin_citizen(request, citizen)
    if tracked:
        request.session[TRACKED_KEY] = tracked
    inside = url_has_allowed_host_and_scheme(proven.next, allowed_hosts=None)
    return HttpResponseRedirect(proven.next if inside else home)


def vouched_by(claims: Mapping[str, Any]) -> Vouched:
    """What the token says, by the names that the settings give to its claims."""
    names: Mapping[str, str] = settings.OIDC_CITIZEN_CLAIMS
    said = {
        part: str(claims.get(name) or "") for part, name in names.items() if name and part != "phone_verified"
    }
    # a number that the platform only wrote down opens nobody's cases
    phone_proven = claims.get(names.get("phone_verified", "")) is True
    return Vouched(
        real_name=said.get("level", "") in settings.OIDC_CITIZEN_REAL_NAME_LEVELS,
        name=said.get("name", ""),
        number=said.get("number", ""),
        phone=said.get("phone", "") if phone_proven else "",
    )


def _not_in(request: HttpRequest, refused: Refusal, back_to: str) -> HttpResponse:
    page = {
        "problem": refusal_sentence(refused),
        "phone_address": f"{reverse('portal:sign_in')}?{urlencode({'next': back_to})}",
        "again_address": f"{reverse('portal:platform')}?{urlencode({'next': back_to})}",
    }
    return render(request, "portal/sign_in_platform.html", page, status=403)

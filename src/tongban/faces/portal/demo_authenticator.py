"""The demonstration's authenticator: the codes that phones of its staff would show. Absent from a real deployment."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.directory import queries as directory


@never_cache
@require_safe
def demo_authenticator(request: HttpRequest) -> HttpResponse:
    """The codes of the demonstration's accounts; of one where ``username`` names it.

    Raises:
        Http404: this deployment is no demonstration.
    """
    if not settings.DEMO:
        raise Http404
    username = request.GET.get("username", "")[:40]
    codes = directory.demo_codes(username)
    return render(request, "portal/demo_authenticator.html", {"codes": codes, "username": username})

"""Signing in at the county's identity provider (OpenID Connect), where the settings name one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.directory.commands import sign_in_by_provider
from tongban.faces.common import oidc
from tongban.faces.common.client_address import client_address
from tongban.faces.workbench.sign_in import go_on, own_path
from tongban.kernel.errors import Refusal

DOOR = "staff"


@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider.

    Raises:
        Http404: the settings name none.
    """
    provider = oidc.provider_of(DOOR)
    if provider is None:
        raise Http404
    target = own_path(request, request.GET.get("next", ""))
    try:
        return redirect(oidc.leave(request, provider, reverse("work:sign_in_return"), target))
    except Refusal as refusal:
        return _refused(request, refusal)


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider.

    Raises:
        Http404: the settings name none.
    """
    provider = oidc.provider_of(DOOR)
    if provider is None:
        raise Http404
    try:
        proven = oidc.come_back(request, provider)
        signed = sign_in_by_provider(proven.issuer, proven.subject, proven.acr, client_address(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    return go_on(request, signed, own_path(request, proven.next), "")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "workbench/sign_in.html", {"refusal": refusal, "provider": True}, status=403)

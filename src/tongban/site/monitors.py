"""Who may ask how the program is: the machines that watch over it, by their own address."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from tongban.faces.common.client_address import trusted_networks

View = Callable[[HttpRequest], HttpResponse]


def may_ask(request: HttpRequest) -> bool:
    """Whether the peer of the connection is a monitor, and asks for itself.

    What a proxy passes on says for whom (``X-Forwarded-For``): somebody behind a proxy on this very machine is
    not this machine.
    """
    if getattr(request, "passed_on", True):
        return False
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0])
    except ValueError:
        return False
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return any(peer in network for network in trusted_networks(tuple(settings.MONITORS)))


def for_monitors(view: View) -> View:
    """A view that is not there for anybody else, and that nobody keeps."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not may_ask(request):
            return HttpResponseNotFound(content_type="text/plain")
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return guarded

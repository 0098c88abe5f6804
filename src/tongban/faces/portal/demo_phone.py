"""The demonstration's phone: shows what a text message would say. Absent from a real deployment."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongban.kernel import queries as kernel


@never_cache
def demo_phone(request: HttpRequest) -> HttpResponse:
    """The last messages to one phone number.

    Raises:
        Http404: this deployment is no demonstration.
    """
    if not settings.DEMO:
        raise Http404
    phone = "".join(character for character in request.GET.get("phone", "") if character.isdigit())[:20]
    messages = kernel.demo_messages(phone) if phone else ()
    return render(request, "portal/demo_phone.html", {"phone": phone, "messages": messages})

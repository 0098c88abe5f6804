"""我的消息: what was sent to the phone that a citizen signed in with, to be read again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongban.faces.portal import sign_in
from tongban.faces.portal.who import citizen_of
from tongban.kernel.messages import queries


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The messages of the last thirty days, newest first; what is new is marked once."""
    citizen = citizen_of(request)
    if citizen is None:
        return redirect(sign_in.address(reverse("portal:my_messages")))
    language = "en" if (get_language() or "").startswith("en") else "zh"
    rows = queries.my_messages(citizen, language)
    return render(request, "portal/my_messages.html", {"rows": rows, "lang": language, "door": "track"})

"""Whom to tell of a weakness: ``/.well-known/security.txt`` (RFC 9116), where the county named a contact."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tongban.directory import queries as directory
from tongban.kernel import time

HOLDS = timedelta(days=90)  # RFC 9116, 2.5.5: less than a year


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of the identity profile; 404 where there is none."""
    contact = directory.identity().security_contact
    if not contact:
        raise Http404
    expires = (time.now() + HOLDS).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.BASE_URL.rstrip('/')}/.well-known/security.txt",
    ]
    text = "".join(
        f"{''.join(line.splitlines())}\n" for line in lines
    )  # a contact is one line, whatever it holds
    return HttpResponse(text, content_type="text/plain; charset=utf-8")

"""What every page knows without asking: the county's identity, elder mode, whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tongban.directory import queries as directory
from tongban.faces.common.switches import elder_mode


def identity(request: HttpRequest) -> dict[str, Any]:
    """The template context shared by all faces; the identity is read only if the page shows it."""
    return {
        "identity": SimpleLazyObject(directory.identity),
        "elder": elder_mode(request),
        "demo": settings.DEMO,
    }

"""What every page of the places shares: who keeps them, what was posted, and the place as it was seen."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration import forms
from tongban.faces.workbench.administration.forms import LONGEST, Acts, Form, day_of, key_of
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotAuthorized

__all__ = ["LONGEST", "Acts", "Form", "day_of", "keeper_of", "key_of", "posted", "run", "seen"]


def keeper_of(request: HttpRequest) -> Staff:
    """The system's administrator behind this request.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    actor = staff_of(request)
    if actor.role != "system_admin":
        raise NotAuthorized("system_admin_only")
    return actor


def posted(request: HttpRequest, *names: str) -> dict[str, str]:
    """What was typed into some fields, without blanks around it."""
    return {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}


def seen(request: HttpRequest) -> int | None:
    """The place's last change that the page showed."""
    return whole_number(request.POST.get("seen", ""))


def run(
    request: HttpRequest, acts: Acts, page: Callable[[Form], dict[str, Any]], template: str
) -> HttpResponse:
    """`forms.run` under the places' desk."""
    return forms.run(request, acts, lambda form: {"here": "places", **page(form)}, template)

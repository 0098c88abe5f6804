"""What the pages of people share: numbers and days that were typed, and their page around a form that came back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.administration import forms
from tongban.faces.workbench.administration.forms import Acts, day_of, key_of, text

__all__ = ["ADMINISTRATORS", "ROLES_OF_STAFF", "day", "key_of", "number", "optional_day", "run", "text"]

ROLES_OF_STAFF = (
    "assister",
    "clerk",
    "reviewer",
    "approver",
    "county_reviewer",
    "county_approver",
    "supervisor",
    "catalogue_editor",
    "catalogue_approver",
)
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")


def number(request: HttpRequest, name: str) -> int:
    """A row's id from a form; 0, which no row has, where it is none."""
    return whole_number(text(request, name)) or 0


def day(request: HttpRequest, name: str) -> date:
    """A day that must be there.

    Raises:
        InputFaults: ``required``; ``not_a_date``.
    """
    return day_of(text(request, name), name)


def optional_day(request: HttpRequest, name: str) -> date | None:
    """A day that may be left out.

    Raises:
        InputFaults: ``not_a_date``.
    """
    typed = text(request, name)
    return day_of(typed, name) if typed else None


def run(request: HttpRequest, acts: Acts, page: Callable[[], dict[str, Any]], template: str) -> HttpResponse:
    """`forms.run` for pages whose context does not hang on what was typed."""
    return forms.run(request, acts, lambda form: page(), template)

"""Template filters for the public figures: months, and so many of so many."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def month(code: str) -> str:
    """``2026-10`` as people write it."""
    return _("%(year)s年%(month)s月") % {"year": code[:4], "month": int(code[5:])}


@register.simple_tag
def kept(cell: Mapping[str, int | None]) -> str:
    """How many of the decisions with a promised limit kept it; nothing to say where there is none."""
    if not cell["promise_counted"]:
        return format_html(
            '<span aria-hidden="true">—</span><span class="visually-hidden">{}</span>',
            _("没有承诺时限的决定"),
        )
    return format_html("{}<small> / {}</small>", cell["promise_kept"], cell["promise_counted"])

"""What only the templates of the desk and of the supervisor's view need."""

from django import template

from tongban.faces.common import desk_words
from tongban.faces.common.templatetags.words import said
from tongban.oversight.queries import LateRow, Number, Reason

register = template.Library()


@register.filter
def reason_said(reason: Reason) -> str:
    """Why a matter is where it is, as a sentence."""
    return desk_words.reason(reason.code, reason.days, said(reason.name))


@register.filter
def plus(number: Number | None) -> str:
    """A figure as shown: 12, or 5000+ where there may be more."""
    return "" if number is None else f"{number.count}{'+' if number.at_least else ''}"


@register.filter
def open_ways(row: LateRow) -> list[str]:
    """The acts that may be done about a matter now."""
    return [way.act for way in row.ways if not way.why_not]

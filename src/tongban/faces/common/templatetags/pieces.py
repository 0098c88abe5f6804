"""The pieces of pages that several faces share, as template tags."""

from collections.abc import Iterable, Mapping
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from tongban.cases.queries.shapes import ClockView, TimelineEntry
from tongban.faces.common import clock_strip as strip
from tongban.faces.common.dates import local_date
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import now

register = template.Library()


@register.inclusion_tag("common/pieces/lamp.html")
def lamp(colour: str) -> dict[str, Any]:
    """A lamp: shape, word and colour. ``colour``: in_time, soon, overdue, paused or none."""
    return {"colour": colour}


@register.inclusion_tag("common/pieces/clock_strip.html")
def clock_strip(clock: ClockView) -> dict[str, Any]:
    """One clock as squares with a sentence under them."""
    return {
        "clock": clock,
        "months": strip.months(clock, local_date(now())),
        "sentence": strip.sentence(clock),
    }


@register.filter
def clock_sentence(clock: ClockView) -> str:
    """One clock in one sentence, without squares."""
    return strip.sentence(clock)


@register.inclusion_tag("common/pieces/case_card.html")
def case_card(number: str, link: str = "", query_code: str = "") -> dict[str, Any]:
    """The case number in readable groups with a copy button, and a QR code of ``link`` where one is given."""
    return {"number": number, "link": link, "query_code": query_code}


@register.simple_tag
def qr(text: str) -> SafeString:
    """A QR code as inline SVG with a quiet zone, hidden from screen readers (its text stands beside it)."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)
    # Drawn by segno from modules, not from the text: nothing of the text reaches the markup.
    return mark_safe(drawn.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))


@register.inclusion_tag("common/pieces/fault_summary.html")
def fault_summary(faults: Iterable[FieldFault]) -> dict[str, Any]:
    """The summary on top of a page: every fault, linked to its field."""
    return {"faults": tuple(faults)}


@register.inclusion_tag("common/pieces/timeline.html")
def timeline(entries: Iterable[TimelineEntry], audience: str = "citizen") -> dict[str, Any]:
    """Who did what when, newest first. ``audience``: ``citizen`` (plain words) or ``staff`` (in full)."""
    newest_first = sorted(entries, key=lambda entry: entry.seq, reverse=True)
    return {"entries": newest_first, "citizen": audience == "citizen"}


@register.filter
def faults_of(faults: Iterable[FieldFault] | None, field: str) -> list[FieldFault]:
    """The faults of one field."""
    return [fault for fault in faults or () if fault.field == field]


@register.inclusion_tag("common/pieces/kept_values.html")
def kept_values(values: Mapping[str, str]) -> dict[str, Any]:
    """Values carried through a page as hidden fields."""
    return {"values": values}

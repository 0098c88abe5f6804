"""The pieces of pages that several faces share, as template tags."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from tongban.cases.explaining import Change, Move
from tongban.cases.queries.shapes import CaseRow, ClockView, TimelineEntry
from tongban.catalogue.definition import ItemDefinition
from tongban.faces.common import clock_bases, clock_moves, clock_words
from tongban.faces.common import clock_strip as strip
from tongban.faces.common.dates import local_date
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import now
from tongban.rules.clock import DayEntry
from tongban.rules.explanation import Span, Totals, spans
from tongban.rules.waiting import Waited

register = template.Library()


@register.inclusion_tag("common/pieces/lamp.html")
def lamp(colour: str) -> dict[str, Any]:
    """A lamp: shape, word and colour. ``colour``: in_time, soon, overdue, paused or none."""
    return {"colour": colour}


@register.inclusion_tag("common/pieces/clock_strip.html")
def clock_strip(clock: ClockView, today: date | None = None, audience: str = "citizen") -> dict[str, Any]:
    """One clock as squares with a sentence under them.

    Args:
        today: another day than today, on a page that shows how it looks.
        audience: ``citizen``, who is spoken to, or ``staff``.
    """
    citizen = audience == "citizen"
    return {
        "clock": clock,
        "months": strip.months(clock, today or local_date(now()), citizen=citizen),
        "sentence": strip.sentence(clock, citizen=citizen),
        "summary": strip.summary(clock, citizen=citizen),
        "id": "-".join(("clock", clock.kind, clock.step, f"{clock.start:%Y%m%d}" if clock.start else "")),
    }


@register.inclusion_tag("common/pieces/clock_lines.html")
def clock_lines(clock: ClockView) -> dict[str, Any]:
    """The days of a clock in lines, for who reads without squares."""
    return {"clock": clock, "lines": spans(clock.due.days) if clock.due else ()}


@register.simple_tag
def day_mark(kind: str) -> str:
    """The letter that a kind of day has on the strip."""
    return strip.mark_of(kind)


@register.simple_tag
def clock_title(clock: ClockView, item: ItemDefinition | None = None, audience: str = "staff") -> str:
    """The name of a clock. ``audience``: ``citizen`` or ``staff``."""
    return clock_words.title(clock, item, citizen=audience == "citizen")


@register.simple_tag
def day_reason(line: DayEntry | Span, kind: str = "", audience: str = "citizen") -> str:
    """Why a day, or a line of days, counts or does not; ``kind``: of its clock; ``audience``: ``citizen`` or ``staff``."""
    return clock_words.reason(line, kind, citizen=audience == "citizen")


@register.simple_tag
def day_basis(stated: str, item: ItemDefinition | None = None) -> str:
    """What a day rests on."""
    return clock_bases.basis(stated, item)


@register.simple_tag
def day_length(days: int, unit: str) -> str:
    """``20 个工作日``, ``30 天``."""
    return clock_words.length(days, unit)


@register.simple_tag
def clock_sums(kind: str, added: Totals, unit: str, audience: str = "citizen") -> str:
    """What the days of a clock add up to. ``audience``: ``citizen`` or ``staff``."""
    return clock_words.sums(kind, added, unit, citizen=audience == "citizen")


@register.simple_tag
def clock_why(clock: ClockView, added: Totals) -> str:
    """Why the last day is that day."""
    return clock_words.why(clock, added)


@register.simple_tag
def waiting_sums(waited: Waited, audience: str = "citizen") -> str:
    """For whom a case waited, in working days. ``audience``: ``citizen`` or ``staff``."""
    return clock_words.turns(waited, citizen=audience == "citizen")


@register.simple_tag
def whose_turn(row: CaseRow, audience: str = "citizen") -> str:
    """For whom a matter in a list waits, and since how many days; empty where it has ended.

    ``audience``: ``citizen`` or ``staff``.
    """
    if row.turn is None:
        return ""
    return clock_words.turn(row.turn, citizen=audience == "citizen", decided=bool(row.outcome))


@register.filter
def clock_sentence(clock: ClockView, audience: str = "citizen") -> str:
    """One clock in one sentence, without squares. ``audience``: ``citizen`` or ``staff``."""
    return strip.sentence(clock, citizen=audience == "citizen")


@register.simple_tag
def move_changed(change: Change, move: Move, audience: str = "citizen") -> str:
    """What became of one last day. ``audience``: ``citizen`` or ``staff``."""
    return clock_moves.changed(change, move, citizen=audience == "citizen")


@register.simple_tag
def move_named(move: Move, audience: str = "citizen") -> str:
    """What happened. ``audience``: ``citizen`` or ``staff``."""
    return clock_moves.named(move, citizen=audience == "citizen")


@register.filter
def move_allowed(move: Move) -> str:
    """By which rule an event may move a day."""
    return clock_moves.allowed(move)


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
def fault_summary(faults: Iterable[FieldFault], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The summary on top of a page: every fault, linked to its field.

    Args:
        names: field → what the page calls it, where the sentence alone would not say which.
    """
    return {"named": tuple((fault, (names or {}).get(fault.field, "")) for fault in faults)}


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

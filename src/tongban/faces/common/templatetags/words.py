"""Template filters that turn values into what people read: codes, dates, texts, numbers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language, ngettext

from tongban.catalogue.definition import Basis, ItemLimit, Text
from tongban.directory import queries as directory
from tongban.faces.common import dates, words
from tongban.faces.common.people import rows_to_fill
from tongban.faces.common.sentences import fault_sentence
from tongban.kernel.errors import FieldFault

register = template.Library()


@register.filter
def word(code: str, kind: str) -> str:
    """``{{ case.status|word:"status" }}``: the field's term."""
    return (kind == "site_kind" and _own_title(code)) or words.word(code, kind)


def _own_title(code: str) -> str:
    """What the deployment calls a centre or a village's point; it says so in Chinese only."""
    if (get_language() or "").startswith("en"):
        return ""
    names = directory.identity()
    return {"centre": names.centre_title, "village_point": names.point_title}.get(code, "")


@register.filter
def people_rows(answer: str) -> tuple[tuple[str, str, str], ...]:
    """``{% for name, number, relation in value|people_rows %}``: the rows of a form, the last one empty."""
    return rows_to_fill(answer or "")


@register.filter
def plain(code: str, kind: str) -> str:
    """``{{ case.status|plain:"status" }}``: what a villager says."""
    return words.plain(code, kind)


@register.filter
def said(text: Text | str | None) -> str:
    """A catalogue text in the reader's language."""
    if isinstance(text, Text):
        return text.in_language(get_language() or "")
    return text or ""


@register.filter
def cited(basis: Basis) -> str:
    """The place in the law of a basis: ``第二十条``, or ``art. 20`` for readers of English."""
    return basis.cited(get_language() or "")


@register.filter
def span(limit: ItemLimit) -> str:
    """The length of a limit: ``20 个工作日``, ``30 天``."""
    if limit.unit == "working":
        return ngettext("%(n)s 个工作日", "%(n)s 个工作日", limit.days) % {"n": limit.days}
    return ngettext("%(n)s 天", "%(n)s 天", limit.days) % {"n": limit.days}


@register.filter
def day(value: date | None) -> str:
    """``2026年12月4日(周五)``; empty for None."""
    return dates.day(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """``12月4日(周五)``; empty for None."""
    return dates.short_day(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """``星期六``; empty for None."""
    return dates.weekday(value) if value else ""


@register.filter
def day_of_year(value: date | None) -> str:
    """``9月26日``; empty for None."""
    return dates.day_of_year(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``2026年12月4日(周五) 14:05``; empty for None."""
    return dates.moment(value) if value else ""


@register.filter
def sentence(fault: FieldFault) -> str:
    """A fault in words."""
    return fault_sentence(fault)


@register.filter
def groups(number: str) -> list[str]:
    """A long number in readable groups: at its own separators if it has any, else four by four."""
    if "-" in number:
        return number.split("-")
    return [number[start : start + 4] for start in range(0, len(number), 4)]


@register.filter
def pick(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """``{{ answers|pick:question.code }}``: a value by a key that a variable holds; None where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def file_size(size: int) -> str:
    """Bytes as people say them: ``350 KB``, ``2.4 MB``."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


@register.filter
def phone_link(number: str) -> str:
    """A phone number as an address: ``tel:09511234567``."""
    return "tel:" + "".join(_dialled(number))


def _dialled(number: str) -> Iterator[str]:
    return (character for character in number if character.isdigit() or character == "+")

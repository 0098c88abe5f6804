"""Warnings on a page: the bell of the header, and a warning as a sentence."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext, ngettext

from tongban.faces.common.clock_words import length
from tongban.faces.common.dates import day
from tongban.faces.common.words import word
from tongban.oversight.queries.warnings import COUNT_CAP, WarningLine, is_warned
from tongban.rules.lamps import Threshold

register = template.Library()


@register.inclusion_tag("workbench/oversight/bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """``{% bell %}``: the way to the warnings; with how many are unread where the page asked for it (``unread_warnings``)."""
    unread = context.get("unread_warnings")
    return {
        "shown": is_warned(context["request"].actor.role),
        "unread": unread if isinstance(unread, int) else 0,
        "here": context.get("here", ""),
    }


@register.simple_tag
def capped_count(count: int) -> str:
    """``12``; ``99+`` where there are more than are counted."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


@register.simple_tag
def unread_words(count: int) -> str:
    """How many are unread, for who does not see the number."""
    told = ngettext("%(n)s 条还没看", "%(n)s 条还没看", count) % {"n": min(count, COUNT_CAP)}
    return told if count <= COUNT_CAP else gettext("%(n)s 条以上还没看") % {"n": COUNT_CAP}


@register.simple_tag
def warning_sentence(line: WarningLine) -> str:
    """Which limit, how much was left or past when it was told, and its last day."""
    values = {
        "limit": word(line.limit, "clock"),
        "length": length(abs(line.left), line.unit),
        "day": day(line.due),
    }
    if line.left < 0:
        return gettext("%(limit)s超过 %(length)s，到期日 %(day)s") % values
    if line.left == 0:
        return gettext("%(limit)s最后一天，%(day)s 到期") % values
    return gettext("%(limit)s还剩 %(length)s，%(day)s 到期") % values


@register.simple_tag
def threshold_sentence(one: Threshold) -> str:
    """When it is reached, and who is told."""
    values = {"n": abs(one.left), "who": word(one.told, "told_to")}
    if one.left < 0:
        return ngettext("超过 %(n)s 天，告诉%(who)s", "超过 %(n)s 天，告诉%(who)s", abs(one.left)) % values
    if one.left == 0:
        return gettext("最后一天，告诉%(who)s") % values
    return ngettext("还剩 %(n)s 天，告诉%(who)s", "还剩 %(n)s 天，告诉%(who)s", one.left) % values


@register.simple_tag
def said_of(texts: Mapping[str, str]) -> str:
    """A text of the shipped data in the reader's language."""
    return texts["zh" if (get_language() or "zh").startswith("zh") else "en"]

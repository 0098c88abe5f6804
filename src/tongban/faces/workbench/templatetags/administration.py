"""What the pages of administration need: changes in words, faults of one line, weekdays."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tongban.directory.queries.administration import ChangeLine
from tongban.directory.queries.sites import HoursView
from tongban.faces.common.catalogue_findings import SENTENCES, finding_sentence
from tongban.faces.common.dates import day
from tongban.faces.common.people_words import IN_WORKBOOK
from tongban.faces.common.sentences import FAULT, REFUSAL, refusal_sentence
from tongban.faces.common.words import word
from tongban.faces.portal.templatetags.portal import office_hours
from tongban.faces.workbench.reasons import fault_in_words
from tongban.kernel.errors import FieldFault, Refusal
from tongban.kernel.workbooks.faults import ExchangeFault

register = template.Library()

FIELDS: Mapping[str, object] = {
    "name": _("名称"),
    "short_name": _("简称"),
    "kind": _("种类"),
    "level": _("级别"),
    "division_code": _("区划代码"),
    "case_prefix": _("办件编号字母"),
    "credit_code": _("统一社会信用代码"),
    "reconsideration_body": _("复议机关"),
    "court": _("管辖法院"),
    "body_code": _("属于哪个机关"),
    "handled_by": _("背后的中心"),
    "address": _("地址"),
    "phone": _("咨询电话"),
    "complaint_phone": _("投诉电话"),
}
_WORDS = {"kind": "site_kind", "level": "division_level"}
_WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


@register.filter
def weekday(digit: str) -> str:
    """A weekday by its digit, 1 is Monday."""
    return str(_WEEKDAYS[int(digit) - 1])


@register.filter
def change_parts(line: ChangeLine) -> list[str]:
    """What a change consisted of: each field with old and new, or what was named."""
    data = line.data
    parts = [
        f"{FIELDS.get(name, name)}: {_value(name, old)} → {_value(name, new)}"
        for name, (old, new) in data.get("changed", {}).items()
    ]
    if line.type == "windows_set":
        parts.append(f"{_windows(data['old'])} → {_windows(data['new'])}")
    if line.type == "hours_set":
        parts.append(f"{_hours(data['old'])} → {_hours(data['new'])}")
    if not parts and data.get("name"):
        parts.append(str(data["name"]))
    elif line.type.startswith("position_") and data.get("code"):
        parts.insert(0, str(data["code"]))
    for name, sentence in (("from", gettext("从 %(day)s 起")), ("on", _until(line.type))):
        if data.get(name):
            parts.append(sentence % {"day": day(date.fromisoformat(str(data[name])))})
    return parts


def _until(type_: str) -> str:
    return gettext("到 %(day)s 止") if type_ == "division_closed" else gettext("从 %(day)s 起")


def _value(name: str, value: Any) -> str:
    if not value:
        return gettext("（空）")
    return word(str(value), _WORDS[name]) if name in _WORDS else str(value)


def _windows(lines: Iterable[Any]) -> str:
    return gettext("、").join(f"{number} {position}" for number, position in lines) or gettext("（空）")


def _hours(lines: Iterable[Any]) -> str:
    return gettext("；").join(office_hours(HoursView(*line)) for line in lines) or gettext("（空）")


@register.simple_tag
def line_faults(faults: Iterable[FieldFault], part: str, place: str, name: str) -> SafeString:
    """The faults of one cell of a form of several lines."""
    told = [fault_in_words(fault) for fault in faults if fault.field == f"{part}.{place}.{name}"]
    return format_html_join("", '<p class="field-fault">{}</p>', ((one,) for one in told))


@register.filter
def row_fault(fault: ExchangeFault) -> str:
    """A fault of a file's row, as a sentence that says what to do."""
    if fault.code in SENTENCES:
        return finding_sentence(fault.code, fault.params, get_language() or "zh")
    if fault.code in IN_WORKBOOK:
        return str(IN_WORKBOOK[fault.code])
    if fault.code in REFUSAL and fault.code not in FAULT:  # the row's command refused as a whole
        return refusal_sentence(Refusal(fault.code, fault.params))
    return fault_in_words(FieldFault(fault.column, fault.code, fault.params))

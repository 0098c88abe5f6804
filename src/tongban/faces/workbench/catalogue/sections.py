"""The sections of the editor: which parts of an item's content stand on one page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One page of the editor: its code in the address, its heading, the properties of the content on it."""

    code: str
    name: str | Promise
    keys: tuple[str, ...]


SECTIONS = (
    Section(
        "about",
        _("名称和归属"),
        (
            "code",
            "basic_code",
            "type_code",
            "name",
            "summary",
            "position",
            "decider",
            "power_source",
            "handling",
            "identity_proof",
            "retention",
            "addressees",
            "demonstration",
            "published",
            "ends",
            "ends_reason",
        ),
    ),
    Section("finding", _("怎么找到它"), ("search",)),
    Section("basis", _("依据和条件"), ("basis", "conditions", "cautions")),
    Section("form", _("申请表单"), ("questions",)),
    Section("materials", _("材料"), ("materials",)),
    Section("steps", _("环节"), ("steps",)),
    Section("limits", _("时限"), ("limits", "received_rule")),
    Section("effects", _("法律效果"), ("effects",)),
    Section(
        "places",
        _("在哪办、跑几次"),
        ("channels", "village_mode", "village_delegation", "scope", "visits", "visits_reason"),
    ),
    Section("fees", _("收费"), ("fees", "no_fee_ground")),
    Section("result", _("结果"), ("result", "remedies", "signers")),
    Section("faq", _("常问和样例"), ("faq", "sample")),
)


def section_of(key: str) -> Section:
    """The section that a property of the content stands on; the first for one that stands on none."""
    return next((section for section in SECTIONS if key in section.keys), SECTIONS[0])


def section(code: str) -> Section | None:
    """The section of a code, or None."""
    return next((section for section in SECTIONS if section.code == code), None)

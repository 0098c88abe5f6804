"""What the days of a derivation rest on, in the reader's language: the record has its sources in Chinese."""

import re
from collections.abc import Mapping

from django.utils.translation import get_language, gettext, gettext_noop

from tongban.catalogue.definition import ItemDefinition
from tongban.faces.common.citations import article

# Bases that the rules themselves state, so that they have an English word.
_RULE_BASES = (
    gettext_noop("《民法典》第二百零一条"),
    gettext_noop("《民法典》第二百零三条"),
    gettext_noop("《国务院关于职工工作时间的规定》第七条"),
    gettext_noop("补正告知书上写的日期"),
)
_STATE_NOTICE = re.compile(r"国务院办公厅关于(\d{4})年部分节假日安排的通知")
_REGION_EXPECTED = re.compile(r"按天象推算的日期，自治区(\d{4})年节假日安排通知未在手")


def basis(stated: str, item: ItemDefinition | None = None) -> str:
    """What a day rests on, in the reader's language where it has words there."""
    if not stated or not (get_language() or "").startswith("en"):
        return stated
    if stated in _RULE_BASES:
        return gettext(stated)
    if item is not None and stated in (known := _known(item)):
        return known[stated]
    if found := _STATE_NOTICE.search(stated):
        return gettext("国务院%(year)s年放假通知") % {"year": found[1]}
    if found := _REGION_EXPECTED.search(stated):
        return gettext("自治区%(year)s年放假通知还没有拿到，日期是推算的") % {"year": found[1]}
    return stated


def _known(item: ItemDefinition) -> Mapping[str, str]:
    """The item's own bases, as the rules carry them → in English."""
    known = {limit.basis.zh: limit.basis.in_language("en") for limit in item.limits.values()}
    for step in item.steps:
        if step.limit is not None:
            known[step.limit.basis.zh] = step.limit.basis.in_language("en")
    for effect in item.effects.values():
        law = effect.basis.law
        known[f"{law.zh}{effect.basis.article}"] = (
            f"{law.in_language('en')} {article(effect.basis.article)}".strip()
        )
    return known

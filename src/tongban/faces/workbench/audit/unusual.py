"""Looks that one might ask about, each under the rule that found it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongban.cases.queries import unusual_looks
from tongban.cases.queries.unusual import Rule
from tongban.faces.workbench.audit.asked import auditor_of, day_in
from tongban.faces.workbench.audit.log import told
from tongban.faces.workbench.audit.looks_grouped import LookGroup, grouped
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.time import today

NAMES: Mapping[str, Promise] = {
    "out_of_hours": _("不在上班的时候看的"),
    "many_unmaskings": _("一个小时里查看隐藏的信息很多次"),
    "not_in_hands": _("那天不归本人办的件"),
    "many_people": _("同一件被很多人看"),
}
SENTENCES: Mapping[str, Promise] = {
    "out_of_hours": _("工作日 %(opens)s 以前、%(closes)s 以后，或者在休息日看的。"),
    "many_unmaskings": _("同一个人在任意六十分钟里，查看隐藏的信息有 %(least)s 次以上。"),
    "not_in_hands": _(
        "看的那天，这一件不在本人岗位的受理、审查、决定、送达环节上，本人当天也没有办过它；个人信息申请，是那天以前已经答复的。按这一件自己的日期推算。"
    ),
    "many_people": _("同一件在一天里被 %(least)s 个以上的人看过。"),
}


@dataclass(frozen=True)
class ToldRule:
    """A rule with its words and what it found: how many looks, by person and case."""

    code: str
    name: str
    sentence: str
    count: int
    groups: tuple[LookGroup, ...]


def sentence_of(rule: Rule) -> str:
    """The rule as it reads, with its numbers."""
    numbers = {"opens": f"{rule.opens:%H:%M}", "closes": f"{rule.closes:%H:%M}", "least": rule.least}
    return str(SENTENCES[rule.code]) % numbers


@staff_only
@require_GET
def unusual(request: HttpRequest) -> HttpResponse:
    """What each rule finds on one day."""
    day = day_in(request.GET, "date", today())
    rules = [
        ToldRule(
            hits.rule.code,
            str(NAMES[hits.rule.code]),
            sentence_of(hits.rule),
            len(hits.lines),
            grouped(map(told, hits.lines), day),
        )
        for hits in unusual_looks(auditor_of(request), day)
    ]
    shown = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rules": rules,
        "here": "audit",
        "tab": "unusual",
    }
    return render(request, "workbench/audit/unusual.html", shown)

"""What administration changed: by day, person and kind, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongban.cases.queries import administration_events
from tongban.cases.queries.audit_day import OWNER, DoneLine
from tongban.faces.workbench.audit.asked import auditor_of, number_in, period_in, text_in
from tongban.faces.workbench.audit.event_facts import fact_of
from tongban.faces.workbench.audit.event_words import EVENTS
from tongban.faces.workbench.doors import staff_only

STREAM_KINDS: Mapping[str, Promise] = {
    "accounts": _("账号"),
    "people": _("人员和任职"),
    "proposals": _("两人办的事"),
    "places": _("区划、机构、网点"),
    "catalogue": _("事项目录"),
    "safety": _("安全和个人信息"),
}
KINDS_OF_ACTOR: Mapping[str, Promise] = {
    "system": _("系统"),
    "public": _("公众"),
    "citizen": pgettext_lazy("actor", "群众本人"),
    "tracker": _("持查询码的人"),
    "owner": pgettext_lazy("actor", "本人"),
}


@dataclass(frozen=True)
class ToldEvent:
    """An event with its words."""

    line: DoneLine
    what: str
    by: str
    fact: str


def by_in_words(by: str) -> str:
    """Who acted: staff by name and position, others by their kind."""
    return str(KINDS_OF_ACTOR.get(by, by))


def told(line: DoneLine) -> ToldEvent:
    """The event in words; the code itself where nobody wrote any."""
    by = by_in_words(line.by)
    if line.by == OWNER and line.subject.person:
        by = gettext("本人（%(person)s）") % {"person": line.subject.person}
    return ToldEvent(line, str(EVENTS.get(line.type, line.type)), by, fact_of(line))


@staff_only
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """The events of administration of a period, newest first."""
    first, last = period_in(request.GET)
    kind = request.GET.get("kind", "")
    kind = kind if kind in STREAM_KINDS else ""
    person = text_in(request.GET, "person")
    page = administration_events(
        auditor_of(request),
        first,
        last,
        stream_kind=kind,
        person=person,
        before=number_in(request.GET, "before"),
    )
    query = {"first": first.isoformat(), "last": last.isoformat(), "kind": kind, "person": person}
    shown = {
        "first": first,
        "last": last,
        "kind": kind,
        "person": person,
        "kinds": STREAM_KINDS,
        "events": [told(line) for line in page.lines],
        "next_id": page.next_id,
        "query": urlencode({name: value for name, value in query.items() if value}),
        "here": "audit",
        "tab": "events",
    }
    return render(request, "workbench/audit/events.html", shown)

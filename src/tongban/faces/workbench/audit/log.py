"""The access log: searched, opened row by row, summed up by person and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongban.cases.queries import Search, open_look, search_looks, sums_of_day
from tongban.cases.queries.access import LookLine, LookPage
from tongban.directory.queries.duties import site_names
from tongban.faces.common.look_words import KINDS, looked_at
from tongban.faces.workbench.audit.asked import auditor_of, day_in, number_in, period_in, text_in
from tongban.faces.workbench.audit.events import by_in_words
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.errors import FieldFault

NO_REASON: Mapping[str, Promise] = {
    "scan": _("看材料和文书不用写事由"),
    "original": _("看材料和文书不用写事由"),
    "paper": _("看材料和文书不用写事由"),
    "case": _("打开办件不用写事由"),
}
"""Why a look of a kind has no reason; the others have one, or there is nothing to say."""
FIELD_GROUPS = ("applicant.", "representative.", "answers.", "materials.", "papers.", "preview.")


@dataclass(frozen=True)
class ToldLook:
    """A line of the log with its words."""

    line: LookLine
    kind: str
    what: str


def told(line: LookLine) -> ToldLook:
    """The line in words."""
    return ToldLook(line, str(KINDS.get(line.kind, line.kind)), looked_at(line.field, line.what))


def search_in(asked: QueryDict) -> Search:
    """The search that the fields of the form state."""
    first, last = period_in(asked)
    kind, field = asked.get("kind", ""), asked.get("field", "")
    return Search(
        first=first,
        last=last,
        person=text_in(asked, "person"),
        site_id=number_in(asked, "site"),
        number=text_in(asked, "number"),
        kind=kind if kind in KINDS else "",
        field=field if field in FIELD_GROUPS else "",
    )


def query_of(search: Search) -> str:
    """The part of an address that searches the same again."""
    parts = {
        "first": search.first.isoformat(),
        "last": search.last.isoformat(),
        "person": search.person,
        "site": str(search.site_id or ""),
        "number": search.number,
        "kind": search.kind,
        "field": search.field,
    }
    return urlencode({name: value for name, value in parts.items() if value})


@staff_only
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first; the search is on the log itself."""
    cursor = request.GET.get("cursor", "")
    search = search_in(request.GET)
    page = search_looks(auditor_of(request), search, cursor=cursor)
    return log_page(request, search, page, cursor=cursor)


def log_page(
    request: HttpRequest,
    search: Search,
    page: LookPage,
    *,
    cursor: str = "",
    faults: tuple[FieldFault, ...] = (),
    reason: str = "",
) -> HttpResponse:
    """The page of a search; with the faults of an export that could not be made."""
    shown = {
        "search": search,
        "looks": [told(line) for line in page.lines],
        "next_cursor": page.next_cursor,
        "cursor": cursor,
        "query": query_of(search),
        "kinds": KINDS,
        "sites": site_names(),
        "faults": faults,
        "reason": reason,
        "here": "audit",
        "tab": "log",
    }
    return render(request, "workbench/audit/log.html", shown, status=422 if faults else 200)


@staff_only
@require_GET
def look(request: HttpRequest, row_id: int) -> HttpResponse:
    """One look: its reason, and what was done on its case by whom; never the person's data."""
    opened = open_look(auditor_of(request), row_id)
    shown = {
        "opened": opened,
        "look": told(opened.line),
        "no_reason": NO_REASON.get(opened.line.kind, ""),
        "by": [(event, by_in_words(event.by)) for event in opened.events],
        "here": "audit",
        "tab": "log",
    }
    return render(request, "workbench/audit/look.html", shown)


@staff_only
@require_GET
def sums(request: HttpRequest) -> HttpResponse:
    """How often each person looked on a day, by name."""
    actor = auditor_of(request)
    _first, last = period_in(request.GET)
    day = day_in(request.GET, "date", last)
    rows = [
        (one.person, [one.counts.get(kind, 0) for kind in KINDS], sum(one.counts.values()))
        for one in sums_of_day(actor, day)
    ]
    shown = {"day": day, "rows": rows, "kinds": KINDS, "here": "audit", "tab": "sums"}
    return render(request, "workbench/audit/sums.html", shown)

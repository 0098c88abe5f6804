"""One day on one sheet: who signed in, who acted, who looked, what administration changed, what left the program."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases.queries import Search, acts_on_cases, administration_events, search_looks
from tongban.cases.queries.audit_day import Acted
from tongban.directory.queries.sign_in_log import TryView, sign_in_log
from tongban.faces.workbench.audit import events, log
from tongban.faces.workbench.audit.asked import auditor_of, day_in
from tongban.faces.workbench.audit.events import ToldEvent, by_in_words
from tongban.faces.workbench.audit.log import ToldLook
from tongban.faces.workbench.audit.looks_grouped import grouped
from tongban.faces.workbench.doors import staff_only
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import today

MOST = 500
"""Lines of one part of the sheet; the pages beside it have the rest."""


@dataclass(frozen=True)
class DaySheet:
    """The five parts; `full`: the names of those that have more than the sheet holds."""

    day: date
    sign_ins: tuple[TryView, ...]
    acts: tuple[Acted, ...]
    looks: tuple[ToldLook, ...]
    changes: tuple[ToldEvent, ...]
    exports: tuple[ToldLook, ...]
    full: frozenset[str]


def sheet_of(actor: Staff, day: date) -> DaySheet:
    """The sheet of a day, each part in the order of time."""
    tries, more_tries = _tries(actor, day)
    found = search_looks(actor, Search(day, day), limit=MOST)
    exports = search_looks(actor, Search(day, day, kind="export"), limit=MOST)
    changes = administration_events(actor, day, day, limit=MOST)
    acts = acts_on_cases(actor, day, limit=MOST + 1)
    full = {
        name
        for name, more in (
            ("sign_ins", more_tries),
            ("acts", len(acts) > MOST),
            ("looks", found.next_cursor is not None),
            ("changes", changes.next_id is not None),
        )
        if more
    }
    return DaySheet(
        day=day,
        sign_ins=tries,
        acts=acts[-MOST:],
        looks=tuple(log.told(line) for line in reversed(found.lines) if line.kind not in ("export", "log")),
        changes=tuple(events.told(line) for line in reversed(changes.lines)),
        exports=tuple(log.told(line) for line in reversed(exports.lines)),
        full=frozenset(full),
    )


def _tries(actor: Staff, day: date) -> tuple[tuple[TryView, ...], bool]:
    found: list[TryView] = []
    cursor = ""
    while True:
        page = sign_in_log(actor, day=day, cursor=cursor)
        found += page.rows
        cursor = page.next_cursor
        if not cursor or len(found) >= MOST:
            return tuple(reversed(found[:MOST])), bool(cursor)


@staff_only
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """The sheet, to be read and printed."""
    return day_page(request, auditor_of(request), day_in(request.GET, "date", today()))


def day_page(
    request: HttpRequest, actor: Staff, chosen: date, *, faults: tuple[FieldFault, ...] = (), reason: str = ""
) -> HttpResponse:
    """The sheet of a day; with the faults of an export that could not be made."""
    sheet = sheet_of(actor, chosen)
    shown: dict[str, Any] = {
        "sheet": sheet,
        "acts": [(one, by_in_words(one.by)) for one in sheet.acts],
        "groups": grouped(sheet.looks, chosen),
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1),
        "faults": faults,
        "reason": reason,
        "here": "audit",
        "tab": "day",
    }
    return render(request, "workbench/audit/day.html", shown, status=422 if faults else 200)

"""My list: what waits for me, what runs, what is concluded; and the counts of today above it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.cases.queries import my_count, my_list
from tongban.cases.queries.later_entries import later_entries_to_confirm
from tongban.cases.queries.shapes import CasePage
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.duty import OwnWork, own_work
from tongban.faces.workbench.navigation import desks_of, first_desk
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff

GROUPS: dict[str, Promise] = {
    "todo": _("待办"),
    "waiting": _("等补正"),
    "running": _("在办"),
    "concluded": _("办结"),
    "all": _("全部"),
}
COUNTED = ("todo", "waiting", "running", "concluded")
PAGE_ROWS = 50


@dataclass(frozen=True)
class Tab:
    """One group of the list with its count; ``capped``: at least so many."""

    code: str
    name: Promise
    count: int
    capped: bool
    current: bool


@dataclass(frozen=True)
class Listing:
    """The list as one page shows it."""

    page: CasePage
    group: str
    search: str
    cursor: str
    tabs: tuple[Tab, ...]
    whole: bool = False  # the position's work was asked for although somebody else is on duty
    own_work: OwnWork | None = None
    takes_in: bool = False  # whether this role stands where people hand in

    @property
    def query(self) -> str:
        """The part of an address that finds this list again."""
        parts = {"group": self.group, "q": self.search, "cursor": self.cursor, "whole": self._whole}
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def next_query(self) -> str:
        """The same for the next page; empty on the last one."""
        if self.page.next_cursor is None:
            return ""
        parts = {"group": self.group, "q": self.search, "cursor": self.page.next_cursor, "whole": self._whole}
        return urlencode({name: value for name, value in parts.items() if value or name == "q"})

    @property
    def left_to_others(self) -> int:
        """Matters that run although nothing of them waits here: for colleagues, another body or the applicant."""
        return next(tab.count for tab in self.tabs if tab.code == "running")

    @property
    def _whole(self) -> str:
        return "1" if self.whole else ""


def listing_for(request: HttpRequest) -> Listing:
    """The list that the address of this request names."""
    actor = staff_of(request)
    group = request.GET.get("group", "todo")
    group = group if group in GROUPS else "todo"
    search = request.GET.get("q", "").strip()
    cursor = request.GET.get("cursor", "")
    whole = request.GET.get("whole") == "1"
    work = own_work(actor, whole=whole)
    page = my_list(
        actor,
        group=group,
        search=search,
        cursor=cursor or None,
        limit=PAGE_ROWS,
        shown_as="cases",
        mine=work.rests,
    )
    # A page that was searched or turned counts something else than its group.
    known = {} if search else {group: (page.count, page.count_capped)}
    tabs = _tabs(actor, group, known, work.rests)
    takes_in = any(desk.code == "intake" for desk in desks_of(actor.role))
    return Listing(page, group, search, cursor, tabs, whole, work, takes_in)


def _tabs(actor: Staff, current: str, known: dict[str, tuple[int, bool]], rests: bool) -> tuple[Tab, ...]:
    """Every group with its count; a case runs or is concluded, so that all of them are the sum of the two."""
    counts = {code: known.get(code) or my_count(actor, group=code, mine=rests) for code in COUNTED}
    parts = (counts["running"], counts["concluded"])
    counts["all"] = (sum(count for count, _ in parts), any(capped for _, capped in parts))
    return tuple(Tab(code, name, *counts[code], code == current) for code, name in GROUPS.items())


@staff_only
def case_list(request: HttpRequest) -> HttpResponse:
    """The list alone; with htmx only the list itself, for the search field.  Who has no cases begins elsewhere."""
    desk = first_desk(staff_of(request).role)
    if desk.code != "list":
        return redirect(desk.url)
    only_list = request.headers.get("HX-Target") == "case-list"
    template = "workbench/list.html" if only_list else "workbench/list_page.html"
    listing = listing_for(request)
    actor = staff_of(request)
    page = {
        "to_confirm": () if listing.search or listing.cursor else later_entries_to_confirm(actor),
        "listing": listing,
        "own_work": listing.own_work,
        "none_left": "none_left" in request.GET,
        "here": "list",
    }
    return render(request, template, page)

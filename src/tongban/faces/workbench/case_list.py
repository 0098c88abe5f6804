"""My list: what waits for me, what runs, what is concluded; and the counts of today above it."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.cases.commands import Moved
from tongban.cases.queries import SavedView, my_count, my_list, people_here, saved_lists
from tongban.cases.queries.later_entries import later_entries_to_confirm
from tongban.cases.queries.shapes import CasePage
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.duty import HEADS, TAKES, OwnWork, own_work
from tongban.faces.workbench.list_choice import Choice, choice_of, offer
from tongban.faces.workbench.navigation import desks_of, first_desk
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault
from tongban.oversight.queries.warnings import unread_warnings

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
    choice: Choice
    picks: str = ""  # what is done with several: take, reassign; empty: they are opened one by one
    whole: bool = False  # the position's work was asked for although somebody else is on duty
    own_work: OwnWork | None = None
    takes_in: bool = False  # whether this role stands where people hand in

    @property
    def query(self) -> str:
        """The part of an address that finds this list again."""
        return self._query(self.cursor)

    @property
    def first_query(self) -> str:
        """The same for its first page."""
        return self._query("")

    @property
    def next_query(self) -> str:
        """The same for the next page; empty on the last one."""
        if self.page.next_cursor is None:
            return ""
        return self._query(self.page.next_cursor)

    def _query(self, cursor: str) -> str:
        parts = {"group": self.group, "q": self.search, "cursor": cursor, "whole": self._whole}
        parts["pick"] = "yes" if self.picks else ""
        told = [(name, value) for name, value in parts.items() if value or name == "q"]
        return urlencode([*told, *self.choice.pairs])

    @property
    def left_to_others(self) -> int:
        """Matters that run although nothing of them waits here: for colleagues, another body or the applicant."""
        return next(tab.count for tab in self.tabs if tab.code == "running")

    @property
    def _whole(self) -> str:
        return "1" if self.whole else ""


@dataclass(frozen=True)
class Pressed:
    """What became of a form of this page.

    Args:
        naming: why a list was not saved.
        ticking: why nothing was done with several.
        moved: what became of each of several, and why not in words.
        exporting: why nothing was taken out.
    """

    naming: tuple[FieldFault, ...] = ()
    ticking: tuple[FieldFault, ...] = ()
    moved: tuple[tuple[Moved, str], ...] = ()
    exporting: tuple[FieldFault, ...] = ()

    @property
    def status(self) -> int:
        return 422 if self.naming or self.ticking or self.exporting else 200

    @property
    def done(self) -> int:
        """How many of several were done."""
        return sum(one.done for one, _why in self.moved)


NOTHING_PRESSED = Pressed()


def several_of(role: str) -> str:
    """What a role may do with several at once."""
    return "take" if role in TAKES else "reassign" if role in HEADS else ""


def listing_for(request: HttpRequest, asked: QueryDict | None = None) -> Listing:
    """The list that the address of this request names, or the form that was sent from it."""
    actor = staff_of(request)
    asked = request.GET if asked is None else asked
    group = asked.get("group", "todo")
    group = group if group in GROUPS else "todo"
    search = asked.get("q", "").strip()
    cursor = asked.get("cursor", "")
    whole = asked.get("whole") == "1"
    choice = choice_of(asked)
    work = own_work(actor, whole=whole)
    page = my_list(
        actor,
        group=group,
        search=search,
        cursor=cursor or None,
        limit=PAGE_ROWS,
        shown_as="cases",
        mine=work.rests,
        chosen=choice.chosen,
    )
    # A page that was searched or narrowed counts something else than its group.
    other = search or choice.chosen.narrows or choice.chosen.order == "due"
    known = {} if other else {group: (page.count, page.count_capped)}
    tabs = _tabs(actor, group, known, work.rests)
    takes_in = any(desk.code == "intake" for desk in desks_of(actor.role))
    picks = several_of(actor.role) if asked.get("pick") == "yes" else ""
    return Listing(page, group, search, cursor, tabs, choice, picks, whole, work, takes_in)


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
    return list_page(request, request.GET)


def list_page(request: HttpRequest, asked: QueryDict, pressed: Pressed = NOTHING_PRESSED) -> HttpResponse:
    """The list that was asked for, with what became of a form that was sent from it."""
    actor = staff_of(request)
    only_list = request.headers.get("HX-Target") == "case-list"
    template = "workbench/list.html" if only_list else "workbench/list_page.html"
    listing = listing_for(request, asked)
    removed = asked.get("removed", "")
    known = saved_lists(actor)
    page = {
        "to_confirm": ()
        if listing.search or listing.cursor or listing.choice.open
        else later_entries_to_confirm(actor),
        "listing": listing,
        "own_work": listing.own_work,
        "none_left": "none_left" in asked,
        "offer": offer(actor, listing.choice),
        "saved": [(one, _saved_query(one)) for one in known],
        "removed": saved_lists(actor, removed=int(removed))
        if removed.isdecimal() and len(removed) < 10
        else (),
        "just_saved": asked.get("saved") == "1",
        "several": several_of(actor.role),
        "people": people_here(actor) if listing.picks == "reassign" else (),
        "pressed": pressed,
        "ticked": asked.getlist("chosen"),
        "values": asked,
        "key": uuid4().hex,
        "unread_warnings": None if only_list else _unread(actor, listing.own_work),
        "here": "list",
    }
    return render(request, template, page, status=pressed.status)


def _unread(actor: Staff, work: OwnWork | None) -> int:
    """How many warnings are unread; of a post that somebody else serves today those alone that one took."""
    return unread_warnings(actor, on_duty=work is None or work.duty.on_duty or not work.duty.by)


def _saved_query(one: SavedView) -> str:
    parts = [("group", one.group), *one.chosen.items(), *(("hide", name) for name in one.hidden)]
    return urlencode(parts)

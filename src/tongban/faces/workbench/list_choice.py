"""By what a list is narrowed, ordered and which columns it shows, as an address has it and a form offers it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.cases.queries import COLUMNS, ListFilter, filter_of
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import published_items
from tongban.directory.authority import APPROVERS
from tongban.directory.queries.places import places, site
from tongban.faces.common.templatetags.words import said
from tongban.faces.common.words import word
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults

ASKED = ("item", "site", "channel", "due", "held", "from", "to", "order")
DUE: dict[str, Promise] = {"over": _("已经超期"), "today": _("今天到期"), "week": _("七天内到期")}
HELD: dict[str, Promise] = {"mine": _("我接手的"), "colleague": _("同事接手的"), "nobody": _("还没有人接手")}
ORDER: dict[str, Promise] = {"newest": _("新收的在前"), "oldest": _("早收的在前"), "due": _("快到期的在前")}
COLUMN: dict[str, Promise] = {
    "person": _("申请人"),
    "item": _("事项"),
    "state": _("状态"),
    "received": _("收件"),
    "due": _("期限"),
}
COUNTY = frozenset({"county_reviewer", "county_approver"})


@dataclass(frozen=True)
class Choice:
    """What an address asks of a list.

    Args:
        typed: as it was typed, so that what cannot be asked stays in its field.
        chosen: what is asked for; everything where something typed cannot be.
        hidden: columns that are left out.
        faults: of what was typed.
    """

    typed: Mapping[str, str]
    chosen: ListFilter
    hidden: tuple[str, ...]
    faults: tuple[FieldFault, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The choice as parts of an address or hidden fields of a form."""
        return [*self.chosen.values.items(), *(("hide", name) for name in self.hidden)]

    @property
    def open(self) -> bool:
        """Whether the form stands open: something is chosen, or was typed wrong."""
        return bool(self.faults) or self.chosen.narrows or bool(self.hidden)

    @property
    def shown_class(self) -> str:
        """The classes of the list that hide its columns."""
        return " ".join(f"no-{name}" for name in self.hidden)

    def query(self, group: str, search: str = "") -> str:
        """The address of this list in a group."""
        return urlencode([("group", group), *([("q", search)] if search else []), *self.pairs])


def choice_of(asked: QueryDict) -> Choice:
    """The choice in an address or a form."""
    typed = {name: asked.get(name, "").strip() for name in ASKED}
    hidden = tuple(name for name in COLUMNS if name in asked.getlist("hide"))
    try:
        return Choice(typed, filter_of(typed), hidden)
    except InputFaults as refused:
        return Choice(typed, ListFilter(), hidden, refused.faults)


@dataclass(frozen=True)
class Offer:
    """What the form of a list offers: (value, words, chosen) of every field."""

    items: list[tuple[str, str, bool]]
    sites: list[tuple[str, str, bool]]
    channels: list[tuple[str, str, bool]]
    due: list[tuple[str, str, bool]]
    held: list[tuple[str, str, bool]]
    orders: list[tuple[str, str, bool]]
    columns: list[tuple[str, str, bool]]
    shares: bool  # a head's list may be shown to the authority


def offer(actor: Staff, choice: Choice) -> Offer:
    """What may be chosen by this member of staff."""
    own = site(actor.site_id)
    items: Iterable[tuple[str, Text | str]] = (
        (one.code, one.name) for one in published_items(place=own.division_code)
    )
    stands = [
        one
        for one in places().sites.values()
        if actor.role in COUNTY or one.body_id == actor.body_id or one.handled_by_id == actor.site_id
    ]
    sites = [] if actor.role == "assister" else [(one.code, one.name) for one in stands]

    def told(name: str, options: Iterable[tuple[str, object]]) -> list[tuple[str, str, bool]]:
        return [(value, str(words), choice.typed.get(name) == value) for value, words in options]

    return Offer(
        told("item", ((code, said(name)) for code, name in items)),
        told("site", sites if len(sites) > 1 else ()),
        told("channel", ((code, word(code, "channel")) for code in ("portal", "window", "village_point"))),
        told("due", DUE.items()),
        told("held", HELD.items()),
        told("order", ORDER.items()),
        [(name, str(words), name in choice.hidden) for name, words in COLUMN.items()],
        actor.role in APPROVERS,
    )


def in_words(actor: Staff, choice: Choice) -> str:
    """By what a list is narrowed, for the log of what left the program."""
    offered = offer(actor, choice)
    groups = (offered.items, offered.sites, offered.channels, offered.due, offered.held)
    told = [words for group in groups for _value, words, taken in group if taken]
    days = "–".join(day for day in (choice.typed.get("from", ""), choice.typed.get("to", "")) if day)
    return str(_("；")).join([*told, *([days] if days else [])])

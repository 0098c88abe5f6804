"""By what a list of cases is narrowed and ordered: plain values, and the statement's part that they become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as SqlCase
from django.db.models import DateField, F, Q, QuerySet, When

from tongban.cases.models import Case, CaseStep
from tongban.catalogue.queries.versions import editions_of, pinned
from tongban.directory.duty import there
from tongban.directory.queries.places import places
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import SHANGHAI

DUE = ("over", "today", "week")
HELD = ("mine", "colleague", "nobody")
CHANNELS = ("portal", "window", "village_point")
ORDERS = ("newest", "oldest", "due")
WEEK = timedelta(days=7)
"""A week ahead of today, rest days among them: the day itself is what somebody plans by."""
COLUMNS = ("person", "item", "state", "received", "due")
"""What a line may be without; its number always stands."""
CODE_LENGTH = 40

# the last day of the limit that an officer works against; other statuses have none
DUE_NOW = SqlCase(
    When(status="submitted", then=F("intake_due")),
    When(status="in_review", then=F("promised_due")),
    output_field=DateField(),
)


@dataclass(frozen=True)
class ListFilter:
    """What somebody asked a list for.

    Args:
        item: code of an item; empty: any.
        site: code of the site where it came in.
        channel: one of `CHANNELS`.
        due: one of `DUE`: past its last day, ending today, ending within a week (today among it).
        held: one of `HELD`: who took it and is here today.
        received_from: first day of receipt.
        received_to: last day of receipt.
        order: one of `ORDERS`; ``due`` shows only what has a last day.
    """

    item: str = ""
    site: str = ""
    channel: str = ""
    due: str = ""
    held: str = ""
    received_from: date | None = None
    received_to: date | None = None
    order: str = "newest"

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != ListFilter(order=self.order)

    @property
    def values(self) -> dict[str, str]:
        """As an address or a saved list has it: only what was chosen."""
        told = {
            "item": self.item,
            "site": self.site,
            "channel": self.channel,
            "due": self.due,
            "held": self.held,
            "from": self.received_from.isoformat() if self.received_from else "",
            "to": self.received_to.isoformat() if self.received_to else "",
            "order": "" if self.order == "newest" else self.order,
        }
        return {name: value for name, value in told.items() if value}


def filter_of(values: Mapping[str, str]) -> ListFilter:
    """The filter that somebody typed or a saved list holds.

    Raises:
        InputFaults: an unknown choice; a day that is none; a period that ends before it begins.
    """
    faults: list[FieldFault] = []

    def choice(name: str, of: tuple[str, ...]) -> str:
        value = values.get(name, "").strip()
        if value and value not in of:
            faults.append(FieldFault(name, "not_an_option"))
            return ""
        return value

    def code(name: str) -> str:
        value = values.get(name, "").strip()
        if len(value) > CODE_LENGTH or "\0" in value:
            faults.append(FieldFault(name, "not_an_option"))
            return ""
        return value

    def day(name: str) -> date | None:
        value = values.get(name, "").strip()
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            faults.append(FieldFault(name, "not_a_date"))
            return None

    chosen = ListFilter(
        code("item"),
        code("site"),
        choice("channel", CHANNELS),
        choice("due", DUE),
        choice("held", HELD),
        day("from"),
        day("to"),
        choice("order", ORDERS) or "newest",
    )
    if chosen.received_from and chosen.received_to and chosen.received_to < chosen.received_from:
        faults.append(FieldFault("to", "before_from"))
    if faults:
        raise InputFaults(faults)
    return chosen


def narrowed(cases: QuerySet[Case], chosen: ListFilter, actor: Staff, today: date) -> QuerySet[Case]:
    """Those of the cases that the filter asks for."""
    if chosen.item:
        # the ids themselves: the planner knows how many rows they stand for, and what an item's code leads to it does not
        editions = editions_of(chosen.item)
        cases = cases.filter(item_version_id__in=editions)
        if actor.role == "clerk" and not any(_of_position(one, actor) for one in editions):
            # another position's come to a clerk only as given
            cases = cases.filter(holder=actor.assignment_id)
    if chosen.site:
        cases = cases.filter(
            intake_site_id__in=[one.id for one in places().sites.values() if one.code == chosen.site]
        )
    if chosen.channel:
        cases = cases.filter(channel=chosen.channel)
    if chosen.received_from:
        cases = cases.filter(received_at__gte=_begin(chosen.received_from))
    if chosen.received_to:
        cases = cases.filter(received_at__lt=_begin(chosen.received_to + timedelta(days=1)))
    if chosen.due:
        cases = cases.filter(_due(chosen.due, today))
    if chosen.held:
        cases = cases.filter(_held(chosen.held, actor, today))
    return cases


def _of_position(edition: int, actor: Staff) -> bool:
    return pinned(edition).definition.position == actor.position_code


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _due(which: str, today: date) -> Q:
    def either(**last: date) -> Q:
        at_intake = {f"intake_due__{name}": day for name, day in last.items()}
        promised = {f"promised_due__{name}": day for name, day in last.items()}
        return Q(status="submitted", **at_intake) | Q(status="in_review", **promised)

    if which == "over":
        return either(lt=today)
    return either(exact=today) if which == "today" else either(gte=today, lte=today + WEEK)


def _held(which: str, actor: Staff, today: date) -> Q:
    here = there(today).values("id")
    mine, taken = Q(id__in=_marked(actor.assignment_id)), Q(id__in=_marked(here))
    if which == "mine":
        return mine
    return ~taken if which == "nobody" else taken & ~mine


def _marked(by: Any) -> QuerySet[Any, Any]:
    """The ids of what was taken, as one list, so that the few there are are found by their indexes."""
    by_many = {"holder__in": by} if isinstance(by, QuerySet) else {"holder": by}
    of_step = {"taken_by__in": by} if isinstance(by, QuerySet) else {"taken_by": by}
    steps = CaseStep.objects.filter(state="open", **of_step)
    return Case.objects.filter(**by_many).values("id").union(steps.values("case_id"))


def ordered(cases: QuerySet[Case], order: str) -> QuerySet[Case]:
    """In an order that a cursor can go on from."""
    if order == "due":
        running = cases.filter(status__in=("submitted", "in_review")).annotate(due_now=DUE_NOW)
        return running.filter(due_now__isnull=False).order_by("due_now", "id")
    if order == "oldest":
        return cases.order_by("received_at", "id")
    return cases.order_by("-received_at", "-id")


def place_of(row: Case, order: str) -> list[str]:
    """Where a row of an ordered list stands, for `after`."""
    at: date = row.due_now if order == "due" else row.received_at  # type: ignore[attr-defined]  # of `ordered`
    return [at.isoformat(), str(row.id)]


def after(cases: QuerySet[Case], order: str, place: list[Any]) -> QuerySet[Case]:
    """What follows a place in an ordered list.

    The first comparison is one that an index begins at; the second leaves out what shares the place's moment.

    Raises:
        ValueError: it is no place of this order.
    """
    told, identity = str(place[0]), UUID(str(place[1]))
    if order == "due":
        day = date.fromisoformat(told)
        cases = cases.annotate(due_now=DUE_NOW)
        return cases.filter(due_now__gte=day).filter(Q(due_now__gt=day) | Q(id__gt=identity))
    at = datetime.fromisoformat(told).astimezone(SHANGHAI)
    if order == "oldest":
        return cases.filter(received_at__gte=at).filter(Q(received_at__gt=at) | Q(id__gt=identity))
    return cases.filter(received_at__lte=at).filter(Q(received_at__lt=at) | Q(id__lt=identity))

"""What `bench.scale` asks: every list, search, desk and sweep that must be as quick with a million cases as with ten thousand.

Each question is asked of the program's own queries, as the pages ask them, of the people of the demonstration.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from tongban.cases.list_filter import ListFilter
from tongban.cases.models import Case
from tongban.cases.queries.lists import my_cases, my_list
from tongban.cases.taking.board import waiting_by_post
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.oversight import queries as oversight
from tongban.oversight.queries.warnings import my_warnings, unread_warnings
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site.demo.bulk.writing import FIRST_PERSON, invented

DEEP = 40  # pages behind the first
READERS = ("clerk", "clerk-mz", "clerk-wy", "reviewer", "approver", "county", "county-mz-head", "assister")
GROUPS = ("todo", "waiting", "running", "concluded", "all")
ITEMS = ("SB-001", "SB-002", "NJ-001", "NJ-005", "JS-001")
FIGURES = ("under-way", "late", "office", "delivery", "received-30", "reviewed-30")
PREFIXES = 8  # letters and figures of a number that somebody types


@dataclass(frozen=True)
class Question:
    """One kind of question.

    Args:
        ways: what is asked in turn: the same question of different people, names, days.
        limit: milliseconds that its p95 may take with a million cases; None: only its ratio is held.
    """

    name: str
    ways: tuple[Callable[[], Any], ...]
    limit: float | None = 30.0


def reader(username: str) -> Staff:
    """The first assignment of an account of the demonstration."""
    return assignments_of(Account.objects.get(username=username).id)[0]


def questions() -> Iterator[Question]:
    """All of them."""
    staff = {name: reader(name) for name in READERS}
    yield from _lists(staff)
    yield from _searches(staff)
    yield from _desks(staff)


def _lists(staff: dict[str, Staff]) -> Iterator[Question]:
    for group in GROUPS:
        for name, actor in staff.items():
            yield Question(f"list {group}, {name}", (partial(my_list, actor, group=group),))
    for name in ("clerk", "reviewer", "approver", "county"):
        actor = staff[name]
        yield Question(
            f"list all, deep page, {name}", tuple(_deep(actor, DEEP // 4 * n) for n in (1, 2, 3, 4))
        )
    day = time.today()
    for name in ("clerk", "approver", "reviewer"):
        actor = staff[name]
        for told, chosen in (
            ("by item", [ListFilter(item=item) for item in ITEMS]),
            ("by site", [ListFilter(site=site) for site in ("SL", "SL-XW", "SL-BQ", "WY")]),
            ("by channel", [ListFilter(channel=channel) for channel in ("portal", "window", "village_point")]),
            ("due", [ListFilter(due=due) for due in ("over", "today", "week")]),
            ("held", [ListFilter(held=held) for held in ("mine", "colleague", "nobody")]),
            ("of a week", [ListFilter(received_from=day - timedelta(days=n + 7), received_to=day - timedelta(days=n)) for n in (0, 60, 200)]),
            ("by item and site", [ListFilter(item=item, site="SL-XW") for item in ITEMS]),
            ("oldest first", [ListFilter(order="oldest"), ListFilter(order="oldest", item="SB-001")]),
            ("by last day", [ListFilter(order="due"), ListFilter(order="due", item="SB-001")]),
        ):  # fmt: skip
            ways = tuple(partial(my_list, actor, group="all", chosen=one) for one in chosen)
            yield Question(f"list {told}, {name}", ways)


def _deep(actor: Staff, pages: int) -> Callable[[], Any]:
    cursor = None
    for _ in range(pages):
        cursor = my_list(actor, group="all", cursor=cursor).next_cursor or cursor
    return partial(my_list, actor, group="all", cursor=cursor)


def _searches(staff: dict[str, Staff]) -> Iterator[Question]:
    people = [invented(FIRST_PERSON + serial) for serial in range(0, 300, 30)]
    numbers = list(Case.objects.order_by("id").values_list("number", flat=True)[:10])
    for name in ("clerk", "approver", "reviewer"):
        actor = staff[name]
        for told, texts in (
            ("whole name", [person.name for person in people]),
            ("two characters of a name", [person.name[1:3] for person in people]),
            ("surname", [person.name[:1] for person in people[:4]]),
            ("number", numbers),
            ("beginning of a number", [number[:PREFIXES] for number in numbers[:4]]),
            ("nobody's name", ["欧阳不在", "司马无人"]),
        ):
            ways = tuple(partial(my_list, actor, group="all", search=text) for text in texts)
            yield Question(f"search by {told}, {name}", ways)
    phones = [person.phone for person in people if person.phone]
    yield Question("a citizen's matters", tuple(_citizen(phone) for phone in phones))


def _citizen(phone: str) -> Callable[[], Any]:
    return partial(my_cases, citizen_with_phone(phone))


def _desks(staff: dict[str, Staff]) -> Iterator[Question]:
    for name in ("approver", "county-mz-head"):
        head = staff[name]
        yield Question(f"load by post, {name}", (partial(waiting_by_post, head),))
        yield Question(f"desk, {name}", (partial(oversight.desk, head),), limit=None)
        for figure in FIGURES:
            yield Question(f"behind {figure}, {name}", (partial(oversight.behind_desk, head, figure),))
    overseer = reader("supervisor")
    yield Question("supervision", (partial(oversight.supervision, overseer),), limit=None)
    yield Question("supervision, a township", (partial(oversight.supervised, overseer, "SL"),), limit=None)
    for name in ("clerk", "reviewer", "approver"):
        actor = staff[name]
        yield Question(f"warnings, {name}", (partial(my_warnings, actor),))
        yield Question(f"unread warnings, {name}", (partial(unread_warnings, actor, on_duty=True),))

"""What is to follow and what is to be checked, over the cases of one desk; and the breaches of telling by month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases.calendar.deferred import holds
from tongban.cases.clocks import calendar_of
from tongban.cases.models import CaseBreach, CaseMaterial
from tongban.cases.promising import sample_percent
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import SHANGHAI, today
from tongban.rules.lifecycle import Status
from tongban.rules.promises import Promise, sample_number

CHECKERS = frozenset({"reviewer", "county_reviewer", "approver", "county_approver"})
COUNTERS = frozenset({"clerk", "assister"})
READERS = frozenset({"clerk", "reviewer", "approver", "county_reviewer", "county_approver"})
MOST = 500
BACK = 13  # months of breaches shown


@dataclass(frozen=True)
class PromiseRow:
    """One promise that is open or was checked.

    ``due``: None: the sample did not draw it.  ``draw``: its number in the sample, from 0; drawn where it is below
    ``percent``.
    """

    number: str
    case_id: UUID
    item: Text
    material: Text
    code: str
    kind: str
    due: date | None
    kept: bool | None
    late: bool
    position: str
    draw: int
    percent: int


@dataclass(frozen=True)
class PromiseDesk:
    """Both lists of one desk, what is due first on top."""

    to_follow: tuple[PromiseRow, ...]
    to_check: tuple[PromiseRow, ...]
    checked: tuple[PromiseRow, ...]

    @property
    def overdue(self) -> int:
        """How many are past their day."""
        return sum(row.late for row in (*self.to_follow, *self.to_check))


def promise_desk(actor: Staff) -> PromiseDesk:
    """The promises of the cases that this member of staff sees.

    Raises:
        NotAuthorized: another desk.
    """
    if actor.role not in CHECKERS | COUNTERS:
        raise NotAuthorized("not_your_power")
    rows = (
        CaseMaterial.objects.filter(case__in=visible_to(actor).values("id"))
        .exclude(promise="")
        .exclude(case__accepted_at=None)
        .select_related("case", "case__position", "case__body")
        .order_by("promise_due", "case__number")[:MOST]
    )
    told = tuple(_rows(rows))
    follow = Promise.DEFERRED.value
    return PromiseDesk(
        tuple(row for row in told if row.kind == follow and row.kept is None),
        tuple(row for row in told if row.kind != follow and row.kept is None),
        tuple(row for row in told if row.kind != follow and row.kept is not None),
    )


def _rows(rows: Iterable[CaseMaterial]) -> Iterator[PromiseRow]:
    now = today()
    for row in rows:
        case = row.case
        over = case.status in (Status.CONCLUDED, Status.DELIVERED, Status.ARCHIVED)
        if row.promise == Promise.DEFERRED and over:
            continue  # refused, withdrawn or ended: nothing is awaited any more
        item = pinned(case.item_version_id).definition
        due = row.promise_due
        if due is not None and row.promise == Promise.DEFERRED:
            due = holds(due, calendar_of(case.body.division_code))
        named = next(one.name for one in item.materials if one.code == row.code)
        yield PromiseRow(
            number=case.number,
            case_id=case.id,
            item=item.name,
            material=named,
            code=row.code,
            kind=row.promise,
            due=due,
            kept=row.promise_kept,
            late=row.promise_kept is None and due is not None and now > due,
            position=case.position.name,
            draw=sample_number(case.id, row.code),
            percent=sample_percent(item),
        )


@dataclass(frozen=True)
class BreachRow:
    """One breach: the case, the position that held the duty, the month it falls into."""

    number: str
    item: Text
    kind: str
    position: str
    at: datetime
    month: date


@dataclass(frozen=True)
class BreachMonth:
    """The breaches of one position in one month; the positions stand in the order of their names."""

    month: date
    position: str
    rows: tuple[BreachRow, ...]


def breaches(actor: Staff) -> tuple[BreachMonth, ...]:
    """The breaches of telling in the cases that this member of staff sees, newest month first.

    Facts of record against positions, for those who hold them and for who answers for them; nobody is ranked.

    Raises:
        NotAuthorized: another desk.
    """
    if actor.role not in READERS:
        raise NotAuthorized("not_your_power")
    since = _months_back(today(), BACK)
    found = (
        CaseBreach.objects.filter(case__in=visible_to(actor).values("id"), at__date__gte=since)
        .select_related("case", "position")
        .order_by("-at")[:MOST]
    )
    groups: dict[tuple[date, str], list[BreachRow]] = {}
    for row in found:
        month = row.at.astimezone(SHANGHAI).date().replace(day=1)
        name = pinned(row.case.item_version_id).definition.name
        told = BreachRow(row.case.number, name, row.kind, row.position.name, row.at, month)
        groups.setdefault((month, row.position.name), []).append(told)
    ordered = sorted(groups.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1]))
    return tuple(BreachMonth(month, position, tuple(rows)) for (month, position), rows in ordered)


def _months_back(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)

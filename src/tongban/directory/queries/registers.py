"""The registers: who is away, who keeps which seal."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tongban.directory.authority import ADMINISTRATORS, require_role
from tongban.directory.models import Absence, Body, SealCustody
from tongban.directory.queries.assignments import holding
from tongban.directory.queries.staff import AbsenceLine, absence_lines
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotAuthorized

LATER = 60  # lines of days to come


@dataclass(frozen=True)
class CustodyLine:
    """Who keeps, or kept, a seal."""

    id: int
    body_id: int
    body: str
    kind: str
    name: str
    keeper: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class SealLine:
    """A seal with its custody of today and those before."""

    now: CustodyLine | None
    before: tuple[CustodyLine, ...]

    @property
    def head(self) -> CustodyLine:
        return self.now or self.before[0]


def away(actor: Actor) -> tuple[AbsenceLine, ...]:
    """Who is away today: everybody for the administrators, the own authority's for all others.

    The kind of an absence may tell of somebody's health: colleagues get the days only.

    Raises:
        NotAuthorized: ``staff_only``.
    """
    today = time.today()
    rows = Absence.objects.filter(cancelled_at__isnull=True, starts__lte=today, ends__gte=today)
    return _told(actor, rows.order_by("ends", "staff__code"))


def away_later(actor: Actor) -> tuple[AbsenceLine, ...]:
    """The absences to come, the nearest first; for whom, see `away`."""
    rows = Absence.objects.filter(cancelled_at__isnull=True, starts__gt=time.today())
    return _told(actor, rows.order_by("starts", "staff__code"))[:LATER]


def _told(actor: Actor, rows: QuerySet[Absence]) -> tuple[AbsenceLine, ...]:
    if not isinstance(actor, StaffActor):
        raise NotAuthorized("staff_only")
    rows = rows.select_related("staff")
    posts: dict[int, list[str]] = {}
    held = holding(time.today()).filter(delegated_by__isnull=True)
    if actor.role not in ADMINISTRATORS:
        held = held.filter(position__site__body_id=actor.body_id)
        rows = rows.filter(staff_id__in=held.values("staff_id"))
    for row in held.filter(staff_id__in=rows.values("staff_id")):
        posts.setdefault(row.staff_id, []).append(f"{row.position.site.name} · {row.position.name}")
    knows = actor.role == "system_admin"
    return tuple(
        AbsenceLine(
            id=line.id,
            staff_id=line.staff_id,
            name=line.name,
            kind=line.kind if knows or line.staff_id == actor.staff_id else "",
            starts=line.starts,
            ends=line.ends,
            state=line.state,
            where="; ".join(posts.get(line.staff_id, ())),
        )
        for line in absence_lines(rows)
    )


def seals(actor: Actor) -> tuple[SealLine, ...]:
    """Every seal of the register with everybody who kept it, by authority.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    require_role(actor, *ADMINISTRATORS, code="administrators_only")
    found: dict[tuple[int, str, str], list[CustodyLine]] = {}
    rows = SealCustody.objects.select_related("body", "keeper").order_by(
        "body__code", "name", "-starts", "-id"
    )
    for row in rows:
        line = CustodyLine(
            row.id, row.body_id, row.body.name, row.kind, row.name, row.keeper.name, row.starts, row.ends
        )
        found.setdefault((row.body_id, row.kind, row.name), []).append(line)
    told = []
    for lines in found.values():
        now = next((line for line in lines if line.ends is None), None)
        told.append(SealLine(now, tuple(line for line in lines if line is not now)))
    return tuple(told)


def bodies() -> tuple[tuple[int, str], ...]:
    """The authorities: id and name."""
    return tuple(Body.objects.order_by("code").values_list("id", "name"))


def keepers() -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """Who may keep a seal: by authority, everybody who serves there today."""
    grouped: dict[str, dict[int, str]] = {}
    rows = holding(time.today()).filter(delegated_by__isnull=True).select_related("position__site__body")
    for row in rows.order_by("position__site__body__code", "staff__code"):
        grouped.setdefault(row.position.site.body.name, {})[row.staff_id] = row.staff.name
    return tuple((body, tuple(people.items())) for body, people in grouped.items())

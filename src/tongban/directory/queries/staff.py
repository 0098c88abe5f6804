"""The register of staff, and who holds which position: for the administrators, and each person for themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.directory.authority import ADMINISTRATORS, APPROVERS, require_role
from tongban.directory.models import Absence, Account, Assignment, Position, Staff
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotFound

PAGE = 50


@dataclass(frozen=True)
class AssignmentLine:
    """One assignment.  ``state`` is ``now``, ``later``, ``over`` or ``ended`` (taken away before its last day)."""

    id: int
    staff_id: int
    name: str
    role: str
    holder: str
    site: str
    position: str
    starts: date
    ends: date | None
    state: str
    ended_on: date | None = None
    lent_by: str = ""  # whose approval it is, where it is a delegated one
    items: tuple[str, ...] = ()
    ended_at: datetime | None = None  # the moment, of one taken away at once


@dataclass(frozen=True)
class AbsenceLine:
    """Days away."""

    id: int
    staff_id: int
    name: str
    kind: str
    starts: date
    ends: date
    state: str  # now, later, over, cancelled
    where: str = ""  # the positions that somebody else must see to


@dataclass(frozen=True)
class StaffLine:
    """One person of the register with what they hold today."""

    id: int
    code: str
    name: str
    phone: str
    account: str  # open, closed; empty without one
    away: bool
    posts: tuple[AssignmentLine, ...]


@dataclass(frozen=True)
class StaffCard(StaffLine):
    """One person, whole."""

    past: tuple[AssignmentLine, ...] = ()
    later: tuple[AssignmentLine, ...] = ()
    lent: tuple[AssignmentLine, ...] = ()  # powers of this person that others hold, or held
    absences: tuple[AbsenceLine, ...] = ()
    account_id: int | None = None


@dataclass(frozen=True)
class StaffPage:
    """A page of the register; ``next_cursor`` leads on."""

    rows: tuple[StaffLine, ...]
    next_cursor: str


@dataclass(frozen=True)
class PostLine:
    """One position and who holds it today, A and B."""

    id: int
    name: str
    code: str
    a: tuple[AssignmentLine, ...]
    b: tuple[AssignmentLine, ...]

    @property
    def vacant(self) -> bool:
        return not self.a and not self.b


@dataclass(frozen=True)
class SiteLine:
    """A site with its positions; ``kind`` as in `Site.Kind`."""

    id: int
    name: str
    kind: str
    posts: tuple[PostLine, ...] = field(default=())

    @property
    def vacancies(self) -> int:
        return sum(post.vacant for post in self.posts)


def staff_page(actor: Actor, *, search: str = "", cursor: str = "") -> StaffPage:
    """The register, by staff number; fifty lines a page.

    Args:
        search: part of a name, of a number, of a phone, of a position or a site.
        cursor: ``next_cursor`` of the page before.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    require_role(actor, *ADMINISTRATORS, code="administrators_only")
    rows = Staff.objects.order_by("code").select_related("account")
    wanted = search.replace("\0", "").strip()
    if wanted:
        held = holding(time.today()).filter(staff=OuterRef("pk"))
        there = held.filter(Q(position__name__contains=wanted) | Q(position__site__name__contains=wanted))
        rows = rows.filter(
            Q(name__contains=wanted)
            | Q(code__startswith=wanted.upper())
            | Q(phone__contains=wanted)
            | Exists(there)
        )
    if cursor:
        rows = rows.filter(code__gt=cursor.replace("\0", ""))
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].code if len(found) > PAGE else ""
    return StaffPage(_lines(found[:PAGE]), following)


def staff_card(actor: Actor, staff_id: int) -> StaffCard:
    """One person with every assignment, delegation and absence, for administrators and for that person.

    Raises:
        NotFound: no such person, or not this actor's to look at.
    """
    own = isinstance(actor, StaffActor) and actor.staff_id == staff_id
    if not own:
        require_role(actor, *ADMINISTRATORS, code="administrators_only")
    row = Staff.objects.select_related("account").filter(id=staff_id).first()
    if row is None:
        raise NotFound("staff")
    (line,) = _lines([row])
    held = assignment_lines(Assignment.objects.filter(staff_id=staff_id).order_by("starts", "id"))
    lent = assignment_lines(
        Assignment.objects.filter(delegated_by__staff_id=staff_id).order_by("-starts", "-id")
    )
    account = Account.objects.filter(staff_id=staff_id).values_list("id", flat=True).first()
    return StaffCard(
        id=line.id,
        code=line.code,
        name=line.name,
        phone=line.phone,
        account=line.account,
        away=line.away,
        posts=tuple(one for one in held if one.state == "now"),
        past=tuple(one for one in reversed(held) if one.state in ("over", "ended")),
        later=tuple(one for one in held if one.state == "later"),
        lent=lent,
        absences=absence_lines(Absence.objects.filter(staff_id=staff_id).order_by("-starts")[:PAGE]),
        account_id=account,
    )


def positions_at_a_glance(actor: Actor, *, vacant_only: bool = False) -> tuple[SiteLine, ...]:
    """Every open position with its A and B of today, by site.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    require_role(actor, *ADMINISTRATORS, code="administrators_only")
    today = time.today()
    open_on = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    rows = Position.objects.filter(open_on).select_related("site").order_by("site__code", "id")
    held: dict[int, list[AssignmentLine]] = {}
    for one in holding(today).filter(delegated_by__isnull=True).order_by("id"):
        held.setdefault(one.position_id, []).append(_line(one, today))
    sites: dict[int, tuple[Position, list[PostLine]]] = {}
    for row in rows:
        if row.site.closed_on is not None and row.site.closed_on <= today:
            continue
        mine = held.get(row.id, [])
        a, b = (tuple(one for one in mine if one.holder == holder) for holder in ("A", "B"))
        sites.setdefault(row.site_id, (row, []))[1].append(PostLine(row.id, row.name, row.code, a, b))
    lines = [SiteLine(key, row.site.name, row.site.kind, tuple(posts)) for key, (row, posts) in sites.items()]
    return tuple(line for line in lines if line.vacancies or not vacant_only)


def lent_powers(actor: Actor) -> tuple[AssignmentLine, ...]:
    """The approvals that this approver has lent, by whichever of their assignments, newest first."""
    staff = require_role(actor, *APPROVERS, code="not_yours_to_delegate")
    rows = Assignment.objects.filter(delegated_by__staff_id=staff.staff_id).order_by("-starts", "-id")
    return assignment_lines(rows[: 2 * PAGE])


def colleagues(actor: StaffActor) -> tuple[tuple[int, str], ...]:
    """Who serves in the actor's authority today but the actor: id, and name with position."""
    rows = holding(time.today()).filter(position__site__body_id=actor.body_id, delegated_by__isnull=True)
    told: dict[int, str] = {}
    for row in rows.exclude(staff_id=actor.staff_id).exclude(role__in=ADMINISTRATORS).order_by("staff__code"):
        told.setdefault(row.staff_id, f"{row.staff.name} · {row.position.site.name} · {row.position.name}")
    return tuple(told.items())


def open_positions() -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """The positions that somebody can be appointed to: site, and its positions with their ids."""
    open_on = Q(closed_on__isnull=True) | Q(closed_on__gt=time.today())
    grouped: dict[str, list[tuple[int, str]]] = {}
    for row in Position.objects.filter(open_on).select_related("site").order_by("site__code", "id"):
        grouped.setdefault(row.site.name, []).append((row.id, row.name))
    return tuple((site, tuple(posts)) for site, posts in grouped.items())


def assignment_lines(rows: QuerySet[Assignment]) -> tuple[AssignmentLine, ...]:
    """Assignments as lines, whenever they hold."""
    today = time.today()
    told = rows.select_related("staff", "position__site", "delegated_by__staff", "delegated_by__position")
    return tuple(_line(row, today) for row in told)


def _line(row: Assignment, today: date) -> AssignmentLine:
    power = row.delegated_by
    return AssignmentLine(
        id=row.id,
        staff_id=row.staff_id,
        name=row.staff.name,
        role=row.role,
        holder=row.holder,
        site=row.position.site.name,
        position=row.position.name,
        starts=row.starts,
        ends=row.ends,
        state=_state(row, today),
        ended_on=time.legal_date(row.ended_at) if row.ended_at else None,
        lent_by=f"{power.staff.name}（{power.position.name}）" if power else "",
        items=tuple(row.items),
        ended_at=row.ended_at,
    )


def _state(row: Assignment, today: date) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.ends is not None and row.ends < today:
        return "over"
    power = row.delegated_by
    if power is not None and _state(power, today) in ("over", "ended"):
        return "ended"
    return "later" if row.starts > today else "now"


def absence_lines(rows: Iterable[Absence]) -> tuple[AbsenceLine, ...]:
    """Absences as lines."""
    today = time.today()
    return tuple(
        AbsenceLine(
            id=row.id,
            staff_id=row.staff_id,
            name=row.staff.name,
            kind=row.kind,
            starts=row.starts,
            ends=row.ends,
            state="cancelled"
            if row.cancelled_at
            else "over"
            if row.ends < today
            else "later"
            if row.starts > today
            else "now",
        )
        for row in rows
    )


def _lines(rows: list[Staff]) -> tuple[StaffLine, ...]:
    today = time.today()
    ids = [row.id for row in rows]
    posts: dict[int, list[AssignmentLine]] = {}
    held = (
        holding(today)
        .filter(staff_id__in=ids)
        .select_related("delegated_by__staff", "delegated_by__position")
    )
    for one in held.order_by("id"):
        posts.setdefault(one.staff_id, []).append(_line(one, today))
    away = set(
        Absence.objects.filter(
            staff_id__in=ids, cancelled_at__isnull=True, starts__lte=today, ends__gte=today
        ).values_list("staff_id", flat=True)
    )
    return tuple(
        StaffLine(
            id=row.id,
            code=row.code,
            name=row.name,
            phone=row.phone,
            account=_account(row),
            away=row.id in away,
            posts=tuple(posts.get(row.id, ())),
        )
        for row in rows
    )


def _account(row: Staff) -> str:
    account = getattr(row, "account", None)
    return "" if account is None else "open" if account.is_active else "closed"

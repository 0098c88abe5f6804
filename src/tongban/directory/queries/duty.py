"""Whose work it is: who takes over from whom, one's own duty of today, the posts of an authority, and the gaps ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from tongban.directory.authority import APPROVERS, ON_CASES, require_role
from tongban.directory.cover import moved_by
from tongban.directory.duty import Post, open_posts, registers, there
from tongban.directory.models import Absence, Assignment, DutyGap, Position, Site
from tongban.directory.queries.absentees import enters_days_of
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotAuthorized
from tongban.rules.duty import Stretch

AHEAD = timedelta(days=13)  # fourteen days with today
LONGEST = timedelta(days=400)  # days that a preview reckons; an absence is no longer


@dataclass(frozen=True)
class DutyDays:
    """Days in a row at one post, with the names of who serves; none: nobody does.

    Args:
        last: None: with no end in sight.
        moved: whether others serve than usual: B in the place of A, or nobody.
    """

    position_id: int
    position: str
    site: str
    role: str
    first: date
    last: date | None
    names: tuple[str, ...]
    moved: bool = False

    @property
    def is_gap(self) -> bool:
        return not self.names


@dataclass(frozen=True)
class OwnDuty:
    """Whose the work of one's own post is today.

    Args:
        on_duty: whether it is one's own.
        by: who serves today.
        instead_of: A holders that one stands in for, and until when; empty names: for nobody.
        until: the last day of it; None: with no end in sight.
    """

    on_duty: bool
    by: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class DutyLine:
    """One post of an authority: who holds it, who serves today, and how the days ahead part.

    Args:
        a, b: who holds it today.
        away: of these, who is away today.
        days: the stretches of the fourteen days from today.
    """

    position_id: int
    position: str
    site: str
    role: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    away: tuple[str, ...]
    days: tuple[DutyDays, ...]

    @property
    def today(self) -> DutyDays:
        return self.days[0]

    @property
    def gaps(self) -> tuple[DutyDays, ...]:
        return tuple(one for one in self.days if one.is_gap)


@dataclass(frozen=True)
class Present:
    """Somebody who is here today, in one assignment."""

    assignment_id: int
    staff_id: int
    label: str


def takeover(actor: Actor, staff_id: int, first: date, last: date) -> tuple[DutyDays, ...]:
    """Who takes over on which days and at which posts, if somebody is away from the first day to the last.

    Raises:
        NotAuthorized: ``not_yours_to_enter``: for oneself, by the head, or by the system's administrator.
    """
    if not enters_days_of(actor, staff_id):
        raise NotAuthorized("not_yours_to_enter")
    if last < first or last - first > LONGEST:
        return ()
    covers = moved_by(staff_id, first, last)
    places = _places({one.post.position_id for one in covers})
    return tuple(
        DutyDays(
            one.post.position_id,
            *places[one.post.position_id],
            one.post.role,
            one.first,
            one.last,
            one.names,
            one.moved,
        )
        for one in covers
    )


def own_duty(actor: StaffActor) -> OwnDuty:
    """Whose the work of the actor's post is today."""
    post, today = Post(actor.position_id, actor.role), time.today()
    if actor.role not in ON_CASES or actor.delegated_by is not None:
        return OwnDuty(True)
    known = registers([post], today)
    (now, *_) = known.stretches(post, today)
    serves = any(one.assignment_id == actor.assignment_id for one in now.on_duty)
    gone = tuple(one for one in known.held[post] if one.holder == "A" and one.on(today))
    return OwnDuty(
        serves,
        known.named(now.on_duty),
        known.named(gone) if serves and now.by_b else (),
        now.last if serves and now.by_b else None,
    )


def duty_board(actor: Actor) -> tuple[DutyLine, ...]:
    """Every post of the actor's authority with its duty of today and the thirteen days after it.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    today = time.today()
    live = Q(ended_at__isnull=True) & (Q(ends__isnull=True) | Q(ends__gte=today))
    # a post that nobody holds any more still has its work: whoever held it last makes it known
    rows = Assignment.objects.filter(live | _last_year(today), position__site__body_id=staff.body_id)
    posts = open_posts(rows, today)
    known = registers(posts, today)
    places = _places({post.position_id for post in posts})
    lines = []
    for post in posts:
        held = [one for one in known.held[post] if one.on(today)]
        gone = {one.staff_id for one in known.away if one.on(today)}
        lines.append(
            DutyLine(
                post.position_id,
                *places[post.position_id],
                post.role,
                known.named(one for one in held if one.holder == "A"),
                known.named(one for one in held if one.holder == "B"),
                known.named(one for one in held if one.staff_id in gone),
                tuple(
                    _days(post, places, one, known.named(one.on_duty))
                    for one in known.stretches(post, today, today + AHEAD)
                ),
            )
        )
    own = set(
        Site.objects.filter(body_id=staff.body_id, handled_by__isnull=True).values_list("name", flat=True)
    )
    # the centre or the hall first, the village points behind it
    return tuple(
        sorted(lines, key=lambda line: (line.site not in own, line.site, line.position_id, line.role))
    )


def gaps_ahead(actor: Actor) -> tuple[DutyDays, ...]:
    """The days ahead on which nobody of the actor's authority serves at a post, as far as anything entered tells.

    A row that was written down and holds no more, by whatever was entered since, is not told.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    return _standing_gaps(Q(position__site__body_id=staff.body_id))


def gaps_anywhere(actor: Actor) -> tuple[DutyDays, ...]:
    """The same of every authority, for the administrator who appoints: also where the head is the one who is away.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    require_role(actor, "system_admin", code="system_admin_only")
    return _standing_gaps(Q())


def _standing_gaps(whose: Q) -> tuple[DutyDays, ...]:
    today = time.today()
    ahead = Q(last__isnull=True) | Q(last__gte=today)
    rows = DutyGap.objects.filter(whose, ahead, settled_at__isnull=True)
    posts = sorted({Post(*pair) for pair in rows.values_list("position_id", "role")})
    if not posts:
        return ()
    known = registers(posts, today)
    places = _places({post.position_id for post in posts})
    told = [_days(post, places, gap, ()) for post in posts for gap in known.gaps(post, today)]
    return tuple(sorted(told, key=lambda one: (one.first, one.site, one.position_id, one.role)))


def present(assignment_ids: Collection[int]) -> dict[int, Present]:
    """Of some assignments, those whose people are here today; one statement, none for none."""
    if not assignment_ids:
        return {}
    return {row.id: _present(row) for row in there(time.today()).filter(id__in=assignment_ids)}


def present_at(position_id: int) -> tuple[tuple[Present, StaffActor], ...]:
    """Who is here today at a position, each also as the actor that the assignment makes them; A before B."""
    rows = there(time.today()).filter(position_id=position_id, role__in=ON_CASES)
    return tuple(
        (_present(row), actor_of(row))
        for row in rows.select_related("position__site").order_by("holder", "id")
    )


def is_away(staff_id: int) -> bool:
    """Whether somebody has entered today among the days away."""
    today = time.today()
    rows = Absence.objects.filter(staff_id=staff_id, cancelled_at__isnull=True)
    return rows.filter(starts__lte=today, ends__gte=today).exists()


def _last_year(today: date) -> Q:
    return Q(ends__gte=today - LONGEST) | Q(ended_at__gte=time.now() - LONGEST)


def _places(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Position id → its name and its site's."""
    rows = Position.objects.filter(id__in=ids).values_list("id", "name", "site__name")
    return {position_id: (name, site) for position_id, name, site in rows}


def _days(post: Post, places: dict[int, tuple[str, str]], days: Stretch, names: tuple[str, ...]) -> DutyDays:
    position, site = places[post.position_id]
    moved = days.by_b or days.is_gap
    return DutyDays(post.position_id, position, site, post.role, days.first, days.last, names, moved)


def _present(row: Assignment) -> Present:
    lent = "，受托" if row.delegated_by_id else ""
    return Present(row.id, row.staff_id, f"{row.staff.name}（{row.position.name}{lent}）")


def actor_of(row: Assignment) -> StaffActor:
    """Whom an assignment makes of its holder."""
    return StaffActor(
        staff_id=row.staff_id,
        assignment_id=row.id,
        role=row.role,
        holder=row.holder,
        position_id=row.position_id,
        position_code=row.position.code,
        site_id=row.position.site_id,
        body_id=row.position.site.body_id,
        label=_present(row).label,
        items=tuple(row.items),
        delegated_by=row.delegated_by_id,
        kin_declared=row.staff.kin_declared or row.delegated_by_id is not None,
    )

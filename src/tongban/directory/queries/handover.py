"""Who leaves a post, when, and who serves there afterwards: the head of a handover list (工作交接清单)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from tongban.directory.authority import APPROVERS, ON_CASES, require_role
from tongban.directory.duty import Post, registers
from tongban.directory.models import Assignment, SealCustody
from tongban.directory.queries.duty import actor_of
from tongban.directory.queries.staff import AssignmentLine, assignment_lines
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotFound
from tongban.rules.duty import on_duty

AROUND = timedelta(days=31)


@dataclass(frozen=True)
class Leaving:
    """An assignment that ends, ended, or could end today.

    Args:
        actor: whom the assignment makes of its holder.
        last_day: the last day of it; None: no end is entered, and the list is that of today.
        after: who serves at the post from the day after, or from today on where no end is entered; none: nobody.
        seals: the seals that the person keeps for the authority.
    """

    post: AssignmentLine
    actor: StaffActor
    last_day: date | None
    after: tuple[str, ...]
    seals: tuple[str, ...]


def leaving(actor: Actor, assignment_id: int) -> Leaving:
    """One assignment on cases as it is handed over, for the system's administrator, the head of its authority, and the
    person.

    Raises:
        NotFound: no such assignment, or not for this actor to see; a lent approval has nothing to hand over.
    """
    rows = Assignment.objects.filter(id=assignment_id, role__in=ON_CASES, delegated_by__isnull=True)
    row = rows.select_related("staff", "position__site").first()
    if row is None or not _may_see(actor, row):
        raise NotFound("assignment")
    [line] = assignment_lines(rows)
    first_without = _first_without(row)
    post = Post(row.position_id, row.role)
    known = registers([post], first_without)
    others = tuple(one for one in known.held[post] if one.assignment_id != row.id)
    seals = SealCustody.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=time.today()),
        keeper_id=row.staff_id,
        body_id=row.position.site.body_id,
    )
    return Leaving(
        line,
        actor_of(row),
        _last_day(row),
        known.named(on_duty(others, known.away, first_without)),
        tuple(seals.order_by("id").values_list("name", flat=True)),
    )


def leaving_around(actor: Actor) -> tuple[AssignmentLine, ...]:
    """Who leaves a post of the head's authority within a month, or left within the last, the latest day first.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    today = time.today()
    ends = Q(ends__gte=today - AROUND, ends__lte=today + AROUND, ended_at__isnull=True)
    rows = Assignment.objects.filter(
        ends | Q(ended_at__gte=time.now() - AROUND),
        position__site__body_id=staff.body_id,
        role__in=ON_CASES,
        delegated_by__isnull=True,
    )
    lines = assignment_lines(rows)
    return tuple(sorted(lines, key=lambda one: (one.ended_on or one.ends or today, one.id), reverse=True))


def _may_see(actor: Actor, row: Assignment) -> bool:
    if not isinstance(actor, StaffActor):
        return False
    if actor.role == "system_admin" or actor.staff_id == row.staff_id:
        return True
    return actor.role in APPROVERS and not actor.items and actor.body_id == row.position.site.body_id


def _first_without(row: Assignment) -> date:
    """The first day from today on that the assignment does not cover; today where no end is entered."""
    if row.ended_at is not None or row.ends is None:
        return time.today()
    return max(time.today(), row.ends + timedelta(days=1))


def _last_day(row: Assignment) -> date | None:
    ended = time.legal_date(row.ended_at) if row.ended_at else None
    return min((day for day in (row.ends, ended) if day is not None), default=None)

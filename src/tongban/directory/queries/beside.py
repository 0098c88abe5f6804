"""Who serves beside somebody at the same site, and until when the site is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time as time_of_day

from django.db.models import Q, QuerySet

from tongban.directory.duty import there
from tongban.directory.models import Assignment, OfficeHours
from tongban.directory.queries.assignments import holding
from tongban.directory.queries.places import site
from tongban.kernel import time
from tongban.kernel.actors import Staff


def closing_times(site_id: int) -> Mapping[int, time_of_day]:
    """Until when a site is open, by weekday (1 is Monday); a day that it does not open is not there."""
    closes: dict[int, time_of_day] = {}
    for line in OfficeHours.objects.filter(site_id=site_id):
        for digit in line.weekdays:
            closes[int(digit)] = max(closes.get(int(digit), line.closes), line.closes)
    return closes


CONFIRMING = ("clerk", "reviewer", "approver")


def _beside(actor: Staff) -> QuerySet[Assignment]:
    """The others at the actor's site, and at the centre behind it: a village point often has one person alone."""
    own = site(actor.site_id)
    sites = [own.id, *([own.handled_by_id] if own.handled_by_id else [])]
    others = holding(time.today()).filter(position__site_id__in=sites, delegated_by__isnull=True)
    others = others.exclude(staff_id=actor.staff_id).filter(role__in=CONFIRMING)
    # whoever confirms must see the matter: at a counter those of its position, and the head
    own_matters = Q(position_id=actor.position_id) | Q(role="approver")
    return others if actor.role == "assister" else others.filter(own_matters)


def serves_beside(actor: Staff, assignment_id: int, position_id: int) -> bool:
    """Whether an assignment is somebody else's who serves at the same site today, or at the centre behind it, and sees
    what a position handles.

    Args:
        position_id: that handles the matter.
    """
    sees = Q(position_id=position_id) | Q(role="approver")
    return _beside(actor).filter(sees, id=assignment_id).exists()


def beside(actor: Staff) -> tuple[tuple[int, str], ...]:
    """Who can confirm what the actor states: assignment, and name with position."""
    # from a village nobody knows yet whose position it will be: the head sees it in any case
    rows = _beside(actor).order_by("role" if actor.role == "assister" else "-role", "staff__code")
    return tuple((row.id, f"{row.staff.name}（{row.position.name}）") for row in rows)


@dataclass(frozen=True)
class Officer:
    """A colleague who may go along to look at something: assignment, person, name with position.

    Args:
        kin_declared: whether the register of kin is to be asked of them.
    """

    assignment_id: int
    staff_id: int
    label: str
    kin_declared: bool = False


LOOKS_INTO_IT = ("reviewer", "county_reviewer")


def officers_of_body(actor: Staff) -> tuple[Officer, ...]:
    """Who of the same authority may look into a matter beside the actor today, each once.

    Who reviews in any post, and the counter of the own one; who is away is not asked.  Not the head, who decides upon
    what was found; not whoever keeps the catalogue; assisters are people of the village, no officers.
    """
    looks = Q(role__in=LOOKS_INTO_IT) | Q(role="clerk", position_id=actor.position_id)
    rows = (
        there(time.today())
        .filter(looks, position__site__body_id=actor.body_id, delegated_by__isnull=True)
        .exclude(staff_id=actor.staff_id)
        .order_by("staff__code", "id")
    )
    found: dict[int, Officer] = {}
    for row in rows:
        found.setdefault(
            row.staff_id,
            Officer(row.id, row.staff_id, f"{row.staff.name}（{row.position.name}）", row.staff.kin_declared),
        )
    return tuple(found.values())


HEADS = ("approver", "county_approver")


def names_of_heads(body_ids: Collection[int]) -> frozenset[str]:
    """The names of who decides today in these authorities, also by a lent power."""
    rows = holding(time.today()).filter(position__site__body_id__in=body_ids, role__in=HEADS)
    return frozenset(rows.values_list("staff__name", flat=True))


def names_at(position_ids: Collection[int]) -> frozenset[str]:
    """The names of who holds these positions today."""
    rows = holding(time.today()).filter(position_id__in=position_ids)
    return frozenset(rows.values_list("staff__name", flat=True))

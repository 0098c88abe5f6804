"""Who owns an odd matter: whoever is on duty at the counter's own position, else the head of the township."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tongban.directory.duty import Post, registers, there
from tongban.directory.models import Assignment
from tongban.directory.queries import places, site
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Refusal
from tongban.rules.duty import on_duty

OWNERS = ("clerk", "reviewer", "assister", "approver")


def owner_of(actor: Actor, site_id: int) -> int:
    """The assignment that a new matter is owned by.

    Raises:
        Refusal: ``odd_nobody_there`` where the township has nobody.
    """
    today = time.today()
    if isinstance(actor, Staff) and actor.role == "clerk":
        if found := _on_duty([Post(actor.position_id, "clerk")]):
            return found
        return actor.assignment_id
    body = site(site_id).body_id
    heads = _posts(body, "approver")
    if found := _on_duty(heads):
        return found
    held = Assignment.objects.filter(position_id__in=[post.position_id for post in heads], role="approver")
    for row in held.order_by("holder", "id"):
        if row.ended_at is None and row.starts <= today and (row.ends is None or row.ends >= today):
            return row.id
    raise Refusal("odd_nobody_there")


def _on_duty(posts: Iterable[Post]) -> int:
    """The first who serves today at one of the posts; 0 for nobody."""
    asked = list(posts)
    known, today = registers(asked, time.today()), time.today()
    for post in asked:
        if there := on_duty(known.held.get(post, ()), known.away, today):
            return there[0].assignment_id
    return 0


def _posts(body_id: int, role: str) -> list[Post]:
    sites = {one.id for one in places().sites.values() if one.body_id == body_id}
    rows = Assignment.objects.filter(role=role, position__site_id__in=sites, ended_at__isnull=True)
    return [
        Post(position, role)
        for position in rows.values_list("position_id", flat=True).distinct().order_by("position_id")
    ]


def may_own(assignment_id: int, body_id: int) -> bool:
    """Whether an odd matter of a township may be passed on to somebody: they serve there today and are not away."""
    return _serving(body_id).filter(id=assignment_id).exists()


def is_head(assignment_id: int) -> bool:
    """Whether an assignment is a head's."""
    return Assignment.objects.filter(id=assignment_id, role="approver").exists()


def _serving(body_id: int) -> QuerySet[Assignment]:
    return there(time.today()).filter(role__in=OWNERS, position__site__body_id=body_id, items=[])


def possible_owners(body_id: int) -> tuple[tuple[int, str], ...]:
    """Whom a matter may be passed on to: assignment and label, by site and position."""
    rows = _serving(body_id)
    return tuple(
        (row.id, f"{row.position.site.name} {row.position.name} {row.staff.name}")
        for row in rows.order_by("position__site__kind", "position__site_id", "position_id", "holder", "id")
    )

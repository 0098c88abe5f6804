"""`odd_visible_to(actor)`: the one chokepoint in front of every read of an odd matter.  Nothing of one is public."""

from django.db.models import Q, QuerySet

from tongban.cases.models import OddMatter
from tongban.kernel.actors import Actor, Citizen, Staff, System
from tongban.kernel.guarded import let_through

HANDLES = frozenset({"clerk", "reviewer", "assister", "approver"})


def odd_visible_to(actor: Actor) -> QuerySet[OddMatter]:
    """The odd matters this actor may see: nothing for whom no line below speaks.

    - its owner, whoever took it in, and the owner's colleagues of the same position, who stand in;
    - the head of the township: all of the own body's sites;
    - a citizen: what was told with the own proven phone;
    - the system: all.
    """
    rows = let_through(OddMatter.objects.select_related("key", "site", "owner", "case"))
    if isinstance(actor, System):
        return rows
    if isinstance(actor, Citizen):
        return rows.filter(phone_digest=actor.phone_digest) if actor.phone_digest else rows.none()
    if not isinstance(actor, Staff) or actor.role not in HANDLES:
        return rows.none()
    if actor.role == "approver" and not actor.items:
        return rows.filter(site__body_id=actor.body_id)
    own = Q(owner_id=actor.assignment_id) | Q(taken_by_id=actor.assignment_id)
    return rows.filter(own | Q(owner__position_id=actor.position_id, owner__role=actor.role))

"""`reviews_visible_to(actor)`: the one chokepoint in front of every read of a yearly review."""

from django.db.models import QuerySet

from tongban.cases.models import StandingReview
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.guarded import let_through

LISTS = frozenset({"clerk", "reviewer", "approver", "county_reviewer", "county_approver"})


def reviews_visible_to(actor: Actor) -> QuerySet[StandingReview]:
    """The yearly reviews of the cases that this actor sees: staff of the position, and whoever decides; the system all."""
    rows = let_through(StandingReview.objects.select_related("case__key", "position"))
    if isinstance(actor, System):
        return rows
    if not isinstance(actor, Staff) or actor.role not in LISTS:
        return rows.none()
    return rows.filter(case__in=visible_to(actor))

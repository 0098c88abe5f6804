"""`warnings_visible_to(actor)`: the one chokepoint in front of every read of a warning."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.cases.models import CaseStep
from tongban.cases.visibility import overseen_bodies, visible_to
from tongban.directory.authority import APPROVERS, ON_CASES, SUPERVISION
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.guarded import let_through
from tongban.oversight.models import LimitWarning


def warnings_visible_to(actor: Actor) -> QuerySet[LimitWarning]:
    """The warnings that are told to this actor's post, of cases they see: nothing for whom no line below speaks.

    - who serves at a position: what is told to it in their role;
    - a head: what is told to the head of the own body; with a lent power of the items that it names;
    - a supervisor: what is told to whoever supervises the townships of the own county.
    """
    rows = let_through(LimitWarning.objects.all())
    if not isinstance(actor, Staff):
        return rows.none()
    if actor.role in SUPERVISION:
        place = Q(body_id__in=overseen_bodies(actor.body_id))
    elif actor.role in APPROVERS:
        place = Q(body_id=actor.body_id, position__isnull=True)
    elif actor.role in ON_CASES:
        place = Q(position_id=actor.position_id)
    else:
        return rows.none()
    return rows.filter(
        place, role=actor.role, case_id__in=visible_to(actor, overseen=True).order_by().values("id")
    )


def taken_by(actor: Staff) -> Q:
    """Of warnings those of cases that bear the actor's own mark."""
    steps = CaseStep.objects.filter(case=OuterRef("case"), state="open", taken_by=actor.assignment_id)
    return Q(case__holder=actor.assignment_id) | Q(Exists(steps))

"""Whose days away somebody enters: their own; everybody's, as the system's administrator; the township's, as its head.

Whoever is ill does not sign in.  The head knows it first, and nothing waits for an administrator of the county.
"""

from django.db.models import QuerySet

from tongban.directory.authority import APPROVERS
from tongban.directory.models import Absence, Assignment
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff


def _heads(actor: Actor) -> bool:
    """Whether the actor is a head in full: not by a power lent for some items."""
    return isinstance(actor, Staff) and actor.role in APPROVERS and not actor.items and not actor.delegated_by


def enters_days_of(actor: Actor, staff_id: int) -> bool:
    """Whether an actor may enter somebody's days away."""
    if not isinstance(actor, Staff):
        return False
    if actor.role == "system_admin" or actor.staff_id == staff_id:
        return True
    return _heads(actor) and _serving(actor.body_id).filter(staff_id=staff_id).exists()


def strikes_out(actor: Actor, absence: Absence) -> bool:
    """Whether an actor may strike an absence out: a head what a head entered, not what somebody entered themselves."""
    if not isinstance(actor, Staff):
        return False
    if actor.role == "system_admin" or absence.staff_id == actor.staff_id:
        return True
    return (
        absence.entered_by is not None
        and absence.entered_by.role in APPROVERS
        and absence.entered_by.staff_id != absence.staff_id
        and enters_days_of(actor, absence.staff_id)
    )


def whose_days(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Whose days a head may enter beside the own: person and label, each once."""
    if not isinstance(actor, Staff) or not _heads(actor):
        return ()
    found: dict[int, str] = {}
    for row in _serving(actor.body_id).exclude(staff_id=actor.staff_id).order_by("staff__code", "id"):
        found.setdefault(row.staff_id, f"{row.staff.name}（{row.position.site.name} {row.position.name}）")
    return tuple(found.items())


def to_strike_out(actor: Actor) -> frozenset[int]:
    """Of the absences of colleagues that run or are to come, those that a head may strike out."""
    if not isinstance(actor, Staff) or not _heads(actor):
        return frozenset()
    rows = Absence.objects.filter(cancelled_at__isnull=True, ends__gte=time.today()).select_related(
        "entered_by"
    )
    others = rows.filter(staff_id__in=_serving(actor.body_id).values("staff_id")).exclude(
        staff_id=actor.staff_id
    )
    return frozenset(row.id for row in others if strikes_out(actor, row))


def _serving(body_id: int) -> QuerySet[Assignment]:
    return holding(time.today()).filter(position__site__body_id=body_id, delegated_by__isnull=True)

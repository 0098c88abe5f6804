"""Assignments that hold today, as actors."""

from datetime import date

from django.db.models import Q, QuerySet

from tongban.directory.models import Assignment
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import KeptQuery


def holding(on: date) -> QuerySet[Assignment]:
    """The assignments that hold on a day."""
    return Assignment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on).select_related(
        "staff", "position__site"
    )


def _actor(assignment: Assignment) -> Staff:
    position = assignment.position
    return Staff(
        staff_id=assignment.staff_id,
        assignment_id=assignment.id,
        role=assignment.role,
        holder=assignment.holder,
        position_id=position.id,
        position_code=position.code,
        site_id=position.site_id,
        body_id=position.site.body_id,
        label=f"{assignment.staff.name}（{position.name}）",
    )


def assignments_of(account_id: int) -> tuple[Staff, ...]:
    """What an account's person may act as today."""
    rows = holding(time.today()).filter(staff__account__id=account_id, staff__account__is_active=True)
    return tuple(_actor(row) for row in rows.order_by("id"))


# The read of every request of a member of staff.
_HELD = KeptQuery[Assignment](
    lambda on, assignment_id, account_id: holding(on).filter(
        id=assignment_id, staff__account__id=account_id, staff__account__is_active=True
    ),
    {"on": date(1, 1, 1), "assignment_id": -1, "account_id": -2},
)


def actor_for_assignment(assignment_id: int, account_id: int) -> Staff:
    """The actor behind a session.

    Raises:
        NotFound: the assignment ended, or is not this account's.
    """
    row = _HELD.first(on=time.today(), assignment_id=assignment_id, account_id=account_id)
    if row is None:
        raise NotFound("assignment")
    return _actor(row)


def assignment_labels(ids: set[int]) -> dict[int, str]:
    """Name and position for each assignment id, ended ones too."""
    rows = Assignment.objects.filter(id__in=ids).select_related("staff", "position")
    return {row.id: f"{row.staff.name}（{row.position.name}）" for row in rows}

"""Assignments that hold today, as actors."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tongban.directory.models import Assignment
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import KeptValues


def holding(on: date) -> QuerySet[Assignment]:
    """The assignments that hold on a day; a delegated one only while the power behind it does."""
    power = Q(delegated_by__isnull=True) | (
        Q(delegated_by__starts__lte=on, delegated_by__ended_at__isnull=True)
        & (Q(delegated_by__ends__isnull=True) | Q(delegated_by__ends__gte=on))
    )
    own = Q(ended_at__isnull=True) & (Q(ends__isnull=True) | Q(ends__gte=on))
    return Assignment.objects.filter(own, power, starts__lte=on).select_related("staff", "position__site")


# Of an assignment, what an actor is made of; `actor_from` reads them in this order.
_COLUMNS = (
    "id",
    "starts",
    "ends",
    "ended_at",
    "staff__account__id",
    "staff__account__is_active",
    "staff_id",
    "staff__name",
    "role",
    "holder",
    "position_id",
    "position__code",
    "position__name",
    "position__site_id",
    "position__site__body_id",
    "items",
    "delegated_by_id",
    "delegated_by__starts",
    "delegated_by__ends",
    "delegated_by__ended_at",
    "staff__kin_declared",
    "delegated_by__staff__kin_declared",
)


def actor_columns(path: str = "") -> tuple[str, ...]:
    """What a query must read for `actor_from`.

    Args:
        path: the relation that leads to the assignment; empty where the query is about assignments.
    """
    return tuple(f"{path}__{column}" if path else column for column in _COLUMNS)


def actor_from(values: Sequence[Any], account_id: int) -> Staff:
    """The actor that an account works as.

    Args:
        values: of `actor_columns`.
        account_id: whose assignment it must be.

    Raises:
        NotFound: there is no such assignment, it does not hold today, is not this account's, or that is closed.
    """
    today = time.today()
    (
        assignment_id,
        starts,
        ends,
        ended_at,
        holder_account,
        is_active,
        staff_id,
        staff_name,
        role,
        holder,
        position_id,
        position_code,
        position_name,
        site_id,
        body_id,
        items,
        delegated_by,
        power_starts,
        power_ends,
        power_ended_at,
        kin_declared,
        power_kin_declared,
    ) = values
    if assignment_id is None or not _holds(starts, ends, ended_at, today):
        raise NotFound("assignment")
    if delegated_by is not None and not _holds(power_starts, power_ends, power_ended_at, today):
        raise NotFound("assignment")  # nobody hands on what they no longer have
    if holder_account != account_id or not is_active:
        raise NotFound("assignment")
    return Staff(
        staff_id=staff_id,
        assignment_id=assignment_id,
        role=role,
        holder=holder,
        position_id=position_id,
        position_code=position_code,
        site_id=site_id,
        body_id=body_id,
        label=_label(staff_name, position_name, delegated_by),
        items=tuple(items),
        delegated_by=delegated_by,
        kin_declared=bool(kin_declared or power_kin_declared),
    )


def _holds(starts: date, ends: date | None, ended_at: datetime | None, on: date) -> bool:
    return ended_at is None and starts <= on and (ends is None or ends >= on)


def assignments_of(account_id: int) -> tuple[Staff, ...]:
    """What an account's person may act as today."""
    rows = holding(time.today()).filter(staff__account__id=account_id, staff__account__is_active=True)
    return tuple(actor_from(row, account_id) for row in rows.order_by("id").values_list(*_COLUMNS))


_ONE = KeptValues(
    lambda assignment_id: Assignment.objects.filter(id=assignment_id).values_list(*_COLUMNS),
    {"assignment_id": -1},
)


def actor_for_assignment(assignment_id: int, account_id: int) -> Staff:
    """The actor behind an assignment, read by itself; a session brings it along (`actor_from`).

    Raises:
        NotFound: the assignment ended, or is not this account's.
    """
    row = _ONE.first(assignment_id=assignment_id)
    if row is None:
        raise NotFound("assignment")
    return actor_from(row, account_id)


def assignment_labels(ids: set[int]) -> dict[int, str]:
    """Name and position for each assignment id, ended ones too."""
    rows = Assignment.objects.filter(id__in=ids).select_related("staff", "position")
    return {row.id: _label(row.staff.name, row.position.name, row.delegated_by_id) for row in rows}


def delegation_of(assignment_id: int) -> tuple[str, date]:
    """Who lent the power that an assignment is, by name and position; and its first day."""
    power = Assignment.objects.select_related("staff", "position").get(delegations=assignment_id)
    starts = Assignment.objects.values_list("starts", flat=True).get(id=assignment_id)
    return f"{power.staff.name}（{power.position.name}）", starts


def staff_behind(ids: set[int]) -> frozenset[int]:
    """The people behind assignments, ended ones too."""
    return frozenset(Assignment.objects.filter(id__in=ids).values_list("staff_id", flat=True))


def _label(name: str, position: str, delegated_by: int | None) -> str:
    """How colleagues see an assignment: who acts by somebody else's power is told as such."""
    return f"{name}（{position}，受托）" if delegated_by else f"{name}（{position}）"

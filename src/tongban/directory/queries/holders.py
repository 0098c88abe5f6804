"""Who holds a post today, here or away: to whom a matter can go when somebody may not act in it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tongban.directory.models import Absence
from tongban.directory.queries.assignments import holding
from tongban.kernel import time


@dataclass(frozen=True)
class Holder:
    """Somebody with an assignment that holds today and an account that is open.

    Args:
        lender_id: the person whose power it is, of a lent one; else None.
        here: not away today.
    """

    assignment_id: int
    staff_id: int
    lender_id: int | None
    role: str
    label: str
    here: bool
    position_id: int = 0


def holders(
    roles: Collection[str], item_code: str, *, position_id: int | None = None, body_id: int | None = None
) -> tuple[Holder, ...]:
    """Who holds a role at a position, or anywhere in an authority; A holders first.

    Args:
        item_code: powers lent for other items do not count.
    """
    today = time.today()
    gone = Absence.objects.filter(
        staff=OuterRef("staff"), cancelled_at__isnull=True, starts__lte=today, ends__gte=today
    )
    rows = holding(today).filter(role__in=roles, staff__account__is_active=True)
    rows = rows.filter(position=position_id) if position_id is not None else rows
    rows = rows.filter(position__site__body=body_id) if body_id is not None else rows
    found = rows.select_related("staff", "position", "delegated_by").annotate(away=Exists(gone))
    return tuple(
        Holder(
            row.id,
            row.staff_id,
            row.delegated_by.staff_id if row.delegated_by else None,
            row.role,
            f"{row.staff.name}（{row.position.name}{'，受托' if row.delegated_by_id else ''}）",
            not row.away,
            row.position_id,
        )
        for row in found.order_by("holder", "id")
        if not row.items or item_code in row.items
    )

"""The saved lists that somebody may choose from: their own, and what heads of the authority share."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from tongban.cases.models import SavedList
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized


@dataclass(frozen=True)
class SavedView:
    """A saved list.

    Args:
        chosen: the filter, as `ListFilter.values` gives it.
        hidden: columns that are left out.
        shared: shown to everybody of the authority.
        own: this person's, who may save it anew or remove it.
        by: who shares it.
    """

    id: int
    name: str
    group: str
    chosen: Mapping[str, str]
    hidden: tuple[str, ...]
    shared: bool
    own: bool
    by: str
    version: int


def saved_lists(actor: Actor, *, removed: int = 0) -> tuple[SavedView, ...]:
    """The own ones first, each by name; then the shared ones.

    Args:
        removed: the id of one of one's own that was removed and could come back; it alone is given then.

    Raises:
        NotAuthorized: ``staff_only``.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    rows = SavedList.objects.select_related("staff")
    if removed:
        rows = rows.filter(id=removed, staff_id=actor.staff_id, removed_at__isnull=False)
    else:
        rows = rows.filter(Q(staff_id=actor.staff_id) | Q(body_id=actor.body_id), removed_at__isnull=True)
    found = [
        SavedView(
            row.id,
            row.name,
            row.group,
            row.chosen,
            tuple(row.hidden),
            row.body_id is not None,
            row.staff_id == actor.staff_id,
            row.staff.name,
            row.version,
        )
        for row in rows.order_by("name", "id")
    ]
    return tuple(sorted(found, key=lambda one: not one.own))

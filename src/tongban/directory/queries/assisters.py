"""The assisters of the villages that a centre serves: to whom a result may be given to take along."""

from dataclasses import dataclass

from tongban.directory.models import Site
from tongban.directory.queries.assignments import holding
from tongban.kernel import time


@dataclass(frozen=True)
class AssisterAtWork:
    """An assister whose assignment holds today.

    Args:
        assignment_id: as whom they act.
        name: of the person.
        site_id: the village point.
        site_name: its name.
    """

    assignment_id: int
    name: str
    site_id: int
    site_name: str


def assisters_behind(centre_id: int) -> tuple[AssisterAtWork, ...]:
    """The assisters of a centre's village points, by the point's name.

    Args:
        centre_id: of the township's centre.
    """
    rows = holding(time.today()).filter(
        role="assister",
        position__site__kind=Site.Kind.VILLAGE_POINT,
        position__site__handled_by_id=centre_id,
    )
    return tuple(
        AssisterAtWork(row.id, row.staff.name, row.position.site_id, row.position.site.name)
        for row in rows.order_by("position__site__name", "holder", "id")
    )

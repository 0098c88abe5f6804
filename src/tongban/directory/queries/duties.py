"""Who held which assignment, for pages that tell of the past: ended ones too."""

from dataclasses import dataclass

from tongban.directory.models import Assignment, Site, Staff


@dataclass(frozen=True)
class Duty:
    """One assignment in words: the person, the position, the place, the authority."""

    assignment_id: int
    staff_id: int
    staff_name: str
    role: str
    position_id: int
    position_name: str
    site_id: int
    site_name: str
    body_name: str


def duties(assignment_ids: set[int]) -> dict[int, Duty]:
    """Assignment id → what it was."""
    rows = Assignment.objects.filter(id__in=assignment_ids).select_related("staff", "position__site__body")
    return {
        row.id: Duty(
            assignment_id=row.id,
            staff_id=row.staff_id,
            staff_name=row.staff.name,
            role=row.role,
            position_id=row.position_id,
            position_name=row.position.name,
            site_id=row.position.site_id,
            site_name=row.position.site.name,
            body_name=row.position.site.body.name,
        )
        for row in rows
    }


def staff_named(text: str, most: int = 100) -> dict[int, str]:
    """The staff whose name contains a text: id → name."""
    rows = Staff.objects.filter(name__contains=text).order_by("name", "id")[:most]
    return {row.id: row.name for row in rows}


def staff_names(ids: set[int]) -> dict[int, str]:
    """Staff id → name."""
    return dict(Staff.objects.filter(id__in=ids).values_list("id", "name"))


def site_names() -> dict[int, str]:
    """Every site, closed ones too: id → name, by name."""
    return dict(Site.objects.order_by("name").values_list("id", "name"))

"""The divisions below one, for who keeps their layers of the catalogue."""

from tongban.directory.models import Division
from tongban.directory.queries.place_names import PlaceName


def divisions_below(code: str) -> tuple[PlaceName, ...]:
    """Every division of today below one, those directly below it first."""
    found: list[PlaceName] = []
    parents = [code]
    while parents:
        rows = Division.objects.filter(parent_code__in=parents, valid_to__isnull=True).order_by("code")
        level = [PlaceName(row.code, row.name, row.level) for row in rows]
        found += level
        parents = [one.code for one in level]
    return tuple(found)

"""The divisions below one, for who keeps their layers of the catalogue."""

from tongban.directory.models import Division
from tongban.directory.queries.divisions import holding
from tongban.directory.queries.place_names import PlaceName
from tongban.kernel import time


def divisions_below(code: str) -> tuple[PlaceName, ...]:
    """Every division of today below one, those directly below it first."""
    found: list[PlaceName] = []
    parents = [code]
    while parents:
        rows = Division.objects.filter(holding(time.today()), parent_code__in=parents).order_by("code")
        level = [PlaceName(row.code, row.name, row.level) for row in rows]
        found += level
        parents = [one.code for one in level]
    return tuple(found)

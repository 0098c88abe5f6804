"""The checks of the catalogue on what holds in the database, with the people who serve today."""

from collections.abc import Mapping

from tongban.catalogue.authority import require_editor
from tongban.catalogue.checks.finding import KNOWN_POSITIONS, Finding, SampleCheck, Surroundings
from tongban.catalogue.checks.run import PlacedOverride, check_contents
from tongban.catalogue.exchange.parsed import ParsedItem, Place
from tongban.catalogue.models import LayerVersion
from tongban.catalogue.queries.exporting import export_contents
from tongban.directory.models import Position, Site
from tongban.directory.queries import chain, top_division
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Actor

LEVELS = {
    Site.Kind.CENTRE: "township",
    Site.Kind.COUNTY_OFFICE: "county",
    Site.Kind.VILLAGE_POINT: "village",
}


def check_database(actor: Actor, check_sample: SampleCheck | None = None) -> list[Finding]:
    """Everything wrong with the newest layers of all items.

    Raises:
        NotAuthorized: neither set-up nor an editor of the highest layer.
    """
    top = top_division()
    require_editor(actor, top)
    items = [
        ParsedItem(content, {}, Place(f"{code}（{top}）")) for code, content in export_contents(actor).items()
    ]
    return check_contents(items, surroundings(check_sample), _overrides())


def surroundings(check_sample: SampleCheck | None = None) -> Surroundings:
    """What the directory says: positions by level, and those that somebody holds today."""
    there: dict[str, set[str]] = {level: set(known) for level, known in KNOWN_POSITIONS.items()}
    for code, kind in Position.objects.values_list("code", "site__kind"):
        there[LEVELS[Site.Kind(kind)]].add(code)
    held: dict[str, set[str]] = {level: set() for level in there}
    for assignment in holding(time.today()):
        kind = Site.Kind(assignment.position.site.kind)
        held[LEVELS[kind]].add(assignment.position.code)
    return Surroundings(positions=there, held=held, check_sample=check_sample, today=time.today().isoformat())


def _overrides() -> list[PlacedOverride]:
    newest: dict[tuple[str, str], Mapping[str, object]] = {}
    rows = LayerVersion.objects.filter(base=False).select_related("item").order_by("division_code", "number")
    for row in rows:
        newest[row.division_code, row.item.code] = row.content
    return [
        PlacedOverride(
            division,
            override,
            Place(f"{code}（{division}）"),
            {},
            tuple(upper for upper in reversed(chain(division)[1:]) if upper),
        )
        for (division, code), override in newest.items()
    ]

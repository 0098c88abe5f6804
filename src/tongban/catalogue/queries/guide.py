"""What the guide of an item shows: the definition, the places, the remedies."""

from dataclasses import dataclass

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries.versions import all_current, current
from tongban.directory.queries.places import places
from tongban.directory.queries.sites import SiteView, sites
from tongban.kernel import time
from tongban.kernel.errors import NotFound

PLACES = {"window": ("centre",), "village_point": ("village_point",)}


@dataclass(frozen=True)
class RemedyView:
    """Where somebody goes who does not agree (行政复议法 art. 20, 行政诉讼法 art. 46)."""

    kind: str  # "reconsideration", "lawsuit"
    body: str
    days: int | None  # calendar days
    months: int | None


def item(code: str, place: str = "") -> ItemDefinition:
    """The published definition of today at a place.

    Raises:
        NotFound: no such item, not published, or not taken in there.
    """
    definition = current(code, place).definition
    if not definition.published:
        raise NotFound("item")
    return definition


def published_items(channel: str = "", place: str = "") -> tuple[ItemDefinition, ...]:
    """Every published item that a place has taken in and that is still open, or those that a channel takes."""
    today = time.today()
    return tuple(
        found.definition
        for found in all_current(place)
        if found.definition.open_on(today) and (not channel or channel in found.definition.channels)
    )


def places_for(code: str) -> tuple[SiteView, ...]:
    """Where the item is taken in person.

    Raises:
        NotFound: no such item.
    """
    kinds = {kind for channel in item(code).channels for kind in PLACES.get(channel, ())}
    return tuple(site for site in sites() if site.kind in kinds)


def remedies_for(code: str) -> tuple[RemedyView, ...]:
    """The remedies against the deciding body of the item.

    Raises:
        NotFound: no such item.
    """
    return remedies_of(item(code))


def remedies_of(definition: ItemDefinition) -> tuple[RemedyView, ...]:
    """The remedies against the body that decides by a definition.

    None where nobody here holds the position, and none where the item decides nothing over anybody, such as a
    mediation between two sides: then ``remedies_told`` says where one can go.
    """
    if definition.remedies_kind != "administrative":
        return ()
    decider = definition.decider
    body = next(
        (
            held.site.body
            for held in places().positions.values()
            if held.code == decider.position and held.site.body.level == decider.level
        ),
        None,
    )
    if body is None:
        return ()
    return (
        RemedyView("reconsideration", body.reconsideration_body, 60, None),
        RemedyView("lawsuit", body.court, None, 6),
    )

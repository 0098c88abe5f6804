"""The places of the county as every command needs them: authorities, sites, positions, read once a minute.

They change a few times a year.  What a command writes down of them is their ids; their names go onto papers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tongban.directory.models import Body, Position, Site
from tongban.kernel import time
from tongban.kernel.errors import NotFound


@dataclass(frozen=True)
class Places:
    """All of them by id; a site has its body and the site behind it loaded, a position its site."""

    bodies: Mapping[int, Body]
    sites: Mapping[int, Site]
    positions: Mapping[int, Position]


def places() -> Places:
    """The places as of this minute."""
    return _places(time.minute())


def body(body_id: int) -> Body:
    """One authority.

    Raises:
        NotFound: there is none with this id.
    """
    found = places().bodies.get(body_id) or _again().bodies.get(body_id)
    if found is None:
        raise NotFound("body")
    return found


def site(site_id: int) -> Site:
    """One site.

    Raises:
        NotFound: there is none with this id.
    """
    found = places().sites.get(site_id) or _again().sites.get(site_id)
    if found is None:
        raise NotFound("site")
    return found


def position(position_id: int) -> Position:
    """One position.

    Raises:
        NotFound: there is none with this id.
    """
    found = places().positions.get(position_id) or _again().positions.get(position_id)
    if found is None:
        raise NotFound("position")
    return found


def forget_places() -> None:
    """After a change of them in this process."""
    _places.cache_clear()


def _again() -> Places:
    """What is not there may have been entered by another process within this minute."""
    forget_places()
    return places()


@lru_cache(maxsize=2)
def _places(minute: int) -> Places:
    bodies = {row.id: row for row in Body.objects.order_by("id")}
    sites = {row.id: row for row in Site.objects.order_by("id")}
    for row in sites.values():
        row.body = bodies[row.body_id]
        row.handled_by = sites[row.handled_by_id] if row.handled_by_id else None
    positions = {row.id: row for row in Position.objects.order_by("id")}
    for holder in positions.values():
        holder.site = sites[holder.site_id]
    return Places(bodies, sites, positions)

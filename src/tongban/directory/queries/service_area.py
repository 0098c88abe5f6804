"""Which villages are served here, and which centre serves a village."""

from functools import lru_cache

from tongban.directory.models import Division, Site
from tongban.directory.queries.divisions import forget_divisions, holding, serving
from tongban.directory.queries.identity import forget_identity
from tongban.directory.queries.place_names import forget_place_names
from tongban.directory.queries.places import forget_places, places
from tongban.directory.queries.sites import forget_sites
from tongban.kernel import time
from tongban.kernel.errors import NotFound


def villages_served() -> tuple[tuple[str, str], ...]:
    """Code and name of every village whose township has a centre, in the order of the codes.

    Read once a minute per process: divisions change a few times a year.
    """
    return _villages(time.minute())


@lru_cache(maxsize=4)
def _villages(minute: int) -> tuple[tuple[str, str], ...]:
    on = time.today()
    centres = Site.objects.filter(serving(on), kind=Site.Kind.CENTRE).values_list("division_code", flat=True)
    rows = Division.objects.filter(
        holding(on), level=Division.Level.VILLAGE, parent_code__in=list(centres)
    ).order_by("code")
    return tuple(rows.values_list("code", "name"))


def centre_for_village(village_code: str) -> Site:
    """The township centre that handles matters of a village's people.

    Args:
        village_code: 12 digits; its first nine are the township's.

    Raises:
        NotFound: the township has no centre here.
    """
    township = village_code[:9] + "000"
    for site in places().sites.values():
        closed = site.closed_on is not None and site.closed_on <= time.today()
        if site.kind == Site.Kind.CENTRE and site.division_code == township and not closed:
            return site
    raise NotFound("centre")


def forget_service_area() -> None:
    """After a change of sites or divisions in this process."""
    _villages.cache_clear()
    forget_divisions()
    forget_place_names()
    forget_sites()
    forget_places()
    forget_identity()

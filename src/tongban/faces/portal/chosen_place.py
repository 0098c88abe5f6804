"""Where a visitor says they are from: a plain cookie, chosen once, never asked for before it helps."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.directory import queries as directory
from tongban.directory.queries import PlaceName, SiteView
from tongban.faces.common.switches import ONE_YEAR

COOKIE = "tongban_place"


@dataclass(frozen=True)
class Here:
    """The place that a page speaks of.

    Args:
        chosen: the division that was chosen; "": none, and the deployment's default township stands for it.
        township, village: by name; the village only where one was chosen.
        centres: of the township, and points: of the village, or all of the township where none was chosen.
    """

    chosen: str
    township: PlaceName | None
    village: PlaceName | None
    centres: tuple[SiteView, ...]
    points: tuple[SiteView, ...]


def place_of(request: HttpRequest) -> str:
    """The division this visitor chose; "" where none was chosen or the cookie names none that is served."""
    wanted = request.COOKIES.get(COOKIE, "")
    return wanted if wanted in _choices() else ""


def here(request: HttpRequest) -> Here:
    """Where this visitor is, with the sites that serve them."""
    chosen = place_of(request)
    named = directory.above(chosen or directory.default_place())
    township = next((place for place in named if place.level == "township"), None)
    village = next((place for place in named if place.level == "village"), None)
    sites = directory.sites()
    centres = [site for site in sites if site.kind == "centre"]
    points = [site for site in sites if site.kind == "village_point"]
    of_township = township.code[:9] if township else ""
    return Here(
        chosen=chosen,
        township=township,
        village=village,
        centres=tuple(s for s in centres if s.division_code[:9] == of_township) or tuple(centres),
        points=tuple(s for s in points if village and s.division_code == village.code)
        or tuple(s for s in points if s.division_code[:9] == of_township),
    )


def remember(response: HttpResponse, place: str) -> None:
    """Keep the choice for a year, or forget it; a place that is not served is forgotten too."""
    if place in _choices():
        response.set_cookie(
            COOKIE, place, max_age=ONE_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def _choices() -> frozenset[str]:
    served = directory.townships_served()
    return frozenset(
        code
        for township in served
        for code in (township.code, *(village.code for village in township.villages))
    )

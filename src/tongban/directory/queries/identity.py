"""Who runs this service: names for headers and papers.  Data, since rules on names change."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from tongban.directory.models import Division, Site
from tongban.kernel import time


@dataclass(frozen=True)
class IdentityView:
    """The identity profile as far as it is data today."""

    county: str
    centre_name: str
    centre_phone: str
    complaint_phone: str
    demonstration: bool


@lru_cache(maxsize=4)
def _identity(minute: int) -> IdentityView:
    county = Division.objects.filter(level=Division.Level.COUNTY).order_by("code").first()
    centre = Site.objects.filter(kind=Site.Kind.CENTRE).order_by("code").first()
    return IdentityView(
        county=county.name if county else "",
        centre_name=centre.name if centre else "",
        centre_phone=centre.phone if centre else "",
        complaint_phone=centre.complaint_phone if centre else "",
        demonstration=settings.DEMO,
    )


def identity() -> IdentityView:
    """The names to head pages with, read once a minute per process."""
    return _identity(int(time.now().timestamp()) // 60)


def forget_identity() -> None:
    """After a change of the names in this process."""
    _identity.cache_clear()

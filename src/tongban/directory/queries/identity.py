"""Who runs this service: names, logo and colour for every page.  Data, since rules on names change."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from tongban.directory.authority import ADMINISTRATORS, require_role
from tongban.directory.contrast import DEFAULT_ACCENT, contrast_with_white, darker
from tongban.directory.models import Division, IdentityProfile, Site
from tongban.directory.queries.assignments import assignment_labels
from tongban.directory.queries.divisions import holding, serving
from tongban.kernel import time
from tongban.kernel.actors import Actor, System
from tongban.kernel.errors import NotFound

PRODUCT = "Tongban 通办"
"""Heads the pages of a deployment that has no name and no centre yet."""


@dataclass(frozen=True)
class IdentityView:
    """The identity profile and the names of the directory that head a page.

    Args:
        heading: what heads every page: the platform's name, or the first centre's where none was given, or the product's.
        version: of the profile; 0: none was ever set, and the product's own look holds.
        accent: colour of headers and buttons, e.g. ``"#0D3B70"``.
        has_logo: whether a picture stands in place of the product's mark.
        security_contact: for security.txt (RFC 9116); empty: there is none.
    """

    county: str
    centre_name: str
    centre_phone: str
    complaint_phone: str
    demonstration: bool
    platform_name: str = ""
    centre_title: str = ""
    point_title: str = ""
    accent: str = DEFAULT_ACCENT
    has_logo: bool = False
    version: int = 0
    security_contact: str = ""

    @property
    def heading(self) -> str:
        return self.platform_name or self.centre_name or PRODUCT


@dataclass(frozen=True)
class IdentityVersion:
    """One set of names, logo and colour, for the page that changes them."""

    version: int
    platform_name: str
    centre_title: str
    point_title: str
    accent: str
    logo: bytes
    security_contact: str
    starts: datetime
    set_by: str


@lru_cache(maxsize=4)
def _identity(minute: int) -> IdentityView:
    on = time.today()
    county = Division.objects.filter(holding(on), level=Division.Level.COUNTY).order_by("code").first()
    centre = Site.objects.filter(serving(on), kind=Site.Kind.CENTRE).order_by("code").first()
    profile = IdentityProfile.objects.order_by("-id").first()
    return IdentityView(
        county=county.name if county else "",
        centre_name=centre.name if centre else "",
        centre_phone=centre.phone if centre else "",
        complaint_phone=centre.complaint_phone if centre else "",
        demonstration=settings.DEMO,
        platform_name=profile.platform_name if profile else "",
        centre_title=profile.centre_title if profile else "",
        point_title=profile.point_title if profile else "",
        accent=profile.accent if profile else DEFAULT_ACCENT,
        has_logo=bool(profile and profile.logo),
        version=profile.id if profile else 0,
        security_contact=profile.security_contact if profile else "",
    )


def identity() -> IdentityView:
    """The names to head pages with, read once a minute per process."""
    return _identity(time.minute())


def forget_identity() -> None:
    """After a change of the names in this process."""
    _identity.cache_clear()


@lru_cache(maxsize=8)
def identity_colours(version: int) -> dict[str, str]:
    """The colours of a version: accent, a darker one, and whether the accent bears 7:1 for elder mode.

    Raises:
        NotFound: no such version.
    """
    accent = IdentityProfile.objects.filter(id=version).values_list("accent", flat=True).first()
    if accent is None:
        raise NotFound("identity")
    return colours(accent)


def colours(accent: str) -> dict[str, str]:
    """What follows from an accent: itself, a darker one, one for elder mode (7:1, WCAG 1.4.6)."""
    strong = accent
    while contrast_with_white(strong) < 7:
        strong = darker(strong)
    return {"accent": accent, "dark": darker(accent), "strong": strong, "strong_dark": darker(strong)}


@lru_cache(maxsize=8)
def identity_logo(version: int) -> bytes:
    """The logo of a version, PNG.

    Raises:
        NotFound: no such version, or it has none.
    """
    logo = IdentityProfile.objects.filter(id=version).values_list("logo", flat=True).first()
    if not logo:
        raise NotFound("logo")
    return bytes(logo)


def identity_history(actor: Actor) -> tuple[IdentityVersion, ...]:
    """Every version, the newest first, at most fifty.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    if not isinstance(actor, System):
        require_role(actor, *ADMINISTRATORS, code="administrators_only")
    rows = list(IdentityProfile.objects.order_by("-id")[:50])
    labels = assignment_labels({row.set_by_id for row in rows if row.set_by_id})
    return tuple(
        IdentityVersion(
            row.id,
            row.platform_name,
            row.centre_title,
            row.point_title,
            row.accent,
            bytes(row.logo),
            row.security_contact,
            row.starts,
            labels.get(row.set_by_id or 0, ""),
        )
        for row in rows
    )

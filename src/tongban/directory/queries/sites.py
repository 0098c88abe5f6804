"""Sites as the public sees them: where, when, whom to call."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from tongban.directory.models import Assignment, Position, Site
from tongban.directory.queries.divisions import serving
from tongban.kernel import time


@dataclass(frozen=True)
class HoursView:
    """One line of office hours; ``weekdays`` are digits, 1 is Monday."""

    weekdays: str
    opens: str
    closes: str


@dataclass(frozen=True)
class WindowView:
    """A counter window."""

    number: int
    position_code: str
    position_name: str


@dataclass(frozen=True)
class AssisterView:
    """An assister's card: the name and the service phone are public by the plan's service card."""

    name: str
    phone: str


@dataclass(frozen=True)
class SiteView:
    """A site, whole."""

    code: str
    name: str
    kind: str  # centre, village_point, county_office
    division_code: str
    body_name: str
    body_level: str
    reconsideration_body: str
    court: str
    address: str
    phone: str
    complaint_phone: str
    hours: tuple[HoursView, ...]
    windows: tuple[WindowView, ...]
    positions: tuple[str, ...]
    assisters: tuple[AssisterView, ...]


def sites() -> tuple[SiteView, ...]:
    """Every site that serves today, centres first; read once a minute per process."""
    return _sites(time.today(), time.minute())


def forget_sites() -> None:
    """After a change of sites or of who serves there in this process."""
    _sites.cache_clear()


@lru_cache(maxsize=2)
def _sites(on: date, minute: int) -> tuple[SiteView, ...]:
    assisters: dict[int, list[AssisterView]] = {}
    held = Assignment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=on),
        role=Assignment.Role.ASSISTER,
        starts__lte=on,
        ended_at__isnull=True,
    ).select_related("staff", "position")
    for assignment in held.order_by("holder"):
        assisters.setdefault(assignment.position.site_id, []).append(
            AssisterView(assignment.staff.name, assignment.staff.phone)
        )
    rows = (
        Site.objects.filter(serving(on))
        .exclude(phone="", address="")  # entered at set-up, with nothing yet to tell the public
        .select_related("body")
        .prefetch_related("hours", "windows__position", "positions")
    )
    views = [_view(site, on, tuple(assisters.get(site.id, ()))) for site in rows]
    order = {Site.Kind.CENTRE: 0, Site.Kind.VILLAGE_POINT: 1, Site.Kind.COUNTY_OFFICE: 2}
    return tuple(sorted(views, key=lambda view: (order[Site.Kind(view.kind)], view.code)))


def _view(site: Site, on: date, assisters: tuple[AssisterView, ...]) -> SiteView:
    positions: list[Position] = sorted(
        (row for row in site.positions.all() if row.closed_on is None or row.closed_on > on),
        key=lambda position: position.id,
    )
    return SiteView(
        code=site.code,
        name=site.name,
        kind=site.kind,
        division_code=site.division_code,
        body_name=site.body.name,
        body_level=site.body.level,
        reconsideration_body=site.body.reconsideration_body,
        court=site.body.court,
        address=site.address,
        phone=site.phone,
        complaint_phone=site.complaint_phone,
        hours=tuple(
            HoursView(line.weekdays, f"{line.opens:%H:%M}", f"{line.closes:%H:%M}")
            for line in site.hours.all()
        ),
        windows=tuple(
            WindowView(window.number, window.position.code, window.position.name)
            for window in site.windows.all()
        ),
        positions=tuple(position.name for position in positions),
        assisters=assisters,
    )

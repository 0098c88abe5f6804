"""Promises of service and sessions beyond the office hours: as everybody reads them, and as they are kept."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q, QuerySet

from tongban.directory.authority import APPROVERS, require_role
from tongban.directory.models import Body, ExtendedSession, ServicePromise, Site
from tongban.directory.queries.divisions import serving
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.time import today

NEXT, BACK = timedelta(days=60), timedelta(days=92)
MOST = 200
KINDS = tuple(ExtendedSession.Kind.values)


@dataclass(frozen=True)
class PromiseLine:
    """A promise.

    Args:
        site: whose; empty: of every site of the body.
        ends: the last day; None: it goes on.
    """

    id: int
    body: str
    site: str
    text: str
    text_en: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class SessionLine:
    """A session.

    Args:
        held: None: not said yet.
        served: how many people were served.
        waits: its day has come and nobody said what came of it.
    """

    id: int
    site: str
    day: date
    opens: time
    closes: time
    kind: str
    note: str
    held: bool | None
    served: int | None
    cancelled: bool
    waits: bool


@dataclass(frozen=True)
class ServiceOfSite:
    """What a site promises, its next sessions, and what became of the last ones."""

    promises: tuple[PromiseLine, ...]
    next: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]

    @property
    def held(self) -> int:
        """How many of the past ones were held."""
        return sum(bool(one.held) for one in self.past)

    @property
    def served(self) -> int:
        """How many people they served."""
        return sum(one.served or 0 for one in self.past)


@dataclass(frozen=True)
class ServiceDesk:
    """What somebody keeps: the bodies and sites to choose from, promises, sessions.

    Args:
        publishes: promises and sessions; else only what came of a session is entered.
    """

    publishes: bool
    bodies: tuple[tuple[str, str], ...]  # code, name
    sites: tuple[tuple[str, str], ...]
    promises: tuple[PromiseLine, ...]
    next: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]


def service_of_site(site_code: str) -> ServiceOfSite:
    """As the public reads it; nothing where there is no such site."""
    on = today()
    site = Site.objects.filter(serving(on), code=site_code).first()
    if site is None:
        return ServiceOfSite((), (), ())
    promises = ServicePromise.objects.filter(
        Q(site=site) | Q(site__isnull=True),
        Q(ends__isnull=True) | Q(ends__gte=on),
        body_id=site.body_id,
        starts__lte=on,
    )
    sessions = ExtendedSession.objects.filter(site=site, cancelled_at__isnull=True)
    return ServiceOfSite(_promises(promises), _next(sessions), _past(sessions.filter(held__isnull=False)))


def service_desk(actor: Actor) -> ServiceDesk:
    """As it is kept: the system's administrator all; who approves for a body that one's; a clerk the own site's sessions.

    Raises:
        NotAuthorized: ``service_not_yours``.
    """
    reader = require_role(actor, "system_admin", "clerk", *APPROVERS, code="service_not_yours")
    bodies, sites = _reach(reader)
    promises = ServicePromise.objects.filter(body__in=bodies)
    if reader.role == "clerk":
        promises = promises.filter(Q(site__in=sites) | Q(site__isnull=True))
    sessions = ExtendedSession.objects.filter(site__in=sites)
    publishes = reader.role != "clerk" and not reader.items and not reader.delegated_by
    return ServiceDesk(
        publishes,
        tuple(bodies.order_by("code").values_list("code", "name")),
        tuple(sites.order_by("kind", "code").values_list("code", "name")),
        _promises(promises),
        _next(sessions),
        _past(sessions),
    )


def _reach(reader: Staff) -> tuple[QuerySet[Body], QuerySet[Site]]:
    sites = Site.objects.filter(serving(today())).exclude(phone="", address="")
    if reader.role == "system_admin":
        return Body.objects.all(), sites
    own = Body.objects.filter(id=reader.body_id)
    return own, sites.filter(id=reader.site_id) if reader.role == "clerk" else sites.filter(body__in=own)


def _promises(rows: QuerySet[ServicePromise]) -> tuple[PromiseLine, ...]:
    found = rows.select_related("body", "site").order_by("ends", "starts", "id")[:MOST]
    return tuple(
        PromiseLine(
            row.id,
            row.body.name,
            row.site.name if row.site else "",
            row.text,
            row.text_en,
            row.starts,
            row.ends,
        )
        for row in found
    )


def _next(rows: QuerySet[ExtendedSession]) -> tuple[SessionLine, ...]:
    on = today()
    coming = rows.filter(day__range=(on, on + NEXT), held__isnull=True, cancelled_at__isnull=True)
    return _sessions(coming.order_by("day", "opens"))


def _past(rows: QuerySet[ExtendedSession]) -> tuple[SessionLine, ...]:
    on = today()
    over = Q(day__lt=on) | Q(held__isnull=False) | Q(cancelled_at__isnull=False)
    return _sessions(rows.filter(over, day__gte=on - BACK).order_by("-day", "-opens"))


def _sessions(rows: QuerySet[ExtendedSession]) -> tuple[SessionLine, ...]:
    on = today()
    return tuple(
        SessionLine(
            row.id,
            row.site.name,
            row.day,
            row.opens,
            row.closes,
            row.kind,
            row.note,
            row.held,
            row.served,
            row.cancelled_at is not None,
            row.held is None and row.cancelled_at is None and row.day <= on,
        )
        for row in rows.select_related("site")[:MOST]
    )

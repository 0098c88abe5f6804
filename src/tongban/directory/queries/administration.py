"""The places as their keeper sees them: whole, with days, with what hangs on them and who changed what when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from tongban.directory.authority import ADMINISTRATORS, require_role
from tongban.directory.models import Assignment, Body, Division, Position, Site
from tongban.directory.place_values import LEVELS, BodyValues, HoursLine, SiteValues
from tongban.directory.queries.assignments import assignment_labels
from tongban.directory.queries.divisions import holding
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, System
from tongban.kernel.errors import NotFound
from tongban.kernel.models import LedgerEntry

FOUND = 50
"""Divisions that a search shows."""
HISTORY = 100
"""Changes that a page shows, the newest first."""


@dataclass(frozen=True)
class ChangeLine:
    """One change as the ledger has it; ``who`` is empty for the program's set-up."""

    seq: int
    at: datetime
    who: str
    type: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class DivisionLine:
    """One row of a division's days."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date
    valid_to: date | None
    children: int = 0


@dataclass(frozen=True)
class DivisionKept:
    """A division with all its rows, the newest first, those above it and those below."""

    code: str
    rows: tuple[DivisionLine, ...]
    above: tuple[DivisionLine, ...]
    below: tuple[DivisionLine, ...]
    sites: tuple[tuple[str, str], ...]
    history: tuple[ChangeLine, ...]
    seen: int

    @property
    def open(self) -> DivisionLine | None:
        """The row without a last day."""
        return next((row for row in self.rows if row.valid_to is None), None)

    @property
    def level_below(self) -> str:
        place = LEVELS.index(self.rows[0].level)
        return LEVELS[place + 1] if place + 1 < len(LEVELS) else ""


@dataclass(frozen=True)
class BodyKept:
    """An authority with its sites: code and name."""

    values: BodyValues
    sites: tuple[tuple[str, str], ...]
    history: tuple[ChangeLine, ...]
    seen: int


@dataclass(frozen=True)
class PositionKept:
    """A position with its windows and how many serve in it today."""

    code: str
    name: str
    closed_on: date | None
    windows: tuple[int, ...]
    holders: int


@dataclass(frozen=True)
class SiteLine:
    """A site in a list."""

    code: str
    name: str
    kind: str
    division_code: str
    body_name: str
    phone: str
    closed_on: date | None
    holders: int


@dataclass(frozen=True)
class SiteKept:
    """A site, whole; ``serving`` are the labels of those who serve there today or later."""

    id: int
    values: SiteValues
    closed_on: date | None
    positions: tuple[PositionKept, ...]
    windows: tuple[tuple[int, str], ...]
    hours: tuple[HoursLine, ...]
    serving: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    history: tuple[ChangeLine, ...]
    seen: int


def may_look(actor: Actor) -> None:
    """Let administrators of every kind and the program's set-up look.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    if not isinstance(actor, System):
        require_role(actor, *ADMINISTRATORS, code="administrators_only")


def change_history(actor: Actor, stream: str) -> tuple[ChangeLine, ...]:
    """The changes of a stream of the directory, the newest first.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    entries = LedgerEntry.objects.filter(kind="directory", stream=stream).order_by("-seq")
    found = [ledger.decode(raw) for raw in entries.values_list("canonical", flat=True)[:HISTORY]]
    labels = assignment_labels({one.actor["assignment"] for one in found if "assignment" in one.actor})
    return tuple(
        ChangeLine(one.seq, one.at, labels.get(one.actor.get("assignment", 0), ""), one.type, one.data)
        for one in found
    )


def top_divisions(actor: Actor) -> tuple[DivisionLine, ...]:
    """The divisions of today without one above them here.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    today = Division.objects.filter(holding(time.today()))
    known = set(today.values_list("code", flat=True))
    rows = [row for row in today.order_by("code") if row.parent_code not in known]
    return _with_children(rows)


def find_divisions(actor: Actor, text: str) -> tuple[DivisionLine, ...]:
    """Divisions of today by a part of their name or the beginning of their code, at most fifty.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    wanted = text.replace("\0", "").strip()[:60]
    matching = Q(name__contains=wanted) | Q(code__startswith=wanted)
    rows = Division.objects.filter(holding(time.today()), matching).order_by("code")[:FOUND]
    return _with_children(list(rows))


def division_kept(actor: Actor, code: str) -> DivisionKept:
    """A division, whole.

    Raises:
        NotAuthorized: ``administrators_only``.
        NotFound: no such division.
    """
    may_look(actor)
    rows = list(Division.objects.filter(code=code).order_by("-valid_from"))
    if not rows:
        raise NotFound("division")
    above: list[Division] = []
    wanted = rows[0].parent_code
    while wanted and all(one.code != wanted for one in above):
        parent = Division.objects.filter(code=wanted).order_by("-valid_from").first()
        if parent is None:
            break
        above.append(parent)
        wanted = parent.parent_code
    below = Division.objects.filter(parent_code=code, valid_to__isnull=True).order_by("code")
    sites = Site.objects.filter(division_code=code, closed_on__isnull=True).order_by("code")
    history = change_history(actor, f"division:{code}")
    return DivisionKept(
        code,
        tuple(_line(row) for row in rows),
        tuple(_line(row) for row in reversed(above)),
        _with_children(list(below)),
        tuple(sites.values_list("code", "name")),
        history,
        history[0].seq if history else 0,
    )


def bodies_kept(actor: Actor) -> tuple[BodyValues, ...]:
    """Every authority, by code.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    return tuple(_body(row) for row in Body.objects.order_by("code"))


def body_kept(actor: Actor, code: str) -> BodyKept:
    """An authority, whole.

    Raises:
        NotAuthorized: ``administrators_only``.
        NotFound: no such authority.
    """
    may_look(actor)
    row = Body.objects.filter(code=code).first()
    if row is None:
        raise NotFound("body")
    history = change_history(actor, f"body:{code}")
    sites = tuple(Site.objects.filter(body=row).order_by("code").values_list("code", "name"))
    return BodyKept(_body(row), sites, history, history[0].seq if history else 0)


def sites_kept(actor: Actor) -> tuple[SiteLine, ...]:
    """Every site, closed ones too, by kind and code.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    serving = _serving_from(time.today())
    held = dict(
        Assignment.objects.filter(serving)
        .values_list("position__site_id")
        .annotate(found=Count("id"))
        .values_list("position__site_id", "found")
    )
    order = {kind: place for place, kind in enumerate(("centre", "village_point", "county_office"))}
    rows = sorted(Site.objects.select_related("body"), key=lambda row: (order[row.kind], row.code))
    return tuple(
        SiteLine(
            row.code,
            row.name,
            row.kind,
            row.division_code,
            row.body.name,
            row.phone,
            row.closed_on,
            held.get(row.id, 0),
        )
        for row in rows
    )


def site_kept(actor: Actor, code: str) -> SiteKept:
    """A site, whole.

    Raises:
        NotAuthorized: ``administrators_only``.
        NotFound: no such site.
    """
    may_look(actor)
    row = Site.objects.filter(code=code).select_related("body", "handled_by").first()
    if row is None:
        raise NotFound("site")
    serving = Assignment.objects.filter(_serving_from(time.today()), position__site=row)
    held: dict[int, int] = {}
    for position_id in serving.values_list("position_id", flat=True):
        held[position_id] = held.get(position_id, 0) + 1
    windows = list(row.windows.select_related("position"))
    history = change_history(actor, f"site:{code}")
    labels = assignment_labels(set(serving.values_list("id", flat=True)))
    return SiteKept(
        row.id,
        SiteValues(
            row.code,
            row.name,
            row.kind,
            row.division_code,
            row.body.code,
            row.handled_by.code if row.handled_by else "",
            row.address,
            row.phone,
            row.complaint_phone,
        ),
        row.closed_on,
        tuple(
            PositionKept(
                position.code,
                position.name,
                position.closed_on,
                tuple(window.number for window in windows if window.position_id == position.id),
                held.get(position.id, 0),
            )
            for position in Position.objects.filter(site=row).order_by("id")
        ),
        tuple((window.number, window.position.code) for window in windows),
        tuple(HoursLine(line.weekdays, line.opens, line.closes) for line in row.hours.all()),
        tuple(sorted(labels.values())),
        tuple(
            Site.objects.filter(handled_by=row, closed_on__isnull=True)
            .order_by("code")
            .values_list("code", "name")
        ),
        history,
        history[0].seq if history else 0,
    )


def _serving_from(on: date) -> Q:
    """Assignments of today and of later."""
    return Q(ended_at__isnull=True) & (Q(ends__isnull=True) | Q(ends__gte=on))


def _line(row: Division, children: int = 0) -> DivisionLine:
    return DivisionLine(
        row.code, row.name, row.level, row.parent_code, row.valid_from, row.valid_to, children
    )


def _with_children(rows: list[Division]) -> tuple[DivisionLine, ...]:
    below = Division.objects.filter(holding(time.today()), parent_code__in=[row.code for row in rows])
    counted = dict(below.values_list("parent_code").annotate(found=Count("id")))
    return tuple(_line(row, counted.get(row.code, 0)) for row in rows)


def _body(row: Body) -> BodyValues:
    return BodyValues(
        row.code,
        row.name,
        row.short_name,
        row.level,
        row.division_code,
        row.case_prefix,
        row.credit_code,
        row.reconsideration_body,
        row.court,
    )

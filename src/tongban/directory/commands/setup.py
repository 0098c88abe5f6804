"""Setting up the directory: divisions, authorities, sites with their positions, people with their assignments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from tongban.directory.models import (
    Account,
    Assignment,
    Body,
    Division,
    OfficeHours,
    Position,
    Site,
    Staff,
    Window,
)
from tongban.directory.queries.service_area import forget_service_area
from tongban.directory.queries.sites import forget_sites
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotAuthorized


@dataclass(frozen=True)
class DivisionInput:
    """One division as loaded."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date


@dataclass(frozen=True)
class SiteInput:
    """One site with what stands in it."""

    code: str
    name: str
    kind: str
    division_code: str
    body_code: str
    address: str
    phone: str
    complaint_phone: str
    handled_by: str = ""
    positions: tuple[tuple[str, str], ...] = ()  # code, name
    windows: tuple[tuple[int, str], ...] = ()  # number, position code
    hours: tuple[tuple[str, time, time], ...] = field(default=())


@dataclass(frozen=True)
class Appointment:
    """One person in one position.

    Args:
        username: empty for somebody without a log-in.
        password: the first password; stored as a hash.
    """

    staff_code: str
    name: str
    phone: str
    site_code: str
    position_code: str
    role: str
    holder: str
    starts: date
    username: str = ""
    password: str = ""


def _setup_only(actor: Actor) -> None:
    if not isinstance(actor, System):
        raise NotAuthorized("directory_setup_only")


def _record(run: Run, actor: Actor, stream: str, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", stream, [event], at=run.at, actor=actor, command_id=run.id)


def load_divisions(actor: Actor, divisions: Sequence[DivisionInput], *, idempotency_key: str) -> int:
    """Load divisions that are not there yet; how many were new.

    Raises:
        NotAuthorized: only the system's set-up loads divisions.
    """
    _setup_only(actor)
    listed = [[entry.code, entry.name, entry.valid_from] for entry in divisions]
    with command("directory.load_divisions", actor, idempotency_key, {"divisions": listed}, {}) as run:
        if run.replayed:
            return 0
        known = set(Division.objects.values_list("code", "valid_from"))
        new = [
            Division(
                code=entry.code,
                name=entry.name,
                level=entry.level,
                parent_code=entry.parent_code,
                valid_from=entry.valid_from,
            )
            for entry in divisions
            if (entry.code, entry.valid_from) not in known
        ]
        Division.objects.bulk_create(new)
        digest = keyed_digest("divisions", canonical_json(listed))
        _record(run, actor, "divisions", "divisions_loaded", {"count": len(new), "digest": digest})
    forget_service_area()
    return len(new)


def register_body(
    actor: Actor,
    *,
    code: str,
    name: str,
    short_name: str,
    level: str,
    division_code: str,
    case_prefix: str,
    reconsideration_body: str,
    court: str,
    idempotency_key: str,
) -> int:
    """Enter an authority; its id.

    Raises:
        NotAuthorized: only the system's set-up does.
    """
    _setup_only(actor)
    values = {
        "name": name,
        "short_name": short_name,
        "level": level,
        "division_code": division_code,
        "case_prefix": case_prefix,
        "reconsideration_body": reconsideration_body,
        "court": court,
    }
    with command("directory.register_body", actor, idempotency_key, {"code": code, **values}, {}) as run:
        body, created = Body.objects.get_or_create(code=code, defaults=values)
        if created:
            _record(run, actor, f"body:{code}", "body_registered", {"code": code, "level": level})
    forget_service_area()
    return body.id


def open_site(actor: Actor, site: SiteInput, *, idempotency_key: str) -> int:
    """Enter a site with its positions, windows and hours; its id.

    Raises:
        NotAuthorized: only the system's set-up does.
    """
    _setup_only(actor)
    with command(
        "directory.open_site", actor, idempotency_key, {"code": site.code, "name": site.name}, {}
    ) as run:
        if run.replayed:
            return Site.objects.get(code=site.code).id
        row = Site.objects.create(
            code=site.code,
            name=site.name,
            kind=site.kind,
            division_code=site.division_code,
            body=Body.objects.get(code=site.body_code),
            handled_by=Site.objects.get(code=site.handled_by) if site.handled_by else None,
            address=site.address,
            phone=site.phone,
            complaint_phone=site.complaint_phone,
        )
        positions = {
            code: Position.objects.create(site=row, code=code, name=name) for code, name in site.positions
        }
        Window.objects.bulk_create(
            Window(site=row, number=number, position=positions[code]) for number, code in site.windows
        )
        OfficeHours.objects.bulk_create(
            OfficeHours(site=row, weekdays=days, opens=opens, closes=closes)
            for days, opens, closes in site.hours
        )
        _record(run, actor, f"site:{site.code}", "site_opened", {"code": site.code, "kind": site.kind})
    forget_service_area()
    return row.id


def add_position(actor: Actor, site_code: str, code: str, name: str, *, idempotency_key: str) -> int:
    """Give a site one more position; its id.

    Raises:
        NotAuthorized: only the system's set-up does.
    """
    _setup_only(actor)
    body = {"site": site_code, "code": code, "name": name}
    with command("directory.add_position", actor, idempotency_key, body, {}) as run:
        position, created = Position.objects.get_or_create(
            site=Site.objects.get(code=site_code), code=code, defaults={"name": name}
        )
        if created:
            _record(run, actor, f"site:{site_code}", "position_added", {"code": code})
    forget_service_area()
    return position.id


def appoint(actor: Actor, appointment: Appointment, *, idempotency_key: str) -> int:
    """Put a person into a position; the assignment's id.

    Raises:
        NotAuthorized: only the system's set-up does.
    """
    _setup_only(actor)
    body = {
        "staff": appointment.staff_code,
        "site": appointment.site_code,
        "position": appointment.position_code,
        "role": appointment.role,
        "holder": appointment.holder,
        "starts": appointment.starts,
    }
    with command("directory.appoint", actor, idempotency_key, body, {}) as run:
        staff, _ = Staff.objects.get_or_create(
            code=appointment.staff_code, defaults={"name": appointment.name, "phone": appointment.phone}
        )
        position = Position.objects.get(site__code=appointment.site_code, code=appointment.position_code)
        assignment, created = Assignment.objects.get_or_create(
            staff=staff,
            position=position,
            role=appointment.role,
            starts=appointment.starts,
            defaults={"holder": appointment.holder},
        )
        if created:
            _record(run, actor, f"assignment:{assignment.id}", "appointed", body)
        if appointment.username and not Account.objects.filter(staff=staff).exists():
            account = Account(username=appointment.username, staff=staff)
            account.set_password(appointment.password)
            account.save()
    forget_sites()  # a site shows its assisters
    return assignment.id

"""Keeping what is inside a site: positions, windows, office hours."""

from collections.abc import Sequence
from datetime import date

from tongban.directory.commands.places_frame import change, require_sound
from tongban.directory.models import OfficeHours, Position, Site, Window
from tongban.directory.place_values import HoursLine, hours_faults, position_faults, window_faults
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, NotFound


def enter_position(
    actor: Actor, site_code: str, code: str, name: str, *, seen: int | None, idempotency_key: str
) -> None:
    """Give a site one more position.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site.
        InputFaults: by field; ``code_taken``; ``changed_meanwhile``.
    """
    body = {"code": code, "name": name}
    with change("directory.enter_position", actor, idempotency_key, body, f"site:{site_code}", seen) as run:
        if run.replayed:
            return
        site = _site(site_code)
        taken = Position.objects.filter(site=site, code=code).exists()
        faults = [FieldFault("position_code", "code_taken")] if taken else []
        require_sound([*position_faults(code, name), *faults])
        Position.objects.create(site=site, code=code, name=name)
        run.record("position_added", {"code": code, "name": name})


def rename_position(
    actor: Actor, site_code: str, code: str, name: str, *, seen: int | None, idempotency_key: str
) -> None:
    """Give a position another name; its code stays.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site or position.
        InputFaults: by field; ``changed_meanwhile``.
    """
    body = {"code": code, "name": name}
    with change("directory.rename_position", actor, idempotency_key, body, f"site:{site_code}", seen) as run:
        if run.replayed:
            return
        position = _position(site_code, code)
        require_sound(position_faults(code, name))
        if position.name != name:
            Position.objects.filter(id=position.id).update(name=name)
            run.record("position_renamed", {"code": code, "changed": {"name": [position.name, name]}})


def close_position(
    actor: Actor,
    site_code: str,
    code: str,
    *,
    closed_on: date | None,
    seen: int | None,
    idempotency_key: str,
) -> None:
    """Close a position from a day on, or open it again; its windows must be another's first.

    Args:
        closed_on: the first day on which nobody serves in it; None: it goes on.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site or position.
        InputFaults: ``closed_on``: ``position_has_windows`` (their numbers).
    """
    body = {"code": code, "closed_on": closed_on}
    with change("directory.close_position", actor, idempotency_key, body, f"site:{site_code}", seen) as run:
        if run.replayed:
            return
        position = _position(site_code, code)
        held = Window.objects.filter(position=position).order_by("number")
        numbers = ", ".join(str(number) for number in held.values_list("number", flat=True))
        if closed_on is not None and numbers:
            require_sound([FieldFault("closed_on", "position_has_windows", {"numbers": numbers})])
        if position.closed_on != closed_on:
            Position.objects.filter(id=position.id).update(closed_on=closed_on)
            type_ = "position_opened_again" if closed_on is None else "position_closed"
            run.record(type_, {"code": code, "on": closed_on})


def set_windows(
    actor: Actor,
    site_code: str,
    lines: Sequence[tuple[int, str]],
    *,
    seen: int | None,
    idempotency_key: str,
) -> None:
    """State all windows of a site: number, and the code of the position that sits there.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site.
        InputFaults: by line; ``changed_meanwhile``.
    """
    listed = sorted(lines)
    body = {"windows": listed}
    with change("directory.set_windows", actor, idempotency_key, body, f"site:{site_code}", seen) as run:
        if run.replayed:
            return
        site = _site(site_code)
        positions = {row.code: row for row in site.positions.filter(closed_on__isnull=True)}
        require_sound(window_faults(lines, positions))
        old = sorted(site.windows.values_list("number", "position__code"))
        if old != listed:
            site.windows.all().delete()
            Window.objects.bulk_create(
                Window(site=site, number=number, position=positions[code]) for number, code in listed
            )
            run.record("windows_set", {"old": old, "new": listed})


def set_hours(
    actor: Actor, site_code: str, lines: Sequence[HoursLine], *, seen: int | None, idempotency_key: str
) -> None:
    """State all office hours of a site.  They never move a legal limit.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site.
        InputFaults: by line; ``changed_meanwhile``.
    """
    listed = sorted(_as_text("".join(sorted(line.weekdays)), line.opens, line.closes) for line in lines)
    body = {"hours": listed}
    with change("directory.set_hours", actor, idempotency_key, body, f"site:{site_code}", seen) as run:
        if run.replayed:
            return
        site = _site(site_code)
        require_sound(hours_faults(lines))
        old = sorted(_as_text(row.weekdays, row.opens, row.closes) for row in site.hours.all())
        if old != listed:
            site.hours.all().delete()
            OfficeHours.objects.bulk_create(
                OfficeHours(
                    site=site, weekdays="".join(sorted(line.weekdays)), opens=line.opens, closes=line.closes
                )
                for line in lines
            )
            run.record("hours_set", {"old": old, "new": listed})


def _as_text(weekdays: str, opens: object, closes: object) -> list[str]:
    return [weekdays, f"{opens:%H:%M}", f"{closes:%H:%M}"]


def _site(code: str) -> Site:
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise NotFound("site")
    return site


def _position(site_code: str, code: str) -> Position:
    position = Position.objects.filter(site__code=site_code, code=code).first()
    if position is None:
        raise NotFound("position")
    return position

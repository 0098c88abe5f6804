"""Keeping divisions one by one.  A code's row holds for a span of days: a new name is a new row, a closed one keeps its days."""

from datetime import date, timedelta

from tongban.directory.commands.places_frame import change, require_sound
from tongban.directory.division_files import LEVELS, NAME_LENGTH, fits_level
from tongban.directory.models import Body, Division, Site
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, NotFound


def add_division(
    actor: Actor,
    *,
    code: str,
    name: str,
    level: str,
    parent_code: str,
    valid_from: date,
    idempotency_key: str,
) -> None:
    """Enter a division from a day on.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: by field; ``code_taken`` where the code holds already, or will.
    """
    body = {"code": code, "name": name, "level": level, "parent": parent_code, "from": valid_from}
    with change("directory.add_division", actor, idempotency_key, body, f"division:{code}", None) as run:
        if run.replayed:
            return
        faults = []
        if level not in LEVELS:
            faults.append(FieldFault("level", "not_an_option"))
        elif not fits_level(code, level):
            faults.append(FieldFault("code", "not_a_code_of_its_level" if code else "required"))
        faults.extend(_name(name))
        faults.extend(_parent(level, parent_code, valid_from))
        rows = Division.objects.filter(code=code)
        if rows.filter(valid_to__isnull=True).exists() or rows.filter(valid_to__gte=valid_from).exists():
            faults.append(FieldFault("code", "code_taken"))
        require_sound(faults)
        Division.objects.create(
            code=code, name=name, level=level, parent_code=parent_code, valid_from=valid_from
        )
        run.record("division_added", {"code": code, "name": name, "from": valid_from})


def rename_division(
    actor: Actor, code: str, name: str, *, starts: date, seen: int | None, idempotency_key: str
) -> None:
    """Give a division another name from a day on; the row before ends the day before.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such division, or it has ended.
        InputFaults: by field; ``starts``: ``not_after_the_last_name``; ``changed_meanwhile``.
    """
    body = {"name": name, "from": starts}
    with change("directory.rename_division", actor, idempotency_key, body, f"division:{code}", seen) as run:
        if run.replayed:
            return
        row = _open(code)
        faults = list(_name(name))
        if name == row.name:
            faults.append(FieldFault("name", "same_name"))
        if starts <= row.valid_from:
            faults.append(
                FieldFault("starts", "not_after_the_last_name", {"day": row.valid_from.isoformat()})
            )
        require_sound(faults)
        Division.objects.filter(id=row.id).update(valid_to=starts - timedelta(days=1))
        Division.objects.create(
            code=code, name=name, level=row.level, parent_code=row.parent_code, valid_from=starts
        )
        run.record("division_renamed", {"code": code, "changed": {"name": [row.name, name]}, "from": starts})


def close_division(
    actor: Actor, code: str, *, last_day: date, seen: int | None, idempotency_key: str
) -> None:
    """End a division with a last day.  What lies below it and who stands in it must have gone before.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such division, or it has ended.
        InputFaults: ``last_day``: ``ends_before_it_begins``, ``division_has_children`` (codes),
            ``division_has_sites`` (codes); ``changed_meanwhile``.
    """
    body = {"last_day": last_day}
    with change("directory.close_division", actor, idempotency_key, body, f"division:{code}", seen) as run:
        if run.replayed:
            return
        row = _open(code)
        faults = []
        if last_day < row.valid_from:
            faults.append(FieldFault("last_day", "ends_before_it_begins"))
        below = Division.objects.filter(parent_code=code, valid_to__isnull=True).order_by("code")
        if children := list(below.values_list("code", flat=True)[:5]):
            faults.append(FieldFault("last_day", "division_has_children", {"codes": ", ".join(children)}))
        sites = Site.objects.filter(division_code=code, closed_on__isnull=True).values_list("code", flat=True)
        bodies = Body.objects.filter(division_code=code).values_list("code", flat=True)
        if there := sorted({*sites, *bodies})[:5]:
            faults.append(FieldFault("last_day", "division_has_sites", {"codes": ", ".join(there)}))
        require_sound(faults)
        Division.objects.filter(id=row.id).update(valid_to=last_day)
        run.record("division_closed", {"code": code, "on": last_day})


def _open(code: str) -> Division:
    row = Division.objects.filter(code=code, valid_to__isnull=True).order_by("-valid_from").first()
    if row is None:
        raise NotFound("division")
    return row


def _name(name: str) -> list[FieldFault]:
    if not name:
        return [FieldFault("name", "required")]
    if len(name) > NAME_LENGTH:
        return [FieldFault("name", "longer_than", {"most": NAME_LENGTH})]
    return [FieldFault("name", "control_character")] if any(ord(mark) < 32 for mark in name) else []


def _parent(level: str, parent_code: str, on: date) -> list[FieldFault]:
    if level == LEVELS[0]:
        return [FieldFault("parent_code", "province_has_no_parent")] if parent_code else []
    if level not in LEVELS:
        return []
    parent = Division.objects.filter(code=parent_code, valid_to__isnull=True, valid_from__lte=on).first()
    if parent is None:
        return [FieldFault("parent_code", "no_such_division_code" if parent_code else "required")]
    if LEVELS.index(parent.level) >= LEVELS.index(level):
        return [FieldFault("parent_code", "parent_not_above", {"value": parent_code})]
    return []

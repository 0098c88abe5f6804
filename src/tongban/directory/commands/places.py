"""Keeping authorities and sites: entering, changing, closing.  A change is undone by changing again."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q

from tongban.directory.commands.places_frame import change, differences, require_sound
from tongban.directory.models import Body, Division, Site
from tongban.directory.place_values import BodyValues, Known, SiteValues, body_faults, site_faults
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults, NotFound


def known_places() -> Known:
    """What new values may refer to."""
    on = time.today()
    holding = Division.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    bodies = dict(Body.objects.values_list("code", "case_prefix"))
    return Known(
        divisions=dict(holding.values_list("code", "level")),
        bodies=set(bodies),
        prefixes={prefix: code for code, prefix in bodies.items()},
        sites=dict(Site.objects.filter(closed_on__isnull=True).values_list("code", "kind")),
    )


def enter_body(actor: Actor, values: BodyValues, *, idempotency_key: str) -> None:
    """Enter an authority.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: by field; ``code_taken``.
    """
    with change(
        "directory.enter_body", actor, idempotency_key, asdict(values), f"body:{values.code}", None
    ) as run:
        if run.replayed:
            return
        known = known_places()
        require_sound([*body_faults(values, known), *_taken(values.code in known.bodies)])
        Body.objects.create(**asdict(values))
        run.record("body_registered", {"code": values.code, "level": values.level, "name": values.name})


def edit_body(actor: Actor, values: BodyValues, *, seen: int | None, idempotency_key: str) -> None:
    """Change an authority; its code stays.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such authority.
        InputFaults: by field; ``changed_meanwhile``.
    """
    with change(
        "directory.edit_body", actor, idempotency_key, asdict(values), f"body:{values.code}", seen
    ) as run:
        if run.replayed:
            return
        row = Body.objects.filter(code=values.code).first()
        if row is None:
            raise NotFound("body")
        require_sound(body_faults(values, known_places()))
        changed = differences(row, asdict(values))
        if changed:
            Body.objects.filter(id=row.id).update(**{name: new for name, (_, new) in changed.items()})
            run.record("body_changed", {"code": values.code, "changed": changed})


def enter_site(actor: Actor, values: SiteValues, *, idempotency_key: str) -> None:
    """Enter a site; its positions, windows and hours follow.

    Raises:
        NotAuthorized: ``system_admin_only``.
        InputFaults: by field; ``code_taken``.
    """
    with change(
        "directory.enter_site", actor, idempotency_key, asdict(values), f"site:{values.code}", None
    ) as run:
        if run.replayed:
            return
        taken = Site.objects.filter(code=values.code).exists()
        require_sound([*site_faults(values, known_places()), *_taken(taken)])
        Site.objects.create(code=values.code, **_columns(values))
        run.record("site_opened", {"code": values.code, "kind": values.kind, "name": values.name})


def edit_site(actor: Actor, values: SiteValues, *, seen: int | None, idempotency_key: str) -> None:
    """Change a site; its code stays.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site.
        InputFaults: by field; ``changed_meanwhile``.
    """
    with change(
        "directory.edit_site", actor, idempotency_key, asdict(values), f"site:{values.code}", seen
    ) as run:
        if run.replayed:
            return
        row = Site.objects.filter(code=values.code).select_related("body", "handled_by").first()
        if row is None:
            raise NotFound("site")
        known = known_places()
        known.sites.pop(values.code, None)  # no site stands behind itself
        require_sound([*site_faults(values, known), *_points_behind(row, values)])
        changed = differences(site_values(row), asdict(values))
        if changed:
            columns = _columns(values)
            Site.objects.filter(id=row.id).update(**columns)
            run.record("site_changed", {"code": values.code, "changed": changed})


def close_site(
    actor: Actor, code: str, *, closed_on: date | None, seen: int | None, idempotency_key: str
) -> None:
    """Close a site from a day on, or open it again.

    Who serves there and which cases are open there is shown before; both stay as they are.

    Args:
        closed_on: the first day on which it no longer serves; None: it serves on.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such site.
        InputFaults: ``closed_on``: ``points_behind`` (their codes) while village points hand in there.
    """
    body = {"closed_on": closed_on}
    with change("directory.close_site", actor, idempotency_key, body, f"site:{code}", seen) as run:
        if run.replayed:
            return
        row = Site.objects.filter(code=code).first()
        if row is None:
            raise NotFound("site")
        behind = Site.objects.filter(handled_by=row, closed_on__isnull=True).order_by("code")
        points = list(behind.values_list("code", flat=True))
        if closed_on is not None and points:
            raise InputFaults([FieldFault("closed_on", "points_behind", {"codes": ", ".join(points[:10])})])
        if row.closed_on == closed_on:
            return
        Site.objects.filter(id=row.id).update(closed_on=closed_on)
        type_ = "site_opened_again" if closed_on is None else "site_closed"
        run.record(type_, {"code": code, "on": closed_on})


def site_values(row: Site) -> SiteValues:
    """A site's row as entered."""
    return SiteValues(
        code=row.code,
        name=row.name,
        kind=row.kind,
        division_code=row.division_code,
        body_code=row.body.code,
        handled_by=row.handled_by.code if row.handled_by else "",
        address=row.address,
        phone=row.phone,
        complaint_phone=row.complaint_phone,
    )


def _columns(values: SiteValues) -> dict[str, Any]:
    return {
        "name": values.name,
        "kind": values.kind,
        "division_code": values.division_code,
        "body": Body.objects.get(code=values.body_code),
        "handled_by": Site.objects.get(code=values.handled_by) if values.handled_by else None,
        "address": values.address,
        "phone": values.phone,
        "complaint_phone": values.complaint_phone,
    }


def _points_behind(row: Site, values: SiteValues) -> list[FieldFault]:
    """A centre that village points hand in at stays a centre."""
    points = Site.objects.filter(handled_by=row, closed_on__isnull=True)
    if values.kind == "centre" or not points.exists():
        return []
    codes = ", ".join(points.order_by("code").values_list("code", flat=True)[:10])
    return [FieldFault("kind", "points_behind", {"codes": codes})]


def _taken(taken: bool) -> list[FieldFault]:
    return [FieldFault("code", "code_taken")] if taken else []

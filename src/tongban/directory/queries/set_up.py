"""How far the set-up of a county has come, and what is still missing before it can serve anybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tongban.directory.models import Account, Assignment, Body, Division, OfficeHours, Position, Site
from tongban.directory.queries.administration import may_look
from tongban.directory.queries.assignments import holding as assignments_of_day
from tongban.directory.queries.divisions import holding, serving
from tongban.kernel import time
from tongban.kernel.actors import Actor

SHOWN = 20
"""Things of one kind that are named; the rest are counted."""


@dataclass(frozen=True)
class Missing:
    """One kind of gap: its code, how many, and the first of them by name."""

    code: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class SetUpView:
    """Counts by step, and every gap."""

    counts: dict[str, int]
    missing: tuple[Missing, ...]


def set_up_state(actor: Actor) -> SetUpView:
    """What is there and what is missing.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    may_look(actor)
    on = time.today()
    sites = Site.objects.filter(serving(on)).exclude(phone="", address="")
    divisions = Division.objects.filter(holding(on))
    held = assignments_of_day(on)
    positions = Position.objects.filter(site__in=Site.objects.filter(serving(on)), closed_on__isnull=True)
    counts = {
        "divisions": divisions.count(),
        "places": sites.count(),
        "inside": positions.count(),
        "staff": held.exclude(role__in=("system_admin", "security_admin", "auditor")).count(),
    }
    codes = divisions.values("code")
    township = Division.objects.filter(holding(on), level="township")
    gaps = [
        _gap("no_divisions", [] if counts["divisions"] else [""]),
        _gap("no_sites", [] if counts["places"] else [""]),
        _gap(
            "township_without_centre",
            _names(
                township.exclude(code__in=sites.filter(kind="centre").values("division_code"))
                if sites.filter(kind="centre").exists()
                else township.none()
            ),
        ),
        _gap(
            "site_in_no_division", _names(Site.objects.filter(serving(on)).exclude(division_code__in=codes))
        ),
        _gap("body_in_no_division", _names(Body.objects.exclude(division_code__in=codes))),
        _gap(
            "site_without_hours",
            _names(sites.exclude(Exists(OfficeHours.objects.filter(site=OuterRef("pk"))))),
        ),
        _gap(
            "site_without_positions",
            _names(sites.exclude(Exists(Position.objects.filter(site=OuterRef("pk"), closed_on=None)))),
        ),
        _gap(
            "position_without_holder",
            [
                f"{site} · {name}"
                for site, name in positions.exclude(Exists(held.filter(position=OuterRef("pk"))))
                .order_by("site__code", "code")
                .values_list("site__name", "name")
            ],
        ),
        _gap("centre_without_approver", _names(_without(sites.filter(kind="centre"), held, "approver"))),
        _gap("centre_without_clerk", _names(_without(sites.filter(kind="centre"), held, "clerk"))),
        _gap(
            "point_without_assister", _names(_without(sites.filter(kind="village_point"), held, "assister"))
        ),
        _gap(
            "serving_without_account",
            sorted(
                set(
                    held.exclude(role="assister")
                    .exclude(Exists(Account.objects.filter(staff=OuterRef("staff_id"))))
                    .values_list("staff__name", flat=True)
                )
            ),
        ),
    ]
    return SetUpView(counts, tuple(gap for gap in gaps if gap.count))


def _gap(code: str, names: list[str]) -> Missing:
    return Missing(code, len(names), tuple(names[:SHOWN]))


def _names(rows: "QuerySet[Any]") -> list[str]:
    return list(rows.order_by("code").values_list("name", flat=True))


def _without(sites: "QuerySet[Site]", held: "QuerySet[Assignment]", role: str) -> "QuerySet[Site]":
    return sites.exclude(Exists(held.filter(role=role, position__site=OuterRef("pk"))))

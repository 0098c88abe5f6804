"""Whose matters a desk tells of: a head's own authority, or the townships that a supervisor looks after."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from tongban.cases.models import Case
from tongban.cases.visibility import visible_to
from tongban.directory.authority import APPROVERS, SUPERVISION, require_role
from tongban.directory.models import Body
from tongban.directory.queries.places import body, places
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotFound

COUNTY_DIGITS = 6
EVERY_TOWNSHIP = "all"
"""In the place of a township's code."""


@dataclass(frozen=True)
class Scope:
    """Who looks, and at which authorities.

    Args:
        bodies: the authorities that are looked at, in the order of the directory.
        narrowed: only what these took in; False: what the actor sees.
    """

    actor: Staff
    bodies: tuple[Body, ...]
    narrowed: bool = False

    @property
    def cases(self) -> QuerySet[Case]:
        """The cases, by `visible_to`."""
        seen = visible_to(self.actor, overseen=True)
        return seen.filter(body_id__in=sorted(self.ids)) if self.narrowed else seen

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of the authorities."""
        return frozenset(one.id for one in self.bodies)

    @cached_property
    def positions(self) -> frozenset[int]:
        """The ids of all their positions."""
        return frozenset(one.id for one in places().positions.values() if one.site.body_id in self.ids)


def of_head(actor: Actor) -> Scope:
    """The own authority of who decides.

    Raises:
        NotAuthorized: ``approvers_only``.
    """
    staff = require_role(actor, *APPROVERS, code="approvers_only")
    return Scope(staff, (body(staff.body_id),))


def of_supervisor(actor: Actor, township: str = EVERY_TOWNSHIP) -> Scope:
    """The townships of the own county, or one of them.

    Args:
        township: the code of its authority, or `EVERY_TOWNSHIP`.

    Raises:
        NotAuthorized: ``supervisors_only``.
        NotFound: no township of this county has that code.
    """
    staff = require_role(actor, *SUPERVISION, code="supervisors_only")
    county = body(staff.body_id).division_code[:COUNTY_DIGITS]
    below = tuple(
        one
        for one in sorted(places().bodies.values(), key=lambda one: (one.division_code, one.id))
        if one.level == "township" and one.division_code[:COUNTY_DIGITS] == county
    )
    if township == EVERY_TOWNSHIP:
        return Scope(staff, below)
    found = tuple(one for one in below if one.code == township)
    if not found:
        raise NotFound("body")
    return Scope(staff, found, narrowed=True)

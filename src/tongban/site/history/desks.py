"""Who acts: at each post the A holder, on days on which they are away the B holder, and nobody where there is none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from tongban.directory.models import Absence, Assignment
from tongban.directory.queries.duty import actor_of
from tongban.kernel import time
from tongban.kernel.actors import Staff

DECIDERS = frozenset({"approver", "county_approver"})
REVIEWERS = frozenset({"reviewer", "county_reviewer", "assister"})


class Nobody(Exception):
    """On this day nobody serves at the post: the work waits for another day."""


@dataclass
class Desks:
    """The people of the county and their days away, read once."""

    people: tuple[tuple[Staff, str], ...] = ()  # with the code of the site
    away: dict[int, list[tuple[date, date]]] = field(default_factory=dict)

    def read(self) -> "Desks":
        """Read them anew."""
        rows = Assignment.objects.filter(delegated_by__isnull=True, ended_at__isnull=True)
        rows = rows.select_related("position__site", "staff").order_by("holder", "id")
        self.people = tuple((actor_of(row), row.position.site.code) for row in rows)
        self.away = {}
        for staff_id, first, last in Absence.objects.filter(cancelled_at__isnull=True).values_list(
            "staff_id", "starts", "ends"
        ):
            self.away.setdefault(staff_id, []).append((first, last))
        return self

    @property
    def onlooker(self) -> Staff:
        """The head of the township, who sees every matter that it handles."""
        return next(who for who, code in self.people if code == "SL" and who.role == "approver")

    def clerk(self, position: str, site: str = "SL") -> Staff:
        """Who takes in at a window today."""
        return self._serving(
            who
            for who, code in self.people
            if code == site and who.position_code == position and who.role == "clerk"
        )

    def assister(self, site: str) -> Staff:
        """Who serves at a village point today."""
        return self._serving(who for who, code in self.people if code == site and who.role == "assister")

    def of_step(self, position_id: int, kind: str) -> Staff:
        """Who holds a step of the review today."""
        roles = DECIDERS if kind == "approval" else REVIEWERS
        return self.at(position_id, roles)

    def at(self, position_id: int, roles: Collection[str]) -> Staff:
        """Who serves at a position today, in one of some roles."""
        return self._serving(
            who for who, _ in self.people if who.position_id == position_id and who.role in roles
        )

    def body_of(self, position_id: int) -> int:
        """The body that a position belongs to; 0 where nobody holds it."""
        return next((who.body_id for who, _ in self.people if who.position_id == position_id), 0)

    def decider(self, body_id: int) -> Staff:
        """Who decides for a body today."""
        return self._serving(who for who, _ in self.people if who.body_id == body_id and who.role in DECIDERS)

    def reviewer_of(self, body_id: int, position: str) -> Staff:
        """Who reviews at a position of a body today."""
        return self._serving(
            who
            for who, _ in self.people
            if who.body_id == body_id and who.position_code == position and who.role == "reviewer"
        )

    def _serving(self, people: Iterable[Staff]) -> Staff:
        today = time.today()
        for who in people:
            if not any(first <= today <= last for first, last in self.away.get(who.staff_id, ())):
                return who
        raise Nobody

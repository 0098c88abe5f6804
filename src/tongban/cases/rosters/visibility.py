"""`rosters_visible_to(actor)`: the one chokepoint in front of every read of a roster and its rows."""

from django.db.models import QuerySet

from tongban.cases.models import Roster, RosterRow
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.guarded import let_through

TAKES = frozenset({"clerk", "assister"})


def rosters_visible_to(actor: Actor) -> QuerySet[Roster]:
    """The rosters this actor may see: nothing for whom no line below speaks.

    - a clerk: those that the own position at the own site took in;
    - an assister: those of the own point;
    - the system: all.
    """
    rows = let_through(Roster.objects.select_related("key", "site", "by"))
    if isinstance(actor, System):
        return rows
    if not isinstance(actor, Staff) or actor.role not in TAKES:
        return rows.none()
    return rows.filter(site_id=actor.site_id, by__position_id=actor.position_id)


def rosters_in_hand(assignment_id: int) -> QuerySet[Roster]:
    """The rosters that one assignment has under way, without a row of them: for the handover list, which asks who reads."""
    open_ones = (Roster.State.CHECKED, Roster.State.RUNNING)
    return let_through(Roster.objects.select_related("key").filter(by_id=assignment_id, state__in=open_ones))


def all_rows() -> QuerySet[RosterRow]:
    """Every row, for the program's own sweep."""
    return let_through(RosterRow.objects.all())


def rows_of(roster: Roster) -> QuerySet[RosterRow]:
    """The rows of a roster that `rosters_visible_to` has let through, in the list's order."""
    return let_through(RosterRow.objects.filter(roster_id=roster.id).order_by("line"))

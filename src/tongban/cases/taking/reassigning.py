"""To whom a matter can be assigned anew: who is here today at its position and may do it."""

from collections.abc import Iterable

from tongban.cases.taking.holding import WHOLE_MATTER
from tongban.directory.queries.duty import Present, present_at
from tongban.kernel.actors import Staff

DOES_STEPS = frozenset({"reviewer", "county_reviewer", "assister"})


def may_hold(place: str, position_id: int, item_code: str) -> tuple[Present, ...]:
    """Who is here today and may do what lies at a place of the case, A holders first.

    Args:
        place: of `taking.holding`.
        position_id: whose work it is.
    """
    roles = frozenset({"clerk"}) if place == WHOLE_MATTER else DOES_STEPS
    return tuple(_fitting(present_at(position_id), roles, item_code))


def _fitting(
    people: Iterable[tuple[Present, Staff]], roles: frozenset[str], item_code: str
) -> Iterable[Present]:
    for one, actor in people:
        if actor.role in roles and (not actor.items or item_code in actor.items):
            yield one

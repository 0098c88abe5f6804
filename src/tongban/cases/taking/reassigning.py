"""To whom a matter can be assigned anew: who is here today at its position and may do it."""

from collections.abc import Iterable

from tongban.cases.frame import OpenCase
from tongban.cases.kinship import kin_here
from tongban.cases.recusing import positions_beside
from tongban.cases.taking.holding import WHOLE_MATTER
from tongban.directory.queries.duty import Present, present_at
from tongban.kernel.actors import Staff

DOES_STEPS = frozenset({"reviewer", "county_reviewer", "assister"})


def may_hold(place: str, position_id: int, case: OpenCase) -> tuple[Present, ...]:
    """Who is here today and may do what lies at a place of the case, A holders first; nobody who is kin of a party.

    At the counter, where nobody of the position may, whoever takes in at another position of the same body.

    Args:
        place: of `taking.holding`.
        position_id: whose work it is.
    """
    roles = frozenset({"clerk"}) if place == WHOLE_MATTER else DOES_STEPS
    found = _lawful(present_at(position_id), roles, case)
    if found or place != WHOLE_MATTER:
        return found
    others = (one.id for one in positions_beside(position_id))
    return tuple(one for other in others for one in _lawful(present_at(other), roles, case))


def _lawful(
    people: Iterable[tuple[Present, Staff]], roles: frozenset[str], case: OpenCase
) -> tuple[Present, ...]:
    found = tuple(_fitting(people, roles, case.item.definition.code))
    kin = kin_here({one.assignment_id for one, declared in found if declared}, case)
    recused = case.state.course.recused
    return tuple(
        one for one, _declared in found if one.assignment_id not in kin and one.staff_id not in recused
    )


def _fitting(
    people: Iterable[tuple[Present, Staff]], roles: frozenset[str], item_code: str
) -> Iterable[tuple[Present, bool]]:
    """Each with whether they declared anybody: of the others the register is not asked."""
    for one, actor in people:
        if actor.role in roles and (not actor.items or item_code in actor.items):
            yield one, actor.kin_declared

"""Whether the counter may finish a matter while one waits (即办件): by the item's own effect and its basis, or not at all.

The effect ``on_the_spot`` names who decides there in ``role``.  Without it the matter goes the normal way: no delegation
stands in for it, for a delegate never decides on their own opinion (`cases.lent_power`), and here one person does both.
"""

from tongban.cases.frame import OpenCase
from tongban.catalogue.definition import Effect, ItemDefinition
from tongban.kernel.actors import Actor, Staff

EFFECT = "on_the_spot"
KINDS = frozenset({"material_review", "external_system"})
"""Steps that one person at a counter can do while somebody waits: no visit, no meeting, no notice on the wall."""


def spot_effect(item: ItemDefinition) -> Effect | None:
    """The effect by which a role at the counter decides on the spot; None where the item has none or names nobody."""
    found = item.effects.get(EFFECT)
    if found is None or not found.params.get("role"):
        return None
    return found if all(step.kind in KINDS for step in item.steps) else None


def finishes_on_the_spot(actor: Staff, item: ItemDefinition) -> bool:
    """Whether this actor finishes such matters: the role that the effect names, in the item's own position."""
    effect = spot_effect(item)
    return (
        effect is not None
        and effect.params["role"] == actor.role
        and {item.position, *(step.position for step in item.steps)} == {actor.position_code}
    )


def spot_power(item: ItemDefinition) -> str:
    """The power behind the decision as its paper names it; empty for an item without it."""
    effect = spot_effect(item)
    if effect is None:
        return ""
    return f"{effect.basis.law.zh}{effect.basis.article}（即办件，由窗口岗位当场办结）"


def why_not_on_the_spot(actor: Actor, case: OpenCase) -> str:
    """A code that says why this actor may not finish this matter in one act; empty where they may.

    ``spot_not_provided``, ``not_your_position``, ``not_your_body``; ``spot_later_entry``: it came on an earlier day.
    """
    if not isinstance(actor, Staff) or not finishes_on_the_spot(actor, case.item.definition):
        return "spot_not_provided"
    if {case.state.position_id, *(step.position_id for step in case.state.steps)} != {actor.position_id}:
        return "not_your_position"
    if case.state.deciding_body_id != actor.body_id:
        return "not_your_body"
    return "spot_later_entry" if case.state.course.later else ""

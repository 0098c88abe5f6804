"""Whose an open step is: its position's, or where it is the head's approval, that body's approver's."""

from tongban.cases.state import CaseState, StepState
from tongban.directory.queries.places import position
from tongban.kernel.actors import Staff

HEADS = frozenset({"approver", "county_approver"})


def holds(actor: Staff, step: StepState) -> bool:
    """Whether an open step is this actor's to do today by its position; a head gives approvals and nothing else."""
    if step.state != "open":
        return False
    if step.kind == "approval":
        return actor.role in HEADS and position(step.position_id).site.body_id == actor.body_id
    return actor.role not in HEADS and step.position_id == actor.position_id


def own_step(actor: Staff, state: CaseState, *, kind: str = "") -> StepState | None:
    """The first open step that is this actor's; of one kind where one is named."""
    return next((step for step in state.steps if holds(actor, step) and kind in ("", step.kind)), None)

"""To which step a matter may go back, and from which."""

from tongban.cases.state import CaseState, StepState
from tongban.cases.steps.whose import HEADS, holds
from tongban.kernel.actors import Staff


def returned_from(actor: Staff, state: CaseState) -> StepState | None:
    """The step from which this actor may send back: an own open one; of the deciding head whatever is open, or the last."""
    own = next((step for step in state.steps if holds(actor, step)), None)
    if own is not None or not state.steps:
        return own
    if actor.role in HEADS and actor.body_id == state.deciding_body_id:
        return next((step for step in state.steps if step.state == "open"), state.steps[-1])
    return None


def earlier_steps(state: CaseState, origin: StepState) -> tuple[StepState, ...]:
    """The steps that are done and to which a matter may go back from a step; from the end that last one too."""
    codes = [step.code for step in state.steps]
    place = codes.index(origin.code) + (origin.state == "done")
    return tuple(step for step in state.steps[:place] if step.state == "done")

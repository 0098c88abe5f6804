"""Sending a matter back to an earlier step; the limits go on meanwhile."""

from functools import partial

from tongban.cases.frame import act_on
from tongban.cases.kinship import holds_nothing
from tongban.cases.requests import Done
from tongban.cases.steps.earlier import earlier_steps, returned_from
from tongban.cases.steps.entries import leave_entry
from tongban.cases.steps.whose import holds
from tongban.cases.taking.holding import require_free
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act
from tongban.rules.substance import LEAST, why_not_substance

MOST_REASON = 1000


def return_step(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, to: str, reason: str
) -> Done:
    """Send back to an earlier step: it and all after it are gone through anew; nobody outside is told, no clock stops.

    Args:
        to: the step to which it goes back.
        reason: what is to be done again and why, at least ten characters of substance.

    Raises:
        InputFaults: ``choice_missing``: no step that is done before this one; why the reason is none.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.RETURN_STEP,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"to": to, "reason": reason},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        origin = returned_from(actor, case.state)
        if origin is None:
            raise NotAuthorized("not_your_step")
        if holds(actor, origin):  # the head of the deciding body sends back from whatever is open
            require_free(actor, origin, partial(holds_nothing, case))
        faults = []
        if to not in {step.code for step in earlier_steps(case.state, origin)}:
            faults.append(FieldFault("to", "choice_missing"))
        if why := why_not_substance(reason):
            faults.append(FieldFault("reason", why, {"least": LEAST}))
        elif len(reason) > MOST_REASON:
            faults.append(FieldFault("reason", "too_long", {"most": MOST_REASON}))
        if faults:
            raise InputFaults(faults)
        leave_entry(case, origin, "returned", {"to": to, "reason": reason.strip()})
        event = {"to": to, "from": origin.code, "by": actor.assignment_id}
        case.append(Event("step_returned", event))
        return case.save({}, {})

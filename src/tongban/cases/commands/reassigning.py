"""Reassignment: whoever is in charge gives a matter to somebody else of its position, for a stated reason."""

from tongban.cases.frame import act_on
from tongban.cases.requests import Done
from tongban.cases.state import StepState
from tongban.cases.steps.entries import leave_entry
from tongban.cases.taking.holding import mark_on, work_of
from tongban.cases.taking.reassigning import may_hold
from tongban.directory.queries.places import position
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

MOST_WORDS = 300


def reassign(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    to: int,
    reason: str,
    step_code: str = "",
) -> Done:
    """Give the matter at the counter, or an open step, to somebody who is here today and may do it.

    Args:
        to: the assignment that holds it from now on.
        reason: why; kept sealed with the case, for the two whom it concerns and their head.
        step_code: which open step; empty: the one there is, or the matter at the counter.

    Raises:
        NotAuthorized: ``nothing_to_reassign``; ``not_your_body``.
        InputFaults: ``not_an_option`` of the step; ``not_here_today``; ``already_theirs``; a reason that says nothing.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    body = {"to": to, "reason": reason, "step": step_code}
    with act_on(
        Act.REASSIGN,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        work = {
            place: where
            for place, where in work_of(case.state).items()
            if position(where).site.body_id == actor.body_id
        }
        if not work:
            raise NotAuthorized("nothing_to_reassign")
        if step_code and step_code not in work:
            raise InputFaults([FieldFault("step_code", "not_an_option")])
        place = step_code or next(iter(work))
        before = mark_on(case.state, place)
        faults = []
        able = may_hold(place, work[place], case)
        if to not in {one.assignment_id for one in able}:
            faults.append(FieldFault("to", "not_here_today"))
        elif to == before:
            faults.append(FieldFault("to", "already_theirs"))
        if weak := why_not_substance(reason, LEAST_TO_LOOK):
            faults.append(FieldFault("reason", weak, {"least": LEAST_TO_LOOK}))
        elif len(reason) > MOST_WORDS:
            faults.append(FieldFault("reason", "too_long", {"most": MOST_WORDS}))
        if faults:
            raise InputFaults(faults)
        case.append(Event("reassigned", {"step": place, "by": to}))
        step = next((one for one in case.state.steps if one.code == place), StepState("", work[place]))
        leave_entry(case, step, "reassigned", {"reason": reason.strip(), "from": before, "to": to})
        return case.save({}, {})

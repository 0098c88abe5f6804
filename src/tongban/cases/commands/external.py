"""The step that another system does: its number comes back, or the matter goes no further."""

from datetime import datetime
from functools import partial

from tongban.cases.frame import OpenCase, act_on
from tongban.cases.kinship import holds_nothing
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_text
from tongban.cases.signing import signature_faults
from tongban.cases.state import StepState
from tongban.cases.steps.entries import leave_entry
from tongban.cases.steps.whose import holds
from tongban.cases.taking.holding import require_free
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Act

MOST_NUMBER = 60
LEAST_NUMBER = 4
MOST_NOTE = 1000


def complete_external_step(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    step_code: str,
    external_number: str,
    done_at: datetime | None = None,
    note: str = "",
    unreadable: tuple[FieldFault, ...] = (),
) -> Done:
    """Close the step with what the ministry's own system gave back.

    Args:
        external_number: the number there (业务流水号).
        done_at: when it was done there; None: now.
        note: what a later reader should know.
        unreadable: what was typed and is no time.

    Raises:
        InputFaults: ``required``, ``number_too_short``, ``too_long``, ``in_the_future``, ``before_the_step``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"step": step_code, "number": external_number, "done_at": done_at, "note": note}
    with act_on(
        Act.COMPLETE_EXTERNAL_STEP,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
        own_step=step_code,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        step = next((one for one in case.state.steps if one.code == step_code), None)
        if step is None or step.kind != "external_system" or not holds(actor, step):
            raise NotAuthorized("not_your_step")
        require_free(actor, step, partial(holds_nothing, case))
        faults = [
            *unreadable,
            *signature_faults(case, step_code),
            *number_faults("external_number", external_number),
        ]
        if done_at is not None and done_at > case.run.at:
            faults.append(FieldFault("done_at", "in_the_future"))
        elif done_at is not None and step.opened_on and legal_date(done_at) < step.opened_on:
            faults.append(FieldFault("done_at", "before_the_step", {"opened": step.opened_on}))
        if len(note) > MOST_NOTE:
            faults.append(FieldFault("external_note", "too_long", {"most": MOST_NOTE}))
        if faults:
            raise InputFaults(faults)
        return case.save({step_code: closed_by_number(case, actor, step, external_number, done_at, note)}, {})


def number_faults(field: str, external_number: str) -> list[FieldFault]:
    """Why what was typed is no number of another system; empty where it may be one."""
    given = external_number.strip()
    if not given:
        return [FieldFault(field, "required")]
    if len(given) > MOST_NUMBER:
        return [FieldFault(field, "too_long", {"most": MOST_NUMBER})]
    figures = {character for character in given if character.isdigit()}
    if len(given) < LEAST_NUMBER or not figures - {"0"} or len(set(given)) == 1:
        return [FieldFault(field, "external_number_unsound", {"least": LEAST_NUMBER})]
    return []


def closed_by_number(
    case: OpenCase, actor: Staff, step: StepState, external_number: str, done_at: datetime | None, note: str
) -> dict[str, object]:
    """Close the step with its number, that `number_faults` found sound; returns the columns of its row."""
    record = {
        "number": external_number.strip(),
        "done_at": (done_at or case.run.at).isoformat(),
        "note": note.strip(),
    }
    leave_entry(case, step, "external", record, agrees=True)
    case.append(Event("external_completed", {"step": step.code, "by": actor.assignment_id, "agrees": True}))
    return {"opinion": seal_text(note.strip(), case.vault, "case.opinion")}

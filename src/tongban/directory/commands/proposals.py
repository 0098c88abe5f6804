"""Two-person acts: one administrator proposes, one of another kind confirms; only then it happens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from tongban.directory.authority import require_role
from tongban.directory.models import Assignment, Proposal
from tongban.directory.proposals import MANAGING, TURNED_DOWN_BECAUSE, Agreed, Kind, kind_of
from tongban.directory.queries.assignments import holding
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

REASON_LENGTHS = (4, 200)


def propose(
    actor: Actor, kind: str, payload: Mapping[str, Any], *, reason: str, idempotency_key: str
) -> UUID:
    """Propose an act that takes two persons; its id.

    Args:
        kind: code of a registered kind (`directory.proposals`).
        payload: ids and codes only, no personal data.
        reason: 4 to 200 characters; shown to the second person and kept.

    Raises:
        NotAuthorized: ``not_yours_to_propose``; ``concerns_yourself``.
        InputFaults: no such kind, no reason, or what the kind refuses.
        Refusal: ``proposed_already``, where the same act waits for its second person.
    """
    known = kind_of(kind)
    staff = require_role(actor, *known.proposers, code="not_yours_to_propose")
    _not_about(staff, known, payload)
    text = _reason(reason)
    body = {"kind": kind, "payload": dict(payload), "reason": text}
    with command("directory.propose", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return _id_of(run)
        known.check(staff, payload)
        if Proposal.objects.filter(kind=kind, payload=dict(payload), state=Proposal.State.OPEN).exists():
            raise Refusal("proposed_already")
        proposal = Proposal.objects.create(
            id=_id_of(run),
            kind=kind,
            payload=dict(payload),
            reason=text,
            proposed_by_id=staff.assignment_id,
            proposed_at=run.at,
        )
        digest = keyed_digest("proposal", canonical_json(dict(payload)))
        _record(run, staff, proposal, "proposed", {"kind": kind, "payload_digest": digest})
    return proposal.id


def confirm_proposal(actor: Actor, proposal_id: UUID, *, idempotency_key: str) -> None:
    """Say the second yes; the act is carried out in the same transaction.

    Raises:
        NotFound: no such proposal.
        NotAuthorized: ``not_yours_to_confirm``; ``confirm_own``; ``confirm_same_kind``; ``concerns_yourself``.
        Refusal: ``proposal_closed``; ``proposer_left``; and what carrying out refuses.
    """
    staff = require_role(actor, *MANAGING, code="not_yours_to_confirm")
    with command("directory.confirm_proposal", actor, idempotency_key, {"id": str(proposal_id)}, {}) as run:
        proposal, kind = _held(proposal_id)
        if run.replayed:
            return
        _second(staff, proposal, kind)
        _close(run, staff, proposal, Proposal.State.CONFIRMED)
        _record(run, staff, proposal, "proposal_confirmed", {"kind": proposal.kind})
        kind.carry_out(
            Agreed(
                proposal_id=proposal.id,
                payload=dict(proposal.payload),
                reason=proposal.reason,
                proposed_by=proposal.proposed_by_id,
                confirmed_by=staff,
                run=run,
            )
        )


def turn_down_proposal(actor: Actor, proposal_id: UUID, *, reason: str, idempotency_key: str) -> None:
    """Say no to what somebody else proposed.

    Args:
        reason: 4 to 200 characters; kept beside the proposal.

    Raises:
        as `confirm_proposal`, and InputFaults without a reason.
    """
    staff = require_role(actor, *MANAGING, code="not_yours_to_confirm")
    text = _reason(reason)
    body = {"id": str(proposal_id), "reason": text}
    with command("directory.turn_down_proposal", actor, idempotency_key, body, {}) as run:
        proposal, kind = _held(proposal_id)
        if run.replayed:
            return
        _second(staff, proposal, kind)
        proposal.payload = {**proposal.payload, TURNED_DOWN_BECAUSE: text}
        _close(run, staff, proposal, Proposal.State.TURNED_DOWN)
        _record(run, staff, proposal, "proposal_turned_down", {"kind": proposal.kind})


def withdraw_proposal(actor: Actor, proposal_id: UUID, *, idempotency_key: str) -> None:
    """Take back what one proposed oneself.

    Raises:
        NotFound: no such proposal.
        NotAuthorized: ``not_your_proposal``.
        Refusal: ``proposal_closed``.
    """
    staff = require_role(actor, *MANAGING, code="not_yours_to_propose")
    with command("directory.withdraw_proposal", actor, idempotency_key, {"id": str(proposal_id)}, {}) as run:
        proposal, _ = _held(proposal_id)
        if run.replayed:
            return
        if proposal.proposed_by.staff_id != staff.staff_id:
            raise NotAuthorized("not_your_proposal")
        if proposal.state != Proposal.State.OPEN:
            raise Refusal("proposal_closed")
        _close(run, staff, proposal, Proposal.State.WITHDRAWN)
        _record(run, staff, proposal, "proposal_withdrawn", {"kind": proposal.kind})


def _held(proposal_id: UUID) -> tuple[Proposal, Kind]:
    """The proposal, locked until the transaction ends: two yeses at once are one after the other."""
    assert transaction.get_connection().in_atomic_block
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    proposal = rows.filter(id=proposal_id).first()
    if proposal is None:
        raise NotFound("proposal")
    return proposal, kind_of(proposal.kind)


def _second(staff: Staff, proposal: Proposal, kind: Kind) -> None:
    """Whether this person may have the second word."""
    first: Assignment = proposal.proposed_by
    if staff.role not in kind.confirmers:
        raise NotAuthorized("not_yours_to_confirm")
    if first.staff_id == staff.staff_id:
        raise NotAuthorized("confirm_own")
    if first.role == staff.role:
        raise NotAuthorized("confirm_same_kind")
    if proposal.state != Proposal.State.OPEN:
        raise Refusal("proposal_closed")
    if not holding(time.today()).filter(id=first.id).exists():
        raise Refusal("proposer_left")  # the first yes is nobody's any more
    _not_about(staff, kind, proposal.payload)


def _not_about(staff: Staff, kind: Kind, payload: Mapping[str, Any]) -> None:
    if staff.staff_id in kind.concerns(payload):
        raise NotAuthorized("concerns_yourself")


def _close(run: Run, staff: Staff, proposal: Proposal, state: Proposal.State) -> None:
    proposal.state = state
    proposal.decided_by_id = staff.assignment_id
    proposal.decided_at = run.at
    proposal.save(update_fields=["state", "payload", "decided_by", "decided_at"])


def _record(run: Run, actor: Actor, proposal: Proposal, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", f"proposal:{proposal.id}", [event], at=run.at, actor=actor, command_id=run.id)


def _id_of(run: Run) -> UUID:
    """A replay answers the first run's proposal without a look-up: its id comes from the command's."""
    return uuid5(run.id, "proposal")


def _reason(text: str) -> str:
    least, most = REASON_LENGTHS
    plain = text.replace("\0", "").strip()
    if len(plain) < least:
        raise InputFaults([FieldFault("reason", "too_short", {"least": least})])
    if len(plain) > most:
        raise InputFaults([FieldFault("reason", "too_long", {"most": most})])
    return plain

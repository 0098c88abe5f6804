"""Two-person acts: one administrator proposes, one of another kind confirms; only then it happens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from tongban.directory.authority import require_role
from tongban.directory.models import Assignment, Proposal
from tongban.directory.persons import rows_of_person, rows_of_persons
from tongban.directory.proposals import (
    MANAGING,
    TOLD_APART_BECAUSE,
    TOLD_THEN,
    TURNED_DOWN_BECAUSE,
    Agreed,
    Kind,
    doubted,
    kind_of,
    proposer_serves,
)
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.rules.substance import why_not_substance

REASON_LENGTHS = (4, 200)
MEANING = 4  # characters of a reason that carry meaning; dots and strokes carry none


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
        Refusal: ``proposed_already``, where the same act waits for its second person; what somebody proposed who no
            longer serves does not wait, and is closed by this one.
    """
    known = kind_of(kind)
    staff = require_role(actor, *known.proposers, code="not_yours_to_propose")
    _not_about(staff, known, payload)
    text = checked_reason(reason)
    body = {"kind": kind, "payload": dict(payload), "reason": text}
    with command("directory.propose", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return _id_of(run)
        known.check(staff, payload)
        _make_room(run, staff, kind, payload)
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


def confirm_proposal(
    actor: Actor, proposal_id: UUID, *, idempotency_key: str, different_people: str = ""
) -> None:
    """Say the second yes; the act is carried out in the same transaction.

    Args:
        different_people: where the register has somebody else of the same name: how the confirming administrator
            knows that they are two people, 4 to 200 characters; kept with the proposal.

    Raises:
        NotFound: no such proposal.
        InputFaults: ``different_people``: ``two_of_a_name``, where it is not said; ``reason_...``.
        NotAuthorized: ``not_yours_to_confirm``; ``confirm_own``; ``confirm_same_kind``; ``concerns_yourself``.
        Refusal: ``proposal_closed``; ``proposer_left``; and what carrying out refuses.
    """
    staff = require_role(actor, *MANAGING, code="not_yours_to_confirm")
    body = {"id": str(proposal_id), **({"different_people": different_people} if different_people else {})}
    with command("directory.confirm_proposal", actor, idempotency_key, body, {}) as run:
        proposal, kind = _held(proposal_id)
        if run.replayed:
            return
        _second(staff, proposal, kind)
        payload = dict(proposal.payload)
        told_apart = _tell_apart(proposal, kind, different_people)
        _close(run, staff, proposal, Proposal.State.CONFIRMED)
        _record(run, staff, proposal, "proposal_confirmed", {"kind": proposal.kind, "told_apart": told_apart})
        kind.carry_out(
            Agreed(
                proposal_id=proposal.id,
                payload=payload,
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
    text = checked_reason(reason)
    body = {"id": str(proposal_id), "reason": text}
    with command("directory.turn_down_proposal", actor, idempotency_key, body, {}) as run:
        proposal, kind = _held(proposal_id)
        if run.replayed:
            return
        _second(staff, proposal, kind, yes=False)
        proposal.payload = {**proposal.payload, TURNED_DOWN_BECAUSE: text}
        _close(run, staff, proposal, Proposal.State.TURNED_DOWN)
        _record(run, staff, proposal, "proposal_turned_down", {"kind": proposal.kind})


def withdraw_proposal(actor: Actor, proposal_id: UUID, *, idempotency_key: str) -> None:
    """Take back what one proposed oneself; or what somebody proposed who no longer serves.

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
        own = proposal.proposed_by.staff_id == staff.staff_id
        if not own and proposer_serves(proposal):
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


def _make_room(run: Run, staff: Staff, kind: str, payload: Mapping[str, Any]) -> None:
    """The same act waits once; what nobody stands behind any more is closed, since nobody could confirm it.

    Raises:
        Refusal: ``proposed_already``.
    """
    open_ones = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    for one in open_ones.filter(kind=kind, payload=dict(payload), state=Proposal.State.OPEN):
        if proposer_serves(one):
            raise Refusal("proposed_already")
        _close(run, staff, one, Proposal.State.WITHDRAWN)
        _record(run, staff, one, "proposal_withdrawn", {"kind": kind})


def _tell_apart(proposal: Proposal, kind: Kind, different_people: str) -> bool:
    """Whether two rows of one name had to be told apart, and were, in words that stay with the proposal."""
    if not doubted(kind, proposal.payload):
        return False
    if not different_people.strip():
        raise InputFaults([FieldFault("different_people", "two_of_a_name")])
    text = checked_reason(different_people, "different_people")
    proposal.payload = {**proposal.payload, TOLD_APART_BECAUSE: text}
    return True


def _second(staff: Staff, proposal: Proposal, kind: Kind, *, yes: bool = True) -> None:
    """Whether this person may have the second word.

    Args:
        yes: a no is also said to what nobody stands behind any more.
    """
    first: Assignment = proposal.proposed_by
    if staff.role not in kind.confirmers:
        raise NotAuthorized("not_yours_to_confirm")
    if first.staff_id in rows_of_person(staff.staff_id):  # a second account is no second person
        raise NotAuthorized("confirm_own")
    if first.role == staff.role:
        raise NotAuthorized("confirm_same_kind")
    if proposal.state != Proposal.State.OPEN:
        raise Refusal("proposal_closed")
    if yes and not proposer_serves(proposal):
        raise Refusal("proposer_left")  # the first yes is nobody's any more
    _not_about(staff, kind, proposal.payload)


def _not_about(staff: Staff, kind: Kind, payload: Mapping[str, Any]) -> None:
    if staff.staff_id in rows_of_persons(kind.concerns(payload)):
        raise NotAuthorized("concerns_yourself")


def _close(run: Run, staff: Staff, proposal: Proposal, state: Proposal.State) -> None:
    # read before anything is carried out: what was to be erased cannot be told from what is left of it
    proposal.payload = {**proposal.payload, TOLD_THEN: [list(one) for one in _told(proposal)]}
    proposal.state = state
    proposal.decided_by_id = staff.assignment_id
    proposal.decided_at = run.at
    proposal.save(update_fields=["state", "payload", "decided_by", "decided_at"])


def _told(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    plain = {
        name: value
        for name, value in proposal.payload.items()
        if name not in (TURNED_DOWN_BECAUSE, TOLD_APART_BECAUSE)
    }
    return kind_of(proposal.kind).told(plain)


def _record(run: Run, actor: Actor, proposal: Proposal, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", f"proposal:{proposal.id}", [event], at=run.at, actor=actor, command_id=run.id)


def _id_of(run: Run) -> UUID:
    """A replay answers the first run's proposal without a look-up: its id comes from the command's."""
    return uuid5(run.id, "proposal")


def checked_reason(text: str, field: str = "reason") -> str:
    """Words that say something, 4 to 200 characters, as they are kept.

    Raises:
        InputFaults: on ``field``: ``too_short``, ``too_long``, ``reason_...``.
    """
    least, most = REASON_LENGTHS
    plain = text.replace("\0", "").strip()
    if len(plain) < least:
        raise InputFaults([FieldFault(field, "too_short", {"least": least})])
    if len(plain) > most:
        raise InputFaults([FieldFault(field, "too_long", {"most": most})])
    if code := why_not_substance(plain, MEANING):
        code = "too_short" if code == "reason_too_short" else code
        raise InputFaults([FieldFault(field, code, {"least": MEANING})])
    return plain

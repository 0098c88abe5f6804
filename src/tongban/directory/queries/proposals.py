"""Two-person acts as the administrators see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.directory.authority import ADMINISTRATORS, require_role
from tongban.directory.models import Proposal
from tongban.directory.persons import rows_of_person, rows_of_persons
from tongban.directory.proposals import (
    MANAGING,
    TOLD_APART_BECAUSE,
    TOLD_THEN,
    TURNED_DOWN_BECAUSE,
    Kind,
    doubted,
    kind_of,
    latest_confirmed,
    proposer_serves,
)
from tongban.directory.queries.assignments import assignment_labels
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import InputFaults, NotFound

CLOSED_SHOWN = 100


@dataclass(frozen=True)
class ProposalView:
    """One proposal.

    Attributes:
        facts: code of a fact and its value; a value of the fact ``role`` is a role's code.
        may: what this reader may do: ``confirm`` (and turn down), ``withdraw``, or nothing.
        two_of_a_name: the register has another of this name: whoever confirms says how they know them apart.
        told_apart_because: what was said then.
        why_not: where it waits and this reader may not confirm it, the code that says why.
    """

    id: UUID
    kind: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    turned_down_because: str
    may: str
    why_not: str
    told_apart_because: str = ""
    two_of_a_name: bool = False


def proposals(actor: Actor, *, waiting: bool) -> tuple[ProposalView, ...]:
    """What waits for a second person, oldest first; or what is closed, newest first.

    Raises:
        NotAuthorized: ``administrators_only``.
    """
    staff = require_role(actor, *ADMINISTRATORS, code="administrators_only")
    rows = Proposal.objects.select_related("proposed_by")
    if waiting:
        found = list(rows.filter(state=Proposal.State.OPEN).order_by("proposed_at"))
    else:
        found = list(rows.exclude(state=Proposal.State.OPEN).order_by("-decided_at")[:CLOSED_SHOWN])
    ids = {row.proposed_by_id for row in found} | {row.decided_by_id for row in found if row.decided_by_id}
    labels = assignment_labels({one for one in ids if one is not None})
    return tuple(_view(row, staff, labels) for row in found)


def proposal(actor: Actor, proposal_id: UUID) -> ProposalView:
    """One proposal.

    Raises:
        NotAuthorized: ``administrators_only``.
        NotFound: there is none.
    """
    staff = require_role(actor, *ADMINISTRATORS, code="administrators_only")
    row = Proposal.objects.select_related("proposed_by").filter(id=proposal_id).first()
    if row is None:
        raise NotFound("proposal")
    ids = {row.proposed_by_id, row.decided_by_id} - {None}
    return _view(row, staff, assignment_labels({one for one in ids if one is not None}))


def proposals_told(ids: set[UUID]) -> dict[UUID, ProposalView]:
    """Proposals by their ids, with nothing to do on them; for pages that tell of the past."""
    rows = list(Proposal.objects.filter(id__in=ids).select_related("proposed_by")) if ids else []
    by = {row.proposed_by_id for row in rows} | {row.decided_by_id for row in rows}
    labels = assignment_labels({one for one in by if one is not None})
    return {row.id: _view(row, None, labels) for row in rows}


def waiting_for(actor: StaffActor) -> int:
    """How many proposals wait for this administrator's second word."""
    return sum(view.may == "confirm" for view in proposals(actor, waiting=True))


def last_agreed(code: str) -> ProposalView | None:
    """The newest act of a kind that two persons agreed to, e.g. the switch of a safety; for any administrator's page."""
    row = latest_confirmed(code)
    if row is None:
        return None
    labels = assignment_labels({one for one in (row.proposed_by_id, row.decided_by_id) if one is not None})
    return _view(row, None, labels)


def _view(row: Proposal, staff: StaffActor | None, labels: dict[int, str]) -> ProposalView:
    kept = (TURNED_DOWN_BECAUSE, TOLD_APART_BECAUSE, TOLD_THEN)
    payload = {name: value for name, value in row.payload.items() if name not in kept}
    two_of_a_name = False
    try:
        kind = kind_of(row.kind)
        facts, about, confirmers = _facts(row, kind, payload), kind.concerns(payload), kind.confirmers
        two_of_a_name = row.state == Proposal.State.OPEN and bool(doubted(kind, payload))
    except InputFaults:  # of a kind that this version does not know any more
        facts, about, confirmers = (), frozenset(), frozenset()
    why = _why_not(row, staff, about, confirmers) if staff else "closed"
    mine = staff is not None and row.proposed_by.staff_id == staff.staff_id
    left = why == "proposer_left" and staff is not None and staff.role in MANAGING
    open_ = row.state == Proposal.State.OPEN
    return ProposalView(
        id=row.id,
        kind=row.kind,
        facts=facts,
        reason=row.reason,
        state=row.state,
        proposed_by=labels.get(row.proposed_by_id, ""),
        proposed_at=row.proposed_at,
        decided_by=labels.get(row.decided_by_id or 0, ""),
        decided_at=row.decided_at,
        turned_down_because=str(row.payload.get(TURNED_DOWN_BECAUSE, "")),
        may="" if not open_ else "confirm" if not why else "withdraw" if mine or left else "",
        why_not=why if open_ else "",
        told_apart_because=str(row.payload.get(TOLD_APART_BECAUSE, "")),
        two_of_a_name=two_of_a_name,
    )


def _facts(row: Proposal, kind: Kind, payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What it says; of a closed one, what it said then."""
    then = row.payload.get(TOLD_THEN)
    return kind.told(payload) if then is None else tuple((code, value) for code, value in then)


def _why_not(row: Proposal, staff: StaffActor, about: frozenset[int], confirmers: frozenset[str]) -> str:
    if row.state != Proposal.State.OPEN:
        return "closed"
    if row.proposed_by.staff_id in rows_of_person(staff.staff_id):
        return "confirm_own"
    if not proposer_serves(row):
        return "proposer_left"
    if staff.staff_id in rows_of_persons(about):
        return "concerns_yourself"
    if staff.role not in confirmers:
        return "not_yours_to_confirm"
    if row.proposed_by.role == staff.role:
        return "confirm_same_kind"
    return ""

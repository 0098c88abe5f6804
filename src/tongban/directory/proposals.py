"""Kinds of two-person acts (双人办理), each with what carries it out; `site/wiring.py` shows them all.

A kind says who may propose and who may confirm.  That nobody confirms what they proposed, that the confirming
administrator is of another kind, and that nobody decides over themselves holds for every one of them
(`directory.commands.proposals`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongban.directory.models import Proposal
from tongban.directory.persons import alike
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, InputFaults

TURNED_DOWN_BECAUSE = "turned_down_because"  # kept in the payload, which is closed by then
TOLD_THEN = "told_then"  # what it said when it was closed: its subject may be gone afterwards
TOLD_APART_BECAUSE = "different_people_because"  # likewise
MANAGING = frozenset({"system_admin", "security_admin"})  # the auditor looks on and changes nothing


@dataclass(frozen=True)
class Agreed:
    """A proposal at the moment of its second yes.

    Attributes:
        proposal_id: the proposal; a fit idempotency key of what is carried out.
        payload: as proposed.
        proposed_by: assignment id of the first person.
        confirmed_by: the second person.
        run: the confirming command: events of the executor carry its id and moment.
    """

    proposal_id: UUID
    payload: Mapping[str, Any]
    reason: str
    proposed_by: int
    confirmed_by: Staff
    run: Run


def _nothing(actor: Staff, payload: Mapping[str, Any]) -> None:
    """Nothing to look at."""


def _nobody(payload: Mapping[str, Any]) -> frozenset[int]:
    return frozenset()


def _as_it_is(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sorted(payload.items()))


@dataclass(frozen=True)
class Kind:
    """One kind of act.

    Args:
        code: e.g. ``recover_account``; its words are in the group ``proposal_kind`` of `faces/common/words.py`.
        carry_out: does it, inside the confirming command's transaction; what it raises takes the yes back.
        check: refuses at the proposal what could never be carried out (`InputFaults`, `Refusal`).
        concerns: ids of the staff it is about; none of them may propose or confirm.
        told: what it says to the second person, as (code of the fact, value); codes have their words in the
            group ``proposal_fact``.
        appoints: who is given something by it: where the register has another of the same name, the second person
            says in words that these are two people.
        proposers, confirmers: roles.
    """

    code: str
    carry_out: Callable[[Agreed], None]
    check: Callable[[Staff, Mapping[str, Any]], None] = _nothing
    concerns: Callable[[Mapping[str, Any]], frozenset[int]] = _nobody
    told: Callable[[Mapping[str, Any]], tuple[tuple[str, str], ...]] = _as_it_is
    appoints: Callable[[Mapping[str, Any]], frozenset[int]] = _nobody
    proposers: frozenset[str] = MANAGING
    confirmers: frozenset[str] = MANAGING


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Register a kind; called by `site/wiring.py` alone.

    Raises:
        ValueError: an auditor is to propose or confirm, or nobody of another kind could confirm.
    """
    if "auditor" in kind.proposers | kind.confirmers:
        raise ValueError(f"{kind.code}: the auditor changes nothing")
    if any(not kind.confirmers - {proposer} for proposer in kind.proposers):
        raise ValueError(f"{kind.code}: nobody of another kind could confirm")
    _kinds[kind.code] = kind


def kinds() -> tuple[Kind, ...]:
    """Every registered kind."""
    return tuple(_kinds.values())


def kind_of(code: str) -> Kind:
    """The kind behind a code.

    Raises:
        InputFaults: ``not_an_option``.
    """
    try:
        return _kinds[code]
    except KeyError:
        raise InputFaults([FieldFault("kind", "not_an_option")]) from None


def proposer_serves(row: Proposal) -> bool:
    """Whether the assignment that somebody proposed in still holds; otherwise the first yes is nobody's any more."""
    return holding(time.today()).filter(id=row.proposed_by_id).exists()


def doubted(kind: Kind, payload: Mapping[str, Any]) -> tuple[int, ...]:
    """Other rows of the register that bear the name of who is appointed."""
    people = kind.appoints(payload)
    return tuple(sorted({one.staff_id for person in people for one in alike(person) if one.same_name}))


def latest_confirmed(code: str) -> Proposal | None:
    """The newest act of a kind that two persons agreed to; of rooms and kernel wiring, not of faces."""
    found = Proposal.objects.filter(kind=code, state=Proposal.State.CONFIRMED)
    return found.order_by("-decided_at").select_related("proposed_by__staff", "decided_by__staff").first()

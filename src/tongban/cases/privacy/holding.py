"""Legal holds (法律保全): a matter that must be kept whatever its period says; one person places it, two lift it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tongban.cases.frame import plain_number
from tongban.cases.models import Case, LegalHold
from tongban.cases.privacy.visibility import DESK
from tongban.cases.sealed import seal_text
from tongban.directory.commands import propose
from tongban.directory.proposals import Agreed, Kind
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import open_vault
from tongban.rules.substance import LEAST, why_not_substance

LIFTING = "lift_hold"
STREAM = "hold"
CONTEXT = "hold.reason"
REASON_LENGTHS = (10, 300)


def place_hold(actor: Actor, number: str, *, reason: str, idempotency_key: str) -> int:
    """Keep a case from being erased, until two persons lift it; the hold's id.

    Args:
        reason: which dispute, audit or order, 10 to 300 characters; sealed under the case's key.

    Raises:
        NotAuthorized: not the security administrator.
        InputFaults: no reason.
        NotFound: no such case.
        Refusal: ``already_held``.
        Erased: the case was erased before.
    """
    if not isinstance(actor, Staff) or actor.role != DESK:
        raise NotAuthorized("not_your_power")
    reason = reason.strip()
    least, most = REASON_LENGTHS
    if not least <= len(reason) <= most:
        limits = {"least": least, "most": most}
        code = "required" if not reason else "too_short" if len(reason) < least else "too_long"
        raise InputFaults([FieldFault("reason", code, limits)])
    if why := why_not_substance(reason):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST})])
    plain = plain_number(number)
    body = {"number": plain, "reason": reason}
    with command("cases.place_hold", actor, idempotency_key, body, {}) as run:
        case = Case.objects.select_for_update(of=("self",)).select_related("key").filter(number=plain).first()
        if case is None:
            raise NotFound("case")
        live = LegalHold.objects.filter(case=case, lifted_at__isnull=True).first()
        if live is not None:
            if run.replayed:
                return live.id
            raise Refusal("already_held")
        hold = LegalHold.objects.create(
            case=case,
            reason=seal_text(reason, open_vault(case.key), CONTEXT),
            placed_by_id=actor.assignment_id,
            placed_at=run.at,
        )
        _record(case.id, "hold_placed", hold.id, run, actor)
    return hold.id


def propose_lifting(actor: Actor, hold_id: int, *, reason: str, idempotency_key: str) -> UUID:
    """Propose to lift a hold; an administrator of another kind confirms; the proposal's id.

    Raises:
        NotAuthorized, InputFaults: as `directory.commands.propose`.
        NotFound: no such hold.
        Refusal: ``hold_lifted``; ``proposed_already``.
    """
    if not isinstance(actor, Staff) or actor.role != DESK:
        raise NotAuthorized("not_your_power")
    with command(
        "cases.propose_lifting", actor, idempotency_key, {"hold": hold_id, "reason": reason}, {}
    ) as run:
        return propose(actor, LIFTING, {"hold": hold_id}, reason=reason, idempotency_key=f"lifting-{run.id}")


def _record(case_id: UUID, event: str, hold_id: int, run: Run, actor: Actor) -> None:
    ledger.append(
        STREAM, str(case_id), [Event(event, {"hold": hold_id})], at=run.at, actor=actor, command_id=run.id
    )


def _hold(payload: Mapping[str, Any]) -> LegalHold:
    hold_id = payload.get("hold")
    hold = LegalHold.objects.filter(id=hold_id).first() if isinstance(hold_id, int) else None
    if hold is None:
        raise NotFound("hold")
    return hold


def _check(actor: Staff, payload: Mapping[str, Any]) -> None:
    if _hold(payload).lifted_at is not None:
        raise Refusal("hold_lifted")


def _carry_out(agreed: Agreed) -> None:
    hold = _hold(agreed.payload)
    Case.objects.select_for_update(of=("self",)).get(id=hold.case_id)
    if hold.lifted_at is not None:
        raise Refusal("hold_lifted")
    hold.lifted_by_id, hold.lifted_at = agreed.confirmed_by.assignment_id, agreed.run.at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    _record(hold.case_id, "hold_lifted", hold.id, agreed.run, agreed.confirmed_by)


def _told(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    hold = _hold(payload)
    number = Case.objects.values_list("number", flat=True).get(id=hold.case_id)
    return (("case_number", number), ("held_since", f"{hold.placed_at:%Y-%m-%d}"))


KIND = Kind(
    LIFTING,
    carry_out=_carry_out,
    check=_check,
    told=_told,
    proposers=frozenset({"security_admin"}),
    confirmers=frozenset({"system_admin"}),
)

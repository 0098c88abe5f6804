"""Taking an application back, before it is decided."""

from tongban.cases.commands.intake import conclude
from tongban.cases.frame import act_on
from tongban.cases.mandating import require_own_or_mandate
from tongban.cases.requests import Done
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act

REASON_LENGTH = 200


def withdraw(actor: Actor, number: str, *, expected_version: int, idempotency_key: str, reason: str) -> Done:
    """Withdraw: the citizen themselves, or staff who write down the citizen's wish.

    Args:
        reason: the citizen's own; may be short, must be there.

    Raises:
        Refusal: ``mandate_over_meanwhile`` to an organization's handler whose mandate ended; a counter may still.
        InputFaults: no reason, or longer than 200 characters.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.WITHDRAW,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"reason": reason},
    ) as case:
        if isinstance(case, Done):
            return case
        require_own_or_mandate(actor, case)
        if not reason.strip():
            raise InputFaults([FieldFault("reason", "required")])
        if len(reason) > REASON_LENGTH:
            raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
        event = Event("withdrawn", {"outcome": "withdrawn", "concluded_at": case.run.at})
        conclude(case, event, {"reason": reason.strip()}, "withdrawn")
        return case.save({}, {})

"""Taking an application back, before it is decided."""

from tongban.cases.commands.intake import conclude
from tongban.cases.frame import act_on
from tongban.cases.mandating import require_own_or_mandate
from tongban.cases.requests import Done
from tongban.cases.withdrawn import confirm_withdrawal
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act
from tongban.rules.substance import why_not_substance

REASON_LENGTH = 200
STAFF_LEAST = 6  # letters that say something: 本人要求撤回


def withdraw(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    reason: str,
    signed: bool = False,
) -> Done:
    """Withdraw: the citizen themselves, or staff on the applicant's signed wish, who are told of it at once.

    Nobody but the applicant gives an application up: at a counter their signature says so, and what they said is written
    down in words; to the phone goes whom to tell if it was somebody else.

    Args:
        reason: the citizen's own; of the citizen it may be short, must be there.
        signed: of staff: the applicant's signed withdrawal (撤回申请) lies before them.

    Raises:
        Refusal: ``mandate_over_meanwhile`` to an organization's handler whose mandate ended; a counter may still.
        InputFaults: no reason, or longer than 200 characters; of staff ``withdrawal_not_signed``, and why the reason says
            nothing.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.WITHDRAW,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"reason": reason, **({"signed": True} if signed else {})},
    ) as case:
        if isinstance(case, Done):
            return case
        require_own_or_mandate(actor, case)
        by_staff = isinstance(actor, Staff)
        if faults := _faults(reason, signed=signed, by_staff=by_staff):
            raise InputFaults(faults)
        event = Event("withdrawn", {"outcome": "withdrawn", "concluded_at": case.run.at})
        told = {"reason": reason.strip(), **({"signed": True} if by_staff else {})}
        conclude(case, event, told, "withdrawn_at_counter" if by_staff else "withdrawn")
        confirm_withdrawal(case, reason)
        return case.save({}, {})


def _faults(reason: str, *, signed: bool, by_staff: bool) -> list[FieldFault]:
    faults = []
    if not reason.strip():
        faults.append(FieldFault("reason", "required"))
    elif len(reason) > REASON_LENGTH:
        faults.append(FieldFault("reason", "too_long", {"most": REASON_LENGTH}))
    elif by_staff and (why := why_not_substance(reason, STAFF_LEAST)):
        faults.append(FieldFault("reason", why, {"least": STAFF_LEAST}))
    if by_staff and not signed:
        faults.append(FieldFault("signed", "withdrawal_not_signed"))
    return faults

"""Fees on record: a payment by the published channel with its receipt, and its reversal; nothing else can be entered."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError

from tongban.cases.fees.paid import STILL_CHARGED, fee_lines, rows_of, standing
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.models import CaseFee
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_text
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.fees import MOST_UNITS, amount_in_fen, sound_receipt, why_not_charged
from tongban.rules.lifecycle import Act
from tongban.rules.substance import LEAST, why_not_substance

REASON_LENGTH = 500
_FIELD = {"fee_units": "units"}


def record_fee(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    line: str,
    receipt: str,
    paid_on: date | None,
    units: int = 1,
) -> Done:
    """Write down a payment: the amount is the line's, times the units; the channel is the one published.

    Args:
        line: code of a line of the case's own edition.
        receipt: number of the 财政票据.
        paid_on: the day of the payment.
        units: how many of what the line counts.

    Raises:
        InputFaults: the codes of `rules.fees.why_not_charged`; ``receipt_number``, ``receipt_used``; ``required``,
            ``date_in_future`` or ``paid_before_the_application`` for the day.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act; a matter that was refused or ended charges nothing.
    """
    body = {"line": line, "receipt": receipt, "paid_on": paid_on, "units": units}
    with act_on(
        Act.RECORD_FEE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if case.state.outcome not in STILL_CHARGED:
            raise ActNotAllowed(case.state.status, Act.RECORD_FEE.value)
        plain = sound_receipt(receipt)
        if faults := _faults(case, line, units, plain, paid_on):
            raise InputFaults(faults)
        assert paid_on is not None
        fee = next(one for one in case.item.definition.fees if one.code == line)
        row = _row(case, actor, fee.code, amount_in_fen(fee.amount, units), plain, paid_on)
        row.channel = fee.channel.zh
        return _written(case, "fee_recorded", row)


def reverse_fee(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, fee: str, reason: str
) -> Done:
    """Give a payment back: a row of its own with the opposite amount; the first one stays as it was.

    Args:
        fee: id of the payment.
        reason: why; at least ten characters, kept sealed, told to the applicant.

    Raises:
        InputFaults: ``not_an_option``: no such payment stands in this case; a reason that says nothing.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.REVERSE_FEE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"fee": fee, "reason": reason},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        paid = next((row for row in standing(rows_of(case)) if str(row.id) == fee), None)
        faults = []
        if paid is None:
            faults.append(FieldFault("fee", "not_an_option"))
        if why := why_not_substance(reason):
            faults.append(FieldFault("reason", why, {"least": LEAST}))
        elif len(reason) > REASON_LENGTH:
            faults.append(FieldFault("reason", "too_long", {"most": REASON_LENGTH}))
        if paid is None or faults:
            raise InputFaults(faults)
        row = _row(case, actor, paid.line, -int(paid.amount * 100), paid.receipt, legal_date(case.run.at))
        row.channel, row.reverses_id = paid.channel, paid.id
        row.reason = seal_text(reason.strip(), case.vault, "case.fee")
        return _written(case, "fee_reversed", row)


def _faults(case: OpenCase, line: str, units: int, receipt: str, paid_on: date | None) -> list[FieldFault]:
    paid = {row.line for row in standing(rows_of(case))}
    faults = []
    why = why_not_charged(line, units, fee_lines(case.item.definition), case.content.answers, paid)
    if why:
        faults.append(FieldFault(_FIELD.get(why, "line"), why, {"most": MOST_UNITS}))
    if not receipt:
        faults.append(FieldFault("receipt", "receipt_number"))
    elif CaseFee.objects.filter(receipt=receipt, reverses__isnull=True).exists():
        faults.append(FieldFault("receipt", "receipt_used"))
    if paid_on is None:
        faults.append(FieldFault("paid_on", "required"))
    elif paid_on > legal_date(case.run.at):
        faults.append(FieldFault("paid_on", "date_in_future"))
    elif paid_on < legal_date(case.row.received_at):
        faults.append(FieldFault("paid_on", "paid_before_the_application"))
    return faults


def _row(case: OpenCase, actor: Staff, line: str, fen: int, receipt: str, paid_on: date) -> CaseFee:
    return CaseFee(
        id=uuid4(),
        case_id=case.row.id,
        site_id=case.state.handling_site_id,
        line=line,
        amount=Decimal(fen) / 100,
        receipt=receipt,
        paid_on=paid_on,
        by_id=actor.assignment_id,
        at=case.run.at,
    )


def _written(case: OpenCase, type_: str, row: CaseFee) -> Done:
    data: dict[str, str | UUID] = {"line": row.line, "amount": f"{row.amount:.2f}", "fee": str(row.id)}
    case.append(Event(type_, data))
    case.batch.insert(row)
    try:
        return case.save({}, {})
    except IntegrityError as fault:  # another case took the same receipt at this moment
        raise InputFaults([FieldFault("receipt", "receipt_used")]) from fault

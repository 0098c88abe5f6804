"""The acts of the delivery register (出件登记): a certificate comes down, leaves with an assister, comes back."""

from tongban.cases.custody.moving import (
    CERTIFICATE_LENGTH,
    NOTE_LENGTH,
    note_move,
    require_lies_right,
    require_short,
    still_to_come,
)
from tongban.cases.frame import act_on
from tongban.cases.notices import notice
from tongban.cases.requests import Done
from tongban.directory.queries import assisters_behind
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.custody import MOVES
from tongban.rules.lifecycle import Act


def receive_result(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    certificate: str = "",
    note: str = "",
) -> Done:
    """A certificate came down from the county to the window; the applicant is told to collect it.

    Args:
        certificate: the number printed on it, where it has one.
        note: anything else, e.g. who brought it.

    Raises:
        Refusal: it does not lie with the county (`rules.custody.why_not_moved`).
        InputFaults: ``too_long``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.RECEIVE_RESULT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"certificate": certificate, "note": note},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        require_lies_right(case, "receive_result")
        require_short(certificate=(certificate, CERTIFICATE_LENGTH), note=(note, NOTE_LENGTH))
        case.append(Event("result_received", {"result_at": MOVES["receive_result"][1].value}))
        note_move(case, actor, {"certificate": certificate.strip(), "note": note.strip()})
        if not still_to_come(case):  # else whoever receives it there tells the applicant
            case.add_message(
                notice(
                    "result_ready",
                    case.content.contact_phone,
                    case.row.number,
                    case.item,
                    case.row.collect_site,
                    case.run,
                    case.vault,
                )
            )
        return case.save({}, {})


def take_out_result(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    assister: int,
    signed: str,
    agreed: bool = False,
    note: str = "",
) -> Done:
    """An assister takes the result along and signs for it; it is then collected at the assister's point.

    Args:
        assister: assignment of the assister, of a village point behind this centre.
        signed: the name under which they signed; their own.
        agreed: the applicant agrees, where they did not choose that point themselves.

    Raises:
        Refusal: it does not lie at the window (`rules.custody.why_not_moved`).
        InputFaults: ``not_an_option``, ``signature_not_the_assister``, ``not_agreed_to_assister``, ``too_long``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"assister": assister, "signed": signed, "agreed": agreed, "note": note}
    with act_on(
        Act.TAKE_OUT_RESULT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        require_lies_right(case, "take_out_result")
        require_short(note=(note, NOTE_LENGTH))
        taker = next(
            (one for one in assisters_behind(case.row.handling_site_id) if one.assignment_id == assister),
            None,
        )
        faults = []
        if taker is None:
            faults.append(FieldFault("assister", "not_an_option"))
        elif signed.strip() != taker.name:
            faults.append(FieldFault("signed", "signature_not_the_assister", {"name": taker.name}))
        if taker is not None and taker.site_id != case.state.collect_site_id and not agreed:
            faults.append(FieldFault("agreed", "not_agreed_to_assister"))
        if taker is None or faults:
            raise InputFaults(faults)
        place = MOVES["take_out_result"][1].value
        moved = {"result_at": place, "by": taker.assignment_id, "collect_site_id": taker.site_id}
        moved |= {} if taker.site_id == case.state.collect_site_id else {"agreed": True}
        case.append(Event("result_taken_out", moved))
        note_move(case, actor, {"signed": signed.strip(), "note": note.strip()})
        return case.save({}, {})


def bring_back_result(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, note: str
) -> Done:
    """An assister brings back what could not be handed over; it lies at the window again and is collected there.

    Args:
        note: why it came back.

    Raises:
        Refusal: no assister has it (`rules.custody.why_not_moved`).
        InputFaults: ``required``, ``too_long``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.BRING_BACK_RESULT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"note": note},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        require_lies_right(case, "bring_back_result")
        if not note.strip():
            raise InputFaults([FieldFault("note", "required")])
        require_short(note=(note, NOTE_LENGTH))
        moved = {
            "result_at": MOVES["bring_back_result"][1].value,
            "collect_site_id": case.state.handling_site_id,
        }
        case.append(Event("result_brought_back", moved))
        note_move(case, actor, {"note": note.strip()})
        return case.save({}, {})

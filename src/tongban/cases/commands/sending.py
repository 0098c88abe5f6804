"""The acts of the delivery register between two townships (通办): a result leaves one site and is received at the other."""

from tongban.cases.custody.moving import NOTE_LENGTH, note_move, require_lies_right, require_short, travels
from tongban.cases.custody.sending import sites_to_send_to
from tongban.cases.frame import act_on
from tongban.cases.notices import notice
from tongban.cases.requests import Done
from tongban.directory.queries import site as site_with_id
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.ledger import Event
from tongban.rules.custody import MOVES
from tongban.rules.lifecycle import Act

CARRIER_LENGTH = 60


def send_result(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    site_code: str,
    carrier: str,
    agreed: bool = False,
    note: str = "",
) -> Done:
    """A certificate leaves for a site of another township, where the applicant collects it; who carries it is written down.

    Args:
        site_code: of `custody.sending.sites_to_send_to`.
        carrier: who carries it, or the letter's number.
        agreed: the applicant agrees, where they had not chosen that site; it stands in the event and in the note, and
            they are told of the new place at once.

    Raises:
        Refusal: it does not lie at the window (`rules.custody.why_not_moved`); ``needs_no_carrying``: it is printed where
            it is handed over.
        InputFaults: ``not_an_option``, ``required``, ``not_agreed_to_site``, ``too_long``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"site": site_code, "carrier": carrier, "agreed": agreed, "note": note}
    with act_on(
        Act.SEND_RESULT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        require_lies_right(case, "send_result")
        if not travels(case):
            raise Refusal("needs_no_carrying")
        require_short(note=(note, NOTE_LENGTH), carrier=(carrier, CARRIER_LENGTH))
        there = next((one for one in sites_to_send_to(case.state) if one.code == site_code), None)
        faults = []
        if there is None:
            faults.append(FieldFault("site_code", "not_an_option"))
        elif not there.chosen and not agreed:
            faults.append(FieldFault("agreed", "not_agreed_to_site"))
        if not carrier.strip():
            faults.append(FieldFault("carrier", "required"))
        if there is None or faults:
            raise InputFaults(faults)
        moved = {"result_at": MOVES["send_result"][1].value, "collect_site_id": there.site_id}
        moved |= {} if there.chosen else {"agreed": True}
        case.append(Event("result_sent", moved))
        note_move(case, actor, {"carrier": carrier.strip(), "note": note.strip(), "agreed": not there.chosen})
        if not there.chosen:  # the new place is told now, not when it has come there
            case.add_message(
                notice(
                    "result_sent",
                    case.content.contact_phone,
                    case.row.number,
                    case.item,
                    site_with_id(there.site_id),
                    case.run,
                    case.vault,
                )
            )
        return case.save({}, {})


def receive_sent_result(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, note: str = ""
) -> Done:
    """What another township sent has come to this site; the applicant is told to collect it here.

    Args:
        note: anything else, e.g. who brought it.

    Raises:
        Refusal: it was not sent, or is here already (`rules.custody.why_not_moved`).
        InputFaults: ``too_long``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.RECEIVE_SENT_RESULT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"note": note},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        require_lies_right(case, "receive_sent_result")
        require_short(note=(note, NOTE_LENGTH))
        case.append(Event("result_arrived", {"result_at": MOVES["receive_sent_result"][1].value}))
        note_move(case, actor, {"note": note.strip()})
        case.add_message(
            notice(
                "result_ready",
                case.content.contact_phone,
                case.row.number,
                case.item,
                site_with_id(actor.site_id),
                case.run,
                case.vault,
            )
        )
        return case.save({}, {})

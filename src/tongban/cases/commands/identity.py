"""Looking at the identity card after an application came in, mostly one that was made by phone."""

from tongban.cases.frame import act_on
from tongban.cases.requests import Done
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.identity_proof import Proof, proves
from tongban.rules.lifecycle import Act

PLACES = ("window", "village_point", "at_home")  # where it was looked at; an assister also calls at the door


def confirm_identity(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, seen: bool, place: str
) -> Done:
    """Record that the original identity card of who applies, or acts for them, was seen beside its holder.

    Who saw it is the event's assignment; the ledger keeps that it was seen and where, never what stands on it.

    Args:
        seen: the officer's own word that card and person belong together.
        place: ``window``, ``village_point`` or ``at_home``.

    Raises:
        InputFaults: not seen, no such place, or ``identity_already_proven``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.CONFIRM_IDENTITY,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"seen": seen, "place": place},
    ) as case:
        if isinstance(case, Done):
            return case
        faults = []
        if proves(case.state.identity_proof):
            faults.append(FieldFault("seen", "identity_already_proven"))
        elif not seen:
            faults.append(FieldFault("seen", "identity_not_seen"))
        if place not in PLACES:
            faults.append(FieldFault("place", "required" if not place else "not_an_option"))
        if faults:
            raise InputFaults(faults)
        told = {"identity_proof": Proof.ID_CARD_SEEN.value, "place": place}
        case.append(Event("identity_confirmed", told))
        return case.save({}, {})

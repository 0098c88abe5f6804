"""Looking at the identity card after an application came in, mostly one that was made by phone."""

from tongban.cases.frame import OpenCase, act_on
from tongban.cases.queries.tracking import find_tracker
from tongban.cases.requests import Done
from tongban.cases.visibility import visible_to
from tongban.directory.queries import site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.ledger import Event
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.typed_text import IdentifierFault
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
        faults = _faults(case, seen, place)
        if faults:
            raise InputFaults(faults)
        return _record(case, place)


def confirm_identity_by_code(
    actor: Actor,
    number: str,
    *,
    idempotency_key: str,
    query_code: str,
    card_number: str,
    seen: bool,
    place: str,
) -> Done:
    """The same by an assister for a case that is not theirs to see: the applicant shows the receipt's query code.

    Nothing of the case is shown in return; the number on the card must be that of who applies, or acts for them.

    Args:
        query_code: from the receipt or the applicant's phone.
        card_number: as it stands on the card.

    Raises:
        InputFaults: as `confirm_identity`; ``card_of_another``, ``code_not_of_this_case`` for both an unknown
            number and a wrong code.
        NotAuthorized: not an assister, or ``not_your_township``.
        ActNotAllowed, Erased: as every act.
    """
    if not isinstance(actor, Staff) or actor.role != "assister":
        raise NotAuthorized("not_your_role_confirm_identity")
    try:
        tracker = find_tracker(number, query_code=query_code)
    except NotFound as fault:
        raise InputFaults([FieldFault("query_code", "code_not_of_this_case")]) from fault
    version = visible_to(tracker).values_list("version", flat=True).get()
    with act_on(
        Act.CONFIRM_IDENTITY,
        actor,
        number,
        expected_version=version,
        idempotency_key=f"{idempotency_key[:64]}:{version}",
        body={"seen": seen, "place": place, "card": card_number},
        seen_as=tracker,
    ) as case:
        if isinstance(case, Done):
            return case
        centre = site(actor.site_id).handled_by
        if centre is None or centre.id != case.state.handling_site_id:
            raise NotAuthorized("not_your_township")
        faults = _faults(case, seen, place)
        if not faults and not _same_card(case, card_number):
            faults.append(FieldFault("card_number", "card_of_another"))
        if faults:
            raise InputFaults(faults)
        return _record(case, place)


def _faults(case: OpenCase, seen: bool, place: str) -> list[FieldFault]:
    faults = []
    if proves(case.state.identity_proof):
        faults.append(FieldFault("seen", "identity_already_proven"))
    elif not seen:
        faults.append(FieldFault("seen", "identity_not_seen"))
    if place not in PLACES:
        faults.append(FieldFault("place", "required" if not place else "not_an_option"))
    return faults


def _same_card(case: OpenCase, card_number: str) -> bool:
    acting = case.content.representative or case.content.applicant
    try:
        return check_citizen_number(card_number).number == acting["number"]
    except IdentifierFault:
        return False


def _record(case: OpenCase, place: str) -> Done:
    told = {"identity_proof": Proof.ID_CARD_SEEN.value, "place": place}
    case.append(Event("identity_confirmed", told))
    return case.save({}, {})

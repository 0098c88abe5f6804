"""Erasing a person: the keys of the person and of their cases go; every chain still verifies.

Whether the law allows it for this person is decided by people before (retention classes come with the privacy
desk); this command does it, and leaves one event that says so without saying who.
"""

from uuid import UUID

from tongban.cases.models import Case
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.models import DataKey
from tongban.parties.models import Party


def erase_person(actor: Actor, party_id: UUID, *, reason: str, idempotency_key: str) -> int:
    """Make a person unreadable everywhere, backups of the database included once its key table is apart.

    Args:
        reason: a code or short basis, no personal data: it goes into the ledger.

    Returns:
        How many cases were erased with the person.

    Raises:
        NotAuthorized: only the system's operator command erases.
        NotFound: no such person.
        InputFaults: no reason.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("erasure_by_operator_only")
    if not reason.strip():
        raise InputFaults([FieldFault("reason", "required")])
    with command(
        "cases.erase_person", actor, idempotency_key, {"party": party_id, "reason": reason}, {}
    ) as run:
        party = Party.objects.select_for_update().filter(id=party_id).first()
        if party is None:
            raise NotFound("party")
        cases = list(Case.objects.select_for_update().filter(applicant=party).values_list("id", "key_id"))
        if run.replayed:
            return len(cases)
        keys = {party.key_id, *(key_id for _, key_id in cases)}
        DataKey.objects.filter(id__in=keys).update(wrapped=None, destroyed_at=run.at)
        Case.objects.filter(applicant=party).update(name_tokens=[], contact_digest=None)
        Party.objects.filter(id=party_id).update(
            content=b"", number_digest=None, phone_digest=None, name_tokens=[], erased_at=run.at
        )
        event = Event(
            "person_erased", {"reason": reason.strip(), "cases": [str(case_id) for case_id, _ in cases]}
        )
        ledger.append("party", str(party_id), [event], at=run.at, actor=actor, command_id=run.id)
    return len(cases)

"""Whether a card belongs to whom it is said to: one clerk's word alone opens nobody's file.

Nothing that is kept is told: the counter learns that name and number do not go together, not what stands there.
"""

from tongban.cases.models import Case, PrivacyRequest
from tongban.cases.privacy.records import Asked
from tongban.kernel.errors import FieldFault
from tongban.parties.models import Party
from tongban.parties.registry import Person, letters, open_party


def name_faults(party: Party | None, seen: Person, corrected: str = "") -> list[FieldFault]:
    """A name that is not the one kept for the number; none where nothing is kept, or it was erased.

    Args:
        corrected: the name that a correction asks for, which differs from what is kept.
    """
    if party is None or party.key.wrapped is None:
        return []
    names = {letters(open_party(party).name)} | ({letters(corrected)} if corrected else set())
    return [] if letters(seen.name) in names else [FieldFault("person.name", "name_not_of_number")]


def binding_faults(row: PrivacyRequest, asked: Asked, party: Party | None) -> list[FieldFault]:
    """A request that is not this person's: it was asked from another's phone, in another's name, or proven before."""
    fault = [FieldFault("person.number", "not_of_this_request")]
    if row.party_id is not None and (party is None or row.party_id != party.id):
        return fault
    if party is None or party.key.wrapped is None:
        return []
    digest = bytes(row.phone_digest) if row.phone_digest else None
    if digest is not None and _phone_of(party, digest):
        return []
    named = bool(asked.name) and letters(asked.name) == letters(open_party(party).name)
    return [] if named else fault


def _phone_of(party: Party, digest: bytes) -> bool:
    if party.phone_digest is not None and bytes(party.phone_digest) == digest:
        return True
    return Case.objects.filter(applicant=party, contact_digest=digest).exists()

"""Finding and making parties, sealed: used by commands inside their transaction."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import IntegrityError

from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import grams, keyed_digest
from tongban.kernel.errors import FieldFault
from tongban.kernel.models import DataKey
from tongban.kernel.secrets import Vault, new_vault, open_vault
from tongban.parties.models import Party
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.rules.identifiers.organization import check_credit_code
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

NAME_LENGTH = 40
ORGANIZATION_NAME_LENGTH = 80
KINDS = ("person", "organization")


@dataclass(frozen=True)
class Person:
    """A person or an organization, checked: names trimmed, numbers in their one spelling.

    Args:
        number: a citizen number, or an organization's unified social credit code.
        phone: empty when there is none.
        number_kind: ``citizen_number`` or ``credit_code``.
    """

    name: str
    number: str
    phone: str
    number_kind: str = "citizen_number"

    @property
    def number_digest(self) -> bytes:
        return keyed_digest(self.number_kind, self.number)

    @property
    def phone_digest(self) -> bytes | None:
        return keyed_digest("phone", self.phone) if self.phone else None


def check_person(
    name: str, number: str, phone: str, *, today: date, prefix: str, kind: str = "person"
) -> tuple[Person | None, list[FieldFault]]:
    """A person or an organization from what was typed, or every fault at once.

    Args:
        prefix: put before each field's name, e.g. ``"applicant."``.
        kind: ``person`` (citizen number) or ``organization`` (unified social credit code).
    """
    organization = kind == "organization"
    number_kind = "credit_code" if organization else "citizen_number"
    faults: list[FieldFault] = []
    name = " ".join(name.split())
    longest = ORGANIZATION_NAME_LENGTH if organization else NAME_LENGTH
    if not name:
        faults.append(FieldFault(prefix + "name", "required"))
    elif len(name) > longest:
        faults.append(FieldFault(prefix + "name", "too_long", {"most": longest}))
    elif any(_unseen(c) or c in "<>" for c in name) or (not organization and _no_persons_name(name)):
        faults.append(FieldFault(prefix + "name", "name_characters"))
    plain_number = plain_phone = ""
    try:
        plain_number = (
            check_credit_code(number).code if organization else check_citizen_number(number, today).number
        )
    except IdentifierFault as fault:
        faults.append(FieldFault(prefix + "number", f"{number_kind}_{fault.code}", fault.params))
    if phone.strip():
        try:
            plain_phone = check_phone(phone).number
        except IdentifierFault as fault:
            faults.append(FieldFault(prefix + "phone", f"phone_{fault.code}", fault.params))
    if faults:
        return None, faults
    return Person(name, plain_number, plain_phone, number_kind), []


def _unseen(mark: str) -> bool:
    """Whether a character is not seen: controls, and those that hide, turn round or join what stands beside them.

    Unassigned and private characters stay: rare names are written with them (GB 18030).
    """
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _no_persons_name(name: str) -> bool:
    return (
        name[0] in "·."
        or name[-1] in "·."
        or any(c.isdigit() or unicodedata.category(c)[0] == "S" for c in name)
    )


def sealed_content(person: Person, vault: Vault) -> bytes:
    """The sealed column of a party."""
    content = {"name": person.name, "number": person.number, "phone": person.phone}
    return vault.seal(canonical_json(content), "party")


def new_party(person: Person) -> tuple[Party, DataKey]:
    """Rows for a person seen for the first time; the caller inserts both."""
    key, vault = new_vault()
    party = Party(
        id=uuid4(),
        key_id=key.id,
        content=sealed_content(person, vault),
        number_kind=person.number_kind,
        number_digest=person.number_digest,
        phone_digest=person.phone_digest,
        name_tokens=grams("party_name", person.name),
    )
    return party, key


def same_person_at_once(fault: IntegrityError) -> bool:
    """Whether a transaction failed because another one entered the same new person first."""
    diagnosis = getattr(fault.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name == "parties_party_number_digest_key"


def open_party(party: Party) -> Person:
    """The person behind a party row (``key`` must be loaded).

    Raises:
        Erased: the person was erased.
    """
    content = json.loads(open_vault(party.key).open(party.content, "party"))
    return Person(content["name"], content["number"], content["phone"], party.number_kind)


def letters(name: str) -> str:
    """A name without blanks and dots, of which keyboards have several: 阿依古丽·买买提, 阿依古丽•买买提."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())

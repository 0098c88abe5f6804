"""Erasing a person: the keys of the person and of their cases go; every chain still verifies.

Whether the law allows it for this person is decided by people before (retention classes come with the privacy
desk); this command does it, and leaves one event that says so without saying who.  Where the person acted for
somebody else, that matter is the other's record and is erased with the other.
"""

import re
from datetime import datetime
from uuid import UUID

from tongban.cases.commands.drafts import remove_draft
from tongban.cases.drafting import read_content
from tongban.cases.frame import plain_number
from tongban.cases.models import Case, Draft
from tongban.cases.visibility import visible_to
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.messages.outbox import forget_recipient
from tongban.kernel.models import DataKey
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date
from tongban.parties.models import Party, PhoneCode
from tongban.parties.registry import check_person

REASON_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def erase_person(actor: Actor, party_id: UUID, *, reason: str, idempotency_key: str) -> int:
    """Make a person unreadable everywhere, backups of the database included once its key table is apart.

    Args:
        reason: a code such as ``retention_ended``, no free text: it goes into the ledger.

    Returns:
        How many cases were erased with the person.

    Raises:
        NotAuthorized: only the system's operator command erases.
        NotFound: no such person.
        InputFaults: no reason, or one that is no code.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("erasure_by_operator_only")
    if not REASON_CODE.fullmatch(reason.strip()):
        raise InputFaults([FieldFault("reason", "not_a_code" if reason.strip() else "required")])
    with command(
        "cases.erase_person", actor, idempotency_key, {"party": party_id, "reason": reason}, {}
    ) as run:
        party = Party.objects.select_for_update().filter(id=party_id).first()
        if party is None:
            raise NotFound("party")
        cases = list(Case.objects.select_for_update().filter(applicant=party).values_list("id", "key_id"))
        if run.replayed:
            return len(cases)
        _forget_unfinished(party, run.at)
        keys = {party.key_id, *(key_id for _, key_id in cases)}
        DataKey.objects.filter(id__in=keys, wrapped__isnull=False).update(wrapped=None, destroyed_at=run.at)
        Case.objects.filter(applicant=party).update(name_tokens=[], contact_digest=None)
        Party.objects.filter(id=party_id).update(
            content=b"", number_digest=None, phone_digest=None, name_tokens=[], erased_at=run.at
        )
        event = Event(
            "person_erased", {"reason": reason.strip(), "cases": [str(case_id) for case_id, _ in cases]}
        )
        ledger.append("party", str(party_id), [event], at=run.at, actor=actor, command_id=run.id)
    return len(cases)


def erase_applicant(actor: Actor, number: str, *, reason: str, idempotency_key: str) -> int:
    """Erase the person whose matter a case is; arguments and errors as `erase_person`.

    Raises:
        NotFound: no such case.
    """
    party = (
        visible_to(actor).filter(number=plain_number(number)).values_list("applicant_id", flat=True).first()
    )
    if party is None:
        raise NotFound("case")
    return erase_person(actor, party, reason=reason, idempotency_key=idempotency_key)


def _forget_unfinished(party: Party, at: datetime) -> None:
    """What is no case yet: sign-in codes and their messages, and drafts that name the person.

    A draft tells whose it is only when opened; there are thirty days of them at most.
    """
    if party.phone_digest is not None:
        phone = bytes(party.phone_digest)
        forget_recipient(phone, at)
        PhoneCode.objects.filter(phone_digest=phone).delete()
    if party.number_digest is None:
        return
    for row in Draft.objects.select_for_update(of=("self",)).select_related("key"):
        applicant = read_content(row.content, open_vault(row.key)).applicant
        person, _ = check_person(
            applicant.get("name", ""),
            applicant.get("number", ""),
            "",
            today=legal_date(at),
            prefix="",
            kind=applicant.get("kind", "person"),
        )
        if person is not None and person.number_digest == bytes(party.number_digest):
            remove_draft(row)

"""Erasing a person or single cases: the keys go; every chain still verifies.

Nothing that a law has kept longer, and nothing under a legal hold, is erased (个人信息保护法 art. 47 para. 2): the
period is derived in `cases.privacy.retained`.  The operator may go past the period, never past a hold, where a
legal ground is named, which is recorded.  Where the person acted for somebody else, that matter is the other's
record and is erased with the other.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from tongban.cases.commands.drafts import remove_draft
from tongban.cases.drafting import read_content
from tongban.cases.frame import plain_number
from tongban.cases.models import Case, Draft
from tongban.cases.privacy.beside_cases import forget_beside
from tongban.cases.privacy.forgetting import forget_requests
from tongban.cases.privacy.retained import KeptCase, kept_cases
from tongban.cases.visibility import visible_to
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.messages.outbox import forget_recipient
from tongban.kernel.models import DataKey
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date
from tongban.parties.commands.mandates import end_all_of
from tongban.parties.models import Party, PhoneCode
from tongban.parties.registry import check_person

REASON_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
RETENTION_ENDED = "retention_ended"
# what may go past a period that is not over: who ordered it, or that it should never have been taken (art. 47, 66)
OVERRIDES = frozenset({"court_order", "supervision_order", "unlawful_processing"})
GROUND_LENGTHS = (4, 120)


def erase_person(
    actor: Actor, party_id: UUID, *, reason: str, idempotency_key: str, legal_ground: str = ""
) -> int:
    """Make a person unreadable everywhere, backups of the database included once its key table is apart.

    Args:
        reason: ``retention_ended``, or one of `OVERRIDES`: it goes into the ledger.
        legal_ground: with one of `OVERRIDES`, the law and article or the number of the order, 4 to 120
            characters, without any name: it goes into the ledger.

    Returns:
        How many cases were erased with the person.

    Raises:
        NotAuthorized: only the system's operator command erases at one person's word.
        NotFound: no such person.
        InputFaults: no reason, one that is no code or not known, or no ground where one is needed.
        Refusal: ``legal_hold``; ``retention_not_over``; with the number of the case.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("erasure_by_operator_only")
    reason, legal_ground = reason.strip(), legal_ground.strip()
    _check_reason(reason, legal_ground)
    body = {"party": party_id, "reason": reason, **({"ground": legal_ground} if legal_ground else {})}
    with command("cases.erase_person", actor, idempotency_key, body, {}) as run:
        party = Party.objects.select_for_update().filter(id=party_id).first()
        if party is None:
            raise NotFound("party")
        cases = cases_of(party_id)
        if run.replayed:
            return len(cases)
        _nothing_in_the_way(cases, run.at, past_the_period=reason in OVERRIDES)
        erase_all_of(party, [row.id for row in cases], run, actor)
        data = {"reason": reason, "cases": [str(row.id) for row in cases]}
        event = Event("person_erased", data | ({"legal_ground": legal_ground} if legal_ground else {}))
        ledger.append("party", str(party_id), [event], at=run.at, actor=actor, command_id=run.id)
    return len(cases)


def _check_reason(reason: str, legal_ground: str) -> None:
    if not REASON_CODE.fullmatch(reason):
        raise InputFaults([FieldFault("reason", "not_a_code" if reason else "required")])
    if reason != RETENTION_ENDED and reason not in OVERRIDES:
        raise InputFaults([FieldFault("reason", "not_an_option")])
    least, most = GROUND_LENGTHS
    if reason in OVERRIDES and not least <= len(legal_ground) <= most:
        raise InputFaults([FieldFault("legal_ground", "legal_ground_needed")])


def _nothing_in_the_way(cases: Iterable[Case], at: datetime, *, past_the_period: bool) -> None:
    for found in kept_cases(cases, legal_date(at)):
        if found.erased:
            continue
        if any(reason.code == "held" for reason in found.finding.reasons):
            raise Refusal("legal_hold", {"number": found.number})
        if not found.finding.may and not past_the_period:
            raise Refusal("retention_not_over", {"number": found.number})


def erase_applicant(
    actor: Actor, number: str, *, reason: str, idempotency_key: str, legal_ground: str = ""
) -> int:
    """Erase the person whose matter a case is; arguments and errors as `erase_person`.

    Raises:
        NotFound: no such case.
    """
    party = (
        visible_to(actor).filter(number=plain_number(number)).values_list("applicant_id", flat=True).first()
    )
    if party is None:
        raise NotFound("case")
    return erase_person(
        actor, party, reason=reason, idempotency_key=idempotency_key, legal_ground=legal_ground
    )


def cases_of(party_id: UUID) -> list[Case]:
    """The cases in which somebody is the applicant, held until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("key").filter(applicant_id=party_id)
    return list(rows.order_by("received_at", "id"))


def erasable(cases: Iterable[KeptCase]) -> tuple[KeptCase, ...]:
    """Those of a person's cases that may go and are not gone yet."""
    return tuple(found for found in cases if found.may)


def erase_cases(case_ids: Collection[UUID], at: datetime) -> None:
    """Destroy the keys of cases and empty what finds them; inside the caller's transaction."""
    rows = Case.objects.filter(id__in=case_ids)
    _destroy(set(rows.values_list("key_id", flat=True)), at)
    rows.update(name_tokens=[], contact_digest=None)


def erase_all_of(party: Party, case_ids: Collection[UUID], run: Run, actor: Actor) -> None:
    """Destroy a person's key with those of all their cases and of what they asked; inside the caller's transaction.

    No mandate outlives them, and no request waits for an answer that nobody can give any more.
    """
    forget_unfinished(party, run.at)
    forget_requests(party.id, run, actor)
    end_all_of(party.id, run, actor)
    erase_cases(case_ids, run.at)
    _destroy({party.key_id}, run.at)
    Party.objects.filter(id=party.id).update(
        content=b"", number_digest=None, phone_digest=None, name_tokens=[], erased_at=run.at
    )


def _destroy(keys: set[UUID], at: datetime) -> None:
    DataKey.objects.filter(id__in=keys, wrapped__isnull=False).update(wrapped=None, destroyed_at=at)


def forget_unfinished(party: Party, at: datetime) -> None:
    """What is no case: sign-in codes and their messages, drafts that name the person, odd matters, rows of rosters.

    A draft tells whose it is only when opened; there are thirty days of them at most.
    """
    if party.phone_digest is not None:
        phone = bytes(party.phone_digest)
        forget_recipient(phone, at)
        PhoneCode.objects.filter(phone_digest=phone).delete()
    for row in drafts_naming(party, at):
        remove_draft(row)
    if party.key.wrapped is not None:
        forget_beside(party, at)


def drafts_naming(party: Party, at: datetime) -> list[Draft]:
    """The unfinished drafts in which somebody is the applicant, held until the transaction ends."""
    if party.number_digest is None:
        return []
    rows = Draft.objects.select_for_update(of=("self",)).select_related("key")
    return [row for row in rows if _names(row, bytes(party.number_digest), at)]


def _names(row: Draft, number_digest: bytes, at: datetime) -> bool:
    applicant = read_content(row.content, open_vault(row.key)).applicant
    person, _ = check_person(
        applicant.get("name", ""),
        applicant.get("number", ""),
        "",
        today=legal_date(at),
        prefix="",
        kind=applicant.get("kind", "person"),
    )
    return person is not None and person.number_digest == number_digest

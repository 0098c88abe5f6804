"""Asking for somebody else: an organization or a person by a mandate in the register, a ward by a guardian's papers.

个人信息保护法 art. 31 (a child under fourteen: the parents or other guardian), 民法典 art. 27, 28, 31, 35 (guardians, how
they are shown and what they may do), art. 161, 165 (agents, the written mandate); from memory.  What is asked by an
agent is asked by the other, whose data it is: the request is bound to that other, and says who came and by what.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.privacy.matching import name_faults
from tongban.cases.privacy.records import Asked
from tongban.kernel.actors import Citizen
from tongban.kernel.errors import FieldFault, Refusal
from tongban.kernel.time import today
from tongban.parties.commands.mandates import party_of
from tongban.parties.mandates import held_or_given, holds, mandate_with, mandates_visible_to
from tongban.parties.models import Mandate, Party
from tongban.parties.registry import Person, check_person
from tongban.rules.mandates import covers

BY_MANDATE, AS_GUARDIAN = "mandate", "guardian"
ACTING = (BY_MANDATE, AS_GUARDIAN)
# what shows a guardian: entry in the household register, birth certificate, appointment, judgment
PAPERS = ("household_register", "birth_certificate", "guardian_appointed", "judgment")


@dataclass(frozen=True)
class Behalf:
    """Whom somebody asks for, and by what.

    Args:
        acting: one of `ACTING`.
        name, number: at a counter, of whom the data is; a credit code for an organization.
        organization: whether that is an organization.
        paper: of a guardian, which of `PAPERS` was seen beside their own card.
        mandate: on the portal, the id of a mandate that the citizen holds.
    """

    acting: str
    name: str = ""
    number: str = ""
    organization: bool = False
    paper: str = ""
    mandate: str = ""


@dataclass(frozen=True)
class Authority:
    """By what somebody may ask for somebody: found, not claimed.

    Args:
        party: of whom the data is; None where nothing is kept about them.
        name: of that somebody; empty where it is not told.
        mandate: the mandate's id; None for a guardian.
    """

    acting: str
    party: Party | None
    name: str
    paper: str = ""
    mandate: UUID | None = None


def authority_at_counter(
    behalf: Behalf, seen: Person, scope: str
) -> tuple[Authority | None, list[FieldFault]]:
    """By what somebody whose card was seen may ask for somebody, or everything that is wrong with it.

    Args:
        scope: the number of a case, as stored; empty: everything.
    """
    if behalf.acting not in ACTING:
        return None, [FieldFault("behalf.acting", "choice_missing")]
    kind = "organization" if behalf.organization else "person"
    other, faults = check_person(behalf.name, behalf.number, "", today=today(), prefix="behalf.", kind=kind)
    if behalf.acting == AS_GUARDIAN and behalf.paper not in PAPERS:
        faults.append(FieldFault("behalf.paper", "guardian_paper_missing"))
    if behalf.acting == AS_GUARDIAN and behalf.organization:
        faults.append(FieldFault("behalf.acting", "guardian_of_a_person_only"))
    if other is None or faults:
        return None, faults
    if other.number_digest == seen.number_digest:
        return None, [FieldFault("behalf.number", "behalf_of_oneself")]
    party = _party(other.number_digest)
    wrong = [FieldFault("behalf.name", fault.code) for fault in name_faults(party, other)]
    if wrong:
        return None, wrong
    if behalf.acting == AS_GUARDIAN:
        return Authority(AS_GUARDIAN, party, other.name, paper=behalf.paper), []
    handler = _party(seen.number_digest)
    row = _mandate_between(party, handler, scope, today())
    if row is None:
        return None, [FieldFault("behalf.number", "no_mandate_in_register")]
    return Authority(BY_MANDATE, party, other.name, mandate=row.id), []


def authority_of_citizen(
    actor: Citizen, behalf: Behalf, scope: str
) -> tuple[Authority | None, list[FieldFault]]:
    """By what a signed-in citizen may ask for somebody: a mandate in force that they hold."""
    rows = mandates_visible_to(actor)
    try:
        row = rows.filter(id=UUID(behalf.mandate)).first()
    except ValueError:
        row = None
    if row is None or party_of(row, actor) != "handler" or not holds(row, today()):
        return None, [FieldFault("behalf.mandate", "no_mandate_in_register")]
    if not _covers(row, scope):
        return None, [FieldFault("scope", "mandate_of_other_items")]
    return Authority(BY_MANDATE, row.grantor, "", mandate=row.id), []


def still_authorized(asked: Asked) -> None:
    """Refuse to answer who asked by a mandate that was ended or ran out since, or does not cover what is asked.

    Raises:
        Refusal: ``mandate_over_meanwhile``.
    """
    if asked.acting != BY_MANDATE:
        return
    row = _row(asked)
    if row is None or not holds(row, today()) or not _covers(row, asked.scope):
        raise Refusal("mandate_over_meanwhile")


def card_of_handler(asked: Asked, seen: Person) -> bool:
    """Whether a card is the card of who holds the mandate that a request was asked by."""
    row = _row(asked)
    return row is not None and bytes(row.handler.number_digest or b"") == seen.number_digest


def _row(asked: Asked) -> Mandate | None:
    try:
        wanted = UUID(asked.mandate)
    except ValueError:
        return None
    return mandate_with(wanted)


def _party(digest: bytes) -> Party | None:
    return Party.objects.select_related("key").filter(number_digest=digest).first()


def _mandate_between(grantor: Party | None, handler: Party | None, scope: str, on: date) -> Mandate | None:
    if grantor is None or handler is None:
        return None
    rows = [row for row in held_or_given(handler.id, on) if row.grantor_id == grantor.id]
    return next((row for row in rows if _covers(row, scope)), None)


def _covers(row: Mandate, scope: str) -> bool:
    """One for all items covers everything; one for some items a case of these alone."""
    if not row.items:
        return True
    code = Case.objects.filter(number=scope, applicant_id=row.grantor_id)
    item = code.values_list("item_version__item__code", flat=True).first() if scope else None
    return item is not None and covers(row.items, item)

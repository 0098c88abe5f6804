"""The mandate behind an organization's application: in force in the register of mandates, whoever wrote it there."""

from datetime import date
from uuid import UUID

from django.db.models import Model

from tongban.cases.frame import OpenCase
from tongban.cases.sealed import Content
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.time import legal_date, today
from tongban.parties.mandates import Scope, held_since, holds, mandates_between, recorded
from tongban.parties.models import Mandate
from tongban.rules.lifecycle import Status

HANDLER = "handler"


def needs_mandate(case: OpenCase) -> bool:
    """Whether somebody acts for an organization in a matter that is not decided, and may not do so today.

    Before acceptance a mandate in force today is needed: what was seen with the application may have ended since.
    What was accepted, by a person or by the date alone, needs one that held on some day since the application:
    what the handler did while it held stays done (民法典 art. 173, 174; from memory).
    """
    if case.content.relation != HANDLER:
        return False
    if case.state.status in (Status.SUBMITTED, Status.AWAITING_CORRECTIONS):
        return not acts_today(case)
    return case.state.status == Status.IN_REVIEW and not _acted_once(case)


def acts_today(case: OpenCase) -> bool:
    """Whether somebody acts for another by a mandate that holds today: the register's word goes before any other."""
    if mandates_of_case(case):
        return mandate_of_register(case) is not None
    return _seen_without_register(case, today())


def mandate_over(case: OpenCase) -> bool:
    """Whether an organization's handler had a mandate and has none today."""
    had = case.content.mandate_seen or bool(mandates_of_case(case))
    return case.content.relation == HANDLER and had and not acts_today(case)


def require_own_or_mandate(actor: Actor, case: OpenCase) -> None:
    """Refuse an act by phone of an organization's handler whose mandate ended meanwhile; a counter may still act.

    Raises:
        Refusal: ``mandate_over_meanwhile``.
    """
    if isinstance(actor, Citizen) and mandate_over(case):
        raise Refusal("mandate_over_meanwhile")


def mandate_of_register(case: OpenCase) -> Mandate | None:
    """The mandate in force today by which this case's handler acts for its applicant."""
    good = [row for row in mandates_of_case(case) if holds(row, today())]
    return max(good, key=lambda row: row.until or date.max, default=None)


def mandates_of_case(case: OpenCase) -> list[Mandate]:
    """Every mandate of the register, however it stands, for this case's handler, applicant and item."""
    if case.row.representative_id is None:
        return []
    code = case.item.definition.code
    return mandates_between(case.row.applicant_id, case.row.representative_id, code)


def _acted_once(case: OpenCase) -> bool:
    since = legal_date(case.row.received_at)
    rows = mandates_of_case(case)
    return any(held_since(row, since, today()) for row in rows) or _seen_without_register(case, since)


def _seen_without_register(case: OpenCase, on: date) -> bool:
    """A mandate that was seen with an application before there was a register of them."""
    until = case.content.mandate_until
    seen = case.content.mandate_seen and not mandates_of_case(case)
    return seen and (not until or on <= date.fromisoformat(until))


def require_mandate(case: OpenCase) -> None:
    """Refuse to accept an organization's application while nobody saw by what its handler acts.

    Raises:
        InputFaults: ``mandate_not_confirmed``.
    """
    if needs_mandate(case):
        raise InputFaults([FieldFault("mandate", "mandate_not_confirmed")])


def seen_with(
    actor: Staff, run: Run, applicant: UUID, representative: UUID, item: PinnedItem, content: Content
) -> tuple[Model, ...]:
    """The rows by which a mandate that a counter saw with an application goes into the register."""
    until = date.fromisoformat(content.mandate_until) if content.mandate_until else None
    scope = Scope((item.definition.code,), legal_date(run.at), until)
    mandate, entries = recorded(run, actor, applicant, representative, scope, of_case=True)
    return mandate, *entries

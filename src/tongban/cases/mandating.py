"""The mandate behind an organization's application: seen with it, or in force in the register of mandates."""

from datetime import date
from uuid import UUID

from django.db.models import Model

from tongban.cases.frame import OpenCase
from tongban.cases.sealed import Content
from tongban.catalogue.queries import PinnedItem
from tongban.kernel.actors import Staff
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import legal_date, today
from tongban.parties.mandates import Scope, mandate_covering, recorded
from tongban.parties.models import Mandate
from tongban.rules.lifecycle import Status

HANDLER = "handler"


def needs_mandate(case: OpenCase) -> bool:
    """Whether somebody acts for an organization by a mandate that no counter saw with the application."""
    waiting = case.state.status in (Status.SUBMITTED, Status.AWAITING_CORRECTIONS)
    content = case.content
    return waiting and content.relation == HANDLER and not content.mandate_seen


def mandate_of_register(case: OpenCase) -> Mandate | None:
    """The mandate in force today by which this case's handler acts for its applicant."""
    if case.row.representative_id is None:
        return None
    code = case.item.definition.code
    return mandate_covering(case.row.applicant_id, case.row.representative_id, code, today())


def require_mandate(case: OpenCase) -> None:
    """Refuse to accept an organization's application while nobody saw by what its handler acts.

    Raises:
        InputFaults: ``mandate_not_confirmed``.
    """
    if needs_mandate(case) and mandate_of_register(case) is None:
        raise InputFaults([FieldFault("mandate", "mandate_not_confirmed")])


def seen_with(
    actor: Staff, run: Run, applicant: UUID, representative: UUID, item: PinnedItem, content: Content
) -> tuple[Model, ...]:
    """The rows by which a mandate that a counter saw with an application goes into the register."""
    until = date.fromisoformat(content.mandate_until) if content.mandate_until else None
    scope = Scope((item.definition.code,), legal_date(run.at), until)
    mandate, entries = recorded(run, actor, applicant, representative, scope, of_case=True)
    return mandate, *entries

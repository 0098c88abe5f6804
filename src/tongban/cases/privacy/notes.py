"""The corrections that stand beside a concluded matter: from its own stream to the requests that hold the values."""

from collections.abc import Iterable
from uuid import UUID

from tongban.cases.models import PrivacyRequest
from tongban.cases.privacy.records import open_asked
from tongban.cases.queries.shapes import NoteView
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.errors import Erased
from tongban.kernel.ledger import Recorded
from tongban.kernel.masking import mask_account, mask_name, mask_phone, mask_text
from tongban.kernel.secrets import open_vault

NOTED = "correction_noted"


def notes_of(
    events: Iterable[Recorded], applicant: UUID, item: ItemDefinition, *, name_masked: bool, contact: bool
) -> tuple[NoteView, ...]:
    """What was noted beside a case, oldest first; those whose request was erased are left out.

    Args:
        events: the case's stream, of a case that was let through.
        name_masked: whether the applicant's name is not shown.
        contact: whether the reader is cleared for addresses.
    """
    told = [event for event in events if event.type == NOTED]
    if not told:
        return ()
    numbers = {event.data["request"] for event in told}
    rows = PrivacyRequest.objects.filter(number__in=numbers, party_id=applicant).select_related("key")
    right: dict[str, str] = {}
    for row in rows:
        try:
            asked = open_asked(row.content, open_vault(row.key))
        except Erased:
            continue
        right[row.number] = _shown(asked.field, asked.right, name_masked=name_masked, contact=contact)
    labels = {f"answers.{question.code}": question.label for question in item.questions}
    return tuple(
        NoteView(
            event.at,
            event.data["field"],
            right[event.data["request"]],
            event.data["request"],
            labels.get(event.data["field"]),
        )
        for event in told
        if event.data["request"] in right
    )


def _shown(field: str, value: str, *, name_masked: bool, contact: bool) -> str:
    if field.endswith(".phone"):
        return mask_phone(value)
    if field == "answers.bank_account":
        return mask_account(value)
    if field == "answers.address" and not contact:
        return mask_text(value)
    return mask_name(value) if field == "applicant.name" and name_masked else value

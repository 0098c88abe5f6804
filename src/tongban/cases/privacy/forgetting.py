"""What a person asked this desk goes with the person; that they were answered stays."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tongban.cases.models import PrivacyRequest
from tongban.cases.privacy.records import record
from tongban.cases.privacy.visibility import requests_visible_to
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.commands import Run
from tongban.kernel.ledger import Event
from tongban.kernel.models import DataKey

WAITING = (PrivacyRequest.State.OPEN, PrivacyRequest.State.PROPOSED)
COPY_DAYS = timedelta(days=30)  # within which a released copy is fetched


def forget_requests(party_id: UUID, run: Run, actor: Actor) -> None:
    """Destroy the keys of somebody's requests and close those that wait; inside the erasing command's transaction."""
    rows = requests_visible_to(System("forgetting")).filter(party_id=party_id)
    for row in rows.select_for_update(of=("self",)).filter(state__in=WAITING).order_by("asked_at", "id"):
        row.state, row.version = PrivacyRequest.State.DONE, row.version + 1
        row.answered_at = run.at
        row.answered_by_id = actor.assignment_id if isinstance(actor, Staff) else None
        row.save()
        record(row, Event("privacy_answered", {"outcome": "erased"}), run, actor)
    keys = DataKey.objects.filter(id__in=rows.values("key_id"), wrapped__isnull=False)
    keys.update(wrapped=None, destroyed_at=run.at)


def still_asking(at: datetime) -> set[UUID]:
    """The persons for whom a request is still to be carried out: none of theirs is destroyed by the yearly list."""
    fetched = Q(
        kind=PrivacyRequest.Kind.COPY, state=PrivacyRequest.State.DONE, answered_at__gte=at - COPY_DAYS
    )
    rows = requests_visible_to(System("destruction")).filter(
        Q(state__in=WAITING) | fetched, party__isnull=False
    )
    return {one for one in rows.values_list("party_id", flat=True) if one is not None}

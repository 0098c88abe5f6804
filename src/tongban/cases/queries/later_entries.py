"""Times of an earlier day that wait for their second person: in that person's list until they said so."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tongban.cases.course import course_of
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.kernel.actors import Staff

MOST = 50
WAITS = '"later":{'  # in the course's JSON, in the very words of the partial index `case_later_entry`


@dataclass(frozen=True)
class LaterEntryLine:
    """One of them.

    ``kind``: ``received``, ``answered``, ``served``, ``delivered`` or ``paper``.  ``at``: the time that was stated, of
    an application its receipt.
    """

    number: str
    item: Text
    kind: str
    at: datetime


def later_entries_to_confirm(actor: Staff) -> tuple[LaterEntryLine, ...]:
    """What this member of staff is named to confirm, and of the head everything of the own body; oldest first, at most 50.

    Nobody sees what they entered themselves: that is somebody else's to look at.
    """
    named = Q(course__contains=f'"named":{actor.assignment_id},')
    if actor.role == "approver":
        named |= Q(body_id=actor.body_id)
    found = visible_to(actor).filter(named, course__contains=WAITS).order_by("received_at")
    lines = []
    for number, version, course, received in found.values_list(
        "number", "item_version_id", "course", "received_at"
    )[:MOST]:
        for later in course_of(course).later:
            if later.by == actor.assignment_id:
                continue
            if actor.role != "approver" and later.named != actor.assignment_id:
                continue
            lines.append(
                LaterEntryLine(number, pinned(version).definition.name, later.kind, later.at or received)
            )
    return tuple(lines)

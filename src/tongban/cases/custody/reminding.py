"""The reminders that a result lies ready, on the days that the place's rule names; nothing follows from them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from tongban.cases.custody.moving import collected_away, still_to_come
from tongban.cases.custody.unclaimed import unclaimed_rule
from tongban.cases.frame import SETTLE, load
from tongban.cases.models import Case
from tongban.cases.notices import notice
from tongban.kernel.batch import Batch
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased
from tongban.kernel.models import Message
from tongban.kernel.time import legal_date
from tongban.rules.custody import READY, Place
from tongban.rules.lifecycle import Status

TEMPLATE = "unclaimed"
AT_ONCE = 500
LATE = timedelta(days=3)
"""A reminder that no sweep wrote within this time of its day is not written any more: nobody gets two at once."""


def remind_of_unclaimed(now: datetime) -> int:
    """Write the reminders whose day has come; how many.  Each is written once: its id is the case's and the step's own."""
    today, rule = legal_date(now), unclaimed_rule()
    written: list[Message] = []
    for days in rule.remind_after:
        last = today - timedelta(days=days)
        due = Case.objects.filter(
            status=Status.CONCLUDED,
            result_at__in=READY,
            result_since__range=(last - LATE, last),
            contact_digest__isnull=False,
        ).values_list("id", "number", "concluded_at")
        # every one of these few days is looked at: what was told, erased or still to come holds up nobody behind it
        ids = {
            uuid5(case_id, f"{TEMPLATE}:{days}:{concluded_at:%Y%m%d%H%M%S}"): number
            for case_id, number, concluded_at in due.order_by("result_since", "number")
        }
        for key in _not_sent(list(ids)):
            if len(written) == AT_ONCE:
                break
            message = _reminder(ids[key], key, now)
            if message is not None:
                written.append(message)
    if written:
        batch = Batch()
        batch.insert(*written)
        batch.write()
    return len(written)


def _not_sent(keys: list[UUID]) -> Iterator[UUID]:
    """Those of these reminders that nobody wrote yet, in their order."""
    for first in range(0, len(keys), AT_ONCE):
        asked = keys[first : first + AT_ONCE]
        found = Message.objects.filter(command_id__in=asked, template=TEMPLATE)
        sent = set(found.values_list("command_id", flat=True))
        yield from (key for key in asked if key not in sent)


def _reminder(number: str, key: UUID, now: datetime) -> Message | None:
    try:
        case = load(SETTLE, number, lock=False)
        phone = case.content.contact_phone
    except Erased:
        return None
    if still_to_come(case):
        return None
    at_window = case.state.result_at == Place.WINDOW and not collected_away(case)
    site = case.row.handling_site if at_window else case.row.collect_site
    return notice(TEMPLATE, phone, number, case.item, site, Run(key, now, SETTLE), case.vault)

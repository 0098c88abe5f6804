"""The reminders that a result lies ready, on the days that the place's rule names; nothing follows from them."""

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
    written = []
    for days in rule.remind_after:
        last = today - timedelta(days=days)
        due = Case.objects.filter(
            status=Status.CONCLUDED,
            result_at__in=READY,
            result_since__range=(last - LATE, last),
            contact_digest__isnull=False,
        ).values_list("id", "number", "concluded_at", "result_since")
        ids = {
            uuid5(case_id, f"{TEMPLATE}:{days}:{concluded_at:%Y%m%d%H%M%S}"): (number, since)
            for case_id, number, concluded_at, since in due.order_by("result_since", "number")[:AT_ONCE]
        }
        sent = set(
            Message.objects.filter(command_id__in=ids, template=TEMPLATE).values_list("command_id", flat=True)
        )
        for key in ids.keys() - sent:
            message = _reminder(ids[key][0], key, now)
            if message is not None:
                written.append(message)
    if written:
        batch = Batch()
        batch.insert(*written)
        batch.write()
    return len(written)


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

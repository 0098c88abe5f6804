"""The one reminder of what was promised for later, some days before its day; a courtesy, from which nothing follows."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from tongban.cases.calendar.deferred import holds
from tongban.cases.frame import SETTLE, load
from tongban.cases.models import CaseMaterial
from tongban.cases.notices import notice
from tongban.kernel.batch import Batch
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased
from tongban.kernel.models import Message
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Status
from tongban.rules.promises import REMIND_DAYS, Promise

AT_ONCE = 500
TEMPLATE = "deferred_due"


def remind_of_deferred(now: datetime) -> int:
    """Write the reminders that are due; how many. Each is written once: its id is the case's and the day's own."""
    today = legal_date(now)
    due = (
        CaseMaterial.objects.filter(
            promise=Promise.DEFERRED,
            promise_kept=None,
            promise_due__range=(today, today + timedelta(days=REMIND_DAYS)),
            case__status=Status.IN_REVIEW,
        )
        .values_list("case_id", "case__number", "promise_due")
        .distinct()
        .order_by("promise_due", "case__number")[:AT_ONCE]
    )
    ids = {uuid5(case_id, f"{TEMPLATE}:{day}"): (number, day) for case_id, number, day in due if day}
    sent = set(
        Message.objects.filter(command_id__in=ids, template=TEMPLATE).values_list("command_id", flat=True)
    )
    written = [
        one for one in (_reminder(*ids[key], key, now) for key in ids.keys() - sent) if one is not None
    ]
    if written:
        batch = Batch()
        batch.insert(*written)
        batch.write()
    return len(written)


def _reminder(number: str, day: date, key: UUID, now: datetime) -> Message | None:
    try:
        case = load(SETTLE, number, lock=False)
        phone = case.content.contact_phone
    except Erased:
        return None
    run = Run(key, now, SETTLE)
    day = holds(day, case.calendar)
    return notice(
        TEMPLATE,
        phone,
        number,
        case.item,
        case.row.handling_site,
        run,
        case.vault,
        f"{day.month}月{day.day}日",
        act_by=day,
    )

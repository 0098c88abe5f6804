"""Writing down what the date has done: the sweep behind `settlement`, of which law does not wait."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from tongban.cases.frame import SETTLE, load, settle
from tongban.cases.models import Case
from tongban.cases.settlement import past_announcement, past_correction, past_intake
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased

AT_ONCE = 500


def settle_overdue(now: datetime) -> int:
    """Materialize effects of date for cases past a limit; how many changed."""
    changed = 0
    for number in Case.objects.filter(
        past_intake(now) | past_correction(now) | past_announcement(now)
    ).values_list("number", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            try:
                case = load(SETTLE, number, lock=True)
            except Erased:
                continue
            case.run = Run(uuid4(), now, SETTLE)
            settle(case, now)
            if case.entries:
                case.save({}, {})
                changed += 1
    return changed

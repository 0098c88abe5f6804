"""Writing down what the date has done: the sweep behind `settlement`, of which law does not wait."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from tongban.cases.frame import SETTLE, load, settle
from tongban.cases.models import Case
from tongban.kernel.commands import Run
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Status

AT_ONCE = 500


def settle_overdue(now: datetime) -> int:
    """Materialize effects of date for cases past a limit; how many changed."""
    before = legal_date(now)
    numbers = Case.objects.filter(status=Status.SUBMITTED, intake_due__lt=before).values_list(
        "number", flat=True
    )[:AT_ONCE]
    changed = 0
    for number in numbers:
        with transaction.atomic():
            case = load(SETTLE, number, lock=True)
            case.run = Run(uuid4(), now, SETTLE)
            settle(case, now)
            if case.entries:
                case.save({}, {})
                changed += 1
    return changed

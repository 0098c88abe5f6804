"""Writing down what the date has done: the sweep behind `settlement`, of which law does not wait."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from tongban.cases.frame import SETTLE, load, settle
from tongban.cases.models import Case
from tongban.cases.settlement import past_announcement, past_correction, past_intake
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased

AT_ONCE = 500


def settle_overdue(now: datetime) -> int:
    """Materialize effects of date for cases past a limit, as many as one turn of the sweep takes; how many changed.

    Cases of which nothing is to be written yet take nobody's place in it.
    """
    return _settle(now, most=AT_ONCE)


def settle_all(now: datetime) -> int:
    """The same for every case past a limit, before a calendar takes another one's place: what has happened stays."""
    return _settle(now)


def _settle(now: datetime, most: int | None = None) -> int:
    changed, after = 0, ""
    while numbers := list(_past(now).filter(number__gt=after).order_by("number")[:AT_ONCE]):
        for number in numbers:
            changed += _settled_or_erased(number, now)
            if most is not None and changed >= most:
                return changed
        after = numbers[-1]
    return changed


def settle_one(number: str, now: datetime) -> bool:
    """Materialize what the date has done to one case; whether anything was written.

    Raises:
        Erased: its key was destroyed.
    """
    with transaction.atomic():
        case = load(SETTLE, number, lock=True)
        case.run = Run(uuid4(), now, SETTLE)
        settle(case, now)
        if case.entries:
            case.save({}, {})
        return bool(case.entries)


def _past(now: datetime) -> "QuerySet[Case, str]":
    return Case.objects.filter(past_intake(now) | past_correction(now) | past_announcement(now)).values_list(
        "number", flat=True
    )


def _settled_or_erased(number: str, now: datetime) -> bool:
    try:
        return settle_one(number, now)
    except Erased:
        return False

"""What is under way, on which last day each matter is measured, and what a date alone tells of it; as parts of a statement."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Q

from tongban.cases.models.case import LAST_DAY as LAST_DAY
from tongban.cases.models.case import UNDER_WAY as UNDER_WAY

AHEAD = timedelta(days=6)
"""The seven days from today, today among them; rest days too, since a last day may be none."""

RUNS = ~Q(status="awaiting_corrections")
"""A limit of the office runs, but for what `apart` knows."""

NOTHING = Q(status="")
"""No matter at all, as a condition that a counting statement can still be composed of."""

LIMITS = ("over", "today", "week", "later", "still")
"""How far a running limit is: past its last day, ending today, in the six days after it, later; still: none runs."""
LATE = ("over", "today", "week")
WHOSE = ("applicant", "office", "other", "procedure")
"""For whom it waits: the applicant, the authority, another authority, nobody while a procedure's days do not count."""
PHASES = ("application", "acceptance", "review", "decision", "delivery")
"""申请、受理、审查、决定、送达: the phases of the licensing law; an application that waits for what is missing is in the first."""


def by_limit(today: date) -> Mapping[str, Q]:
    """One of `LIMITS` → its condition, of matters that nothing sets apart (`apart`).

    Needs the annotation ``last_day``, which is `LAST_DAY`.
    """
    end = today + AHEAD
    return {
        "over": RUNS & Q(last_day__lt=today),
        "today": RUNS & Q(last_day=today),
        "week": RUNS & Q(last_day__gt=today, last_day__lte=end),
        "later": RUNS & Q(last_day__gt=end),
        "still": ~RUNS,
    }


def by_phase() -> Mapping[str, Q]:
    """One of `PHASES` → its condition."""
    return {
        "application": Q(status="awaiting_corrections"),
        "acceptance": Q(status="submitted"),
        "review": Q(status="in_review") & ~Q(next_act="decide"),
        "decision": Q(status="in_review", next_act="decide"),
        "delivery": Q(status="concluded"),
    }


def by_whose(bodies: frozenset[int], positions: frozenset[int]) -> Mapping[str, Q]:
    """One of `WHOSE` → its condition.

    Args:
        bodies: the authorities that are looked at.
        positions: theirs.
    """
    away = Q(next_position__isnull=False) & ~Q(next_position__in=sorted(positions))
    away |= Q(next_act="decide") & ~Q(deciding_body__in=sorted(bodies))
    return {
        "applicant": ~RUNS,
        "office": RUNS & ~away,
        "other": RUNS & away,
        "procedure": NOTHING,
    }

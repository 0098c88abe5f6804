"""Before a month is published: everything of it is committed to, closed, and held by a signed root."""

from datetime import datetime, timedelta

from tongban.kernel import roots, time
from tongban.kernel.errors import Refusal
from tongban.oversight.figures import recording
from tongban.oversight.figures.facts import last_day, month_of
from tongban.oversight.models import FigureLine
from tongban.rules.public_figures import FEW


class NotYet(Refusal):
    """The month cannot be published now; the code says why.

    ``month_runs``: it is not over; ``too_few_cases``: fewer than `FEW`; ``not_held_yet``: another transaction keeps the
    root back, try again.
    """


def prepare(month: str, now: datetime) -> None:
    """Cut, commit, put in what is open, close, and cut again; outside any transaction.

    Raises:
        NotYet: it cannot be published now.
    """
    if last_day(month) >= time.legal_date(now):
        raise NotYet("month_runs", {"month": month})
    roots.cut(now)
    recording.commit_new(now)
    recording.carry_over(month, now)
    if cases_of(month) < FEW:
        raise NotYet("too_few_cases", {"month": month, "least": FEW})
    recording.close(month, now)
    if not recording.is_held(month):
        roots.cut(now)
    if not recording.is_held(month):
        raise NotYet("not_held_yet", {"month": month})


def cases_of(month: str) -> int:
    """How many cases a month has a line of."""
    return FigureLine.objects.filter(month=month).values("stream").distinct().count()


def month_before(now: datetime) -> str:
    """The last month that is over."""
    return month_of(time.legal_date(now).replace(day=1) - timedelta(days=1))

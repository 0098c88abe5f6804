"""The sweep: lines are committed to as roots are cut, and a month is published when its time has come.

It may run twice, late or never: a month that was missed is published by the next turn, the oldest first.
"""

from collections.abc import Callable
from datetime import datetime

from tongban.kernel import roots, time
from tongban.kernel.actors import System
from tongban.kernel.models import LedgerRoot
from tongban.oversight.commands.publishing import publish_figures
from tongban.oversight.figures.publishing import NotYet, cases_of, month_before
from tongban.oversight.figures.recording import MOST, commit_new
from tongban.oversight.models import FigureEdition, FigureLine
from tongban.rules.public_figures import FEW

ACTOR = System("figures")
PUBLISHED_ON = 3
"""The day of the following month on which a month is published: what was entered at its end has come in."""
MONTHS_AT_ONCE = 3

_reasons_to_wait: list[Callable[[], bool]] = []


def wait_while(unfinished: Callable[[], bool]) -> None:
    """Publish nothing as long as this says yes: months of the past are still being filled (a demonstration's)."""
    _reasons_to_wait.append(unfinished)


def commit_and_publish(now: datetime) -> int:
    """Commit to new lines and publish every month whose time has come; how many editions."""
    if any(unfinished() for unfinished in _reasons_to_wait):
        return 0
    if not LedgerRoot.objects.exists():  # a past that was loaded waits for no midnight
        roots.cut(now)
    commit_new(now, most=MOST)
    due = months_due(now)
    done = 0
    for month in due[:MONTHS_AT_ONCE]:
        try:
            publish_figures(ACTOR, month, idempotency_key=f"publish:{month}:1")
        except NotYet:
            continue
        done += 1
    return done


def months_due(now: datetime) -> list[str]:
    """The months that are over, have cases and were never published, oldest first."""
    today = time.legal_date(now)
    last = month_before(now)
    months = FigureLine.objects.filter(month__lte=last).values_list("month", flat=True).distinct()
    published = set(FigureEdition.objects.values_list("month", flat=True).distinct())
    due = [month for month in sorted(set(months)) if month not in published and cases_of(month) >= FEW]
    return [month for month in due if month != last or today.day >= PUBLISHED_ON]

"""The history beside a running program: the first part before anybody is there, the rest behind, resumed after a kill."""

import logging
import time as machine
from collections.abc import Callable

from tongban.kernel import roots
from tongban.kernel import time as clock
from tongban.papers.commands import render_waiting
from tongban.papers.queries.waiting import papers_to_write
from tongban.site.history.making import History
from tongban.site.history.progress import Progress, begun, matters_wanted, progress

LOG = logging.getLogger("tongban.history")
FIRST_SECONDS = 14.0  # of the first start, which is to answer within a minute
RESTS = 0.5  # of the time that a unit took: visitors come first
ROOT_EVERY = 500  # units; what is made in one night would have one root else


def history() -> History:
    """The one that was begun here, or a new one that ends today."""
    known = begun()
    return History(known.today, known.cases) if known else History(clock.today(), matters_wanted())


def make_first(seconds: float = FIRST_SECONDS) -> Progress | None:
    """What may still be running, the newest first, as much of it as the time allows."""
    if not matters_wanted():
        return None
    told = history()
    for _ in told.make(told.units()[: told.first_units], seconds=seconds):
        pass
    return progress()


def work_left(now: Progress) -> int:
    """Units that are still to be made, or else papers of the last weeks that are not laid out."""
    return now.total - now.done or papers_to_write().count


def make_rest(said: Callable[[Progress], None], *, rests: float = RESTS) -> Progress:
    """All that is left, and after it the papers of the last weeks; the older ones are written when somebody opens them.

    Args:
        said: hears of each unit.
        rests: how long it rests after each, as a share of the time that it took.
    """
    told = history()
    now = progress() or Progress(0, told.total)
    for now in told.make(told.units(), rests=rests):
        said(now)
        if now.done % ROOT_EVERY == 0 or now.complete:
            roots.cut(clock.now())
    while papers_to_write().count:
        began = machine.monotonic()
        if not render_waiting(clock.now()):
            break
        machine.sleep((machine.monotonic() - began) * rests)
    LOG.info("history: complete, %d units, %d left out", now.done, now.left_out)
    return now

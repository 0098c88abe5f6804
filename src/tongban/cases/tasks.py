"""The room's own jobs; each may run twice or late without harm."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tongban.cases.calendar.recount import recount
from tongban.cases.rosters.accepting import accept_rows, accepting_rosters
from tongban.cases.rosters.filing import file_rows, running_rosters


@app.task(name="tongban.count_anew", queue="calendar", queueing_lock="count_anew", lock="count_anew")
def count_anew() -> None:
    """Every open case by the calendar that holds now; what is left over is the sweep's."""
    recount()


@app.task(name="tongban.file_roster", queue="rosters")
def file_roster(roster_id: str) -> None:
    """The sound rows of a roster, one matter each, or its matters accepted; what is left after some minutes is the next
    job's."""
    roster = UUID(roster_id)
    if file_rows(roster) or accept_rows(roster):
        queue_roster(roster)


def queue_roster(roster_id: UUID) -> None:
    """One job for a roster at a time; where one waits already, that one does it."""
    name = f"roster:{roster_id}"
    try:
        with transaction.atomic():
            file_roster.configure(lock=name, queueing_lock=name).defer(roster_id=str(roster_id))
    except AlreadyEnqueued:
        pass  # it has not begun: it will find the rows


def queue_running_rosters(now: datetime) -> int:
    """The sweep: a roster under way whose job was lost gets another; how many are under way."""
    running = {*running_rosters(now), *accepting_rosters()}
    for roster_id in running:
        queue_roster(roster_id)
    return len(running)

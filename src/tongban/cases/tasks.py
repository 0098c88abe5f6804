"""The room's own jobs; each may run twice or late without harm."""

from procrastinate.contrib.django import app

from tongban.cases.calendar.recount import recount


@app.task(name="tongban.count_anew", queue="calendar", queueing_lock="count_anew", lock="count_anew")
def count_anew() -> None:
    """Every open case by the calendar that holds now; what is left over is the sweep's."""
    recount()

"""The jobs of the worker.  Their arguments are ids; each may run twice or late without harm."""

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.kernel import roots, time
from tongban.kernel.effects import run_effects
from tongban.kernel.sweeps import run_sweeps

STALLED_AFTER = timedelta(minutes=2)


@app.task(
    name="tongban.effects",
    queue="effects",
    retry=RetryStrategy(max_attempts=12, exponential_wait=3),
)
def effects(command_id: str) -> None:
    """Everything that one command left to do outside its transaction."""
    run_effects(UUID(command_id))


@app.periodic(cron="*/2 * * * *")
@app.task(name="tongban.requeue_stalled", queue="care", queueing_lock="requeue_stalled", pass_context=True)
async def requeue_stalled(context: object, timestamp: int) -> None:
    """Jobs whose worker died are given to a living one."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        await manager.retry_job(job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="tongban.sweep", queue="care", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Write down effects of date that queries and commands derive anyway; find effects nobody ran."""
    run_sweeps(time.now())


@app.periodic(cron="5 0 * * *")
@app.task(name="tongban.cut_root", queue="care", queueing_lock="cut_root")
def cut_root(timestamp: int) -> None:
    """The signed root of the day."""
    roots.cut(time.now())

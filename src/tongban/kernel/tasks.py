"""The jobs of the worker.  Their arguments are ids; each may run twice or late without harm."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from tongban.kernel import roots, time
from tongban.kernel.effects import run_effects
from tongban.kernel.sweeps import run_sweeps

CARE = "care"  # the queue of what the clock brings again anyway
SILENT_FOR = timedelta(minutes=2)
LONGEST_JOB = timedelta(minutes=10)

_LOST = """
SELECT job.id, job.queue_name FROM procrastinate_jobs job
WHERE job.status = 'doing' AND (
  SELECT max(event.at) FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'started'
) < now() - make_interval(secs => %(seconds)s)
"""


@app.task(
    name="tongban.effects",
    queue="effects",
    retry=RetryStrategy(max_attempts=12, exponential_wait=3),
)
def effects(command_id: str) -> None:
    """Everything that one command left to do outside its transaction."""
    run_effects(UUID(command_id))


@app.periodic(cron="*/2 * * * *")
@app.task(name="tongban.requeue_stalled", queue=CARE, queueing_lock="requeue_stalled", pass_context=True)
async def requeue_stalled(context: object, timestamp: int) -> None:
    """Jobs whose worker died, or lost them, are given to a living one."""
    await give_stalled_jobs_back(SILENT_FOR, LONGEST_JOB)


async def give_stalled_jobs_back(silent_for: timedelta, longest_job: timedelta) -> None:
    """Queue again what nobody is working at any more.

    A worker that was killed gives no sign of life.  A living one can lose a job too: when the database goes
    away at the moment the job's end is to be recorded, the job stays "doing" for good.

    Args:
        silent_for: a worker without a sign of life for so long is dead; a living one gives one every 10 seconds.
        longest_job: a job begun so long ago was lost.

    Raises:
        ExceptionGroup: of what single jobs raised, after all of them had their turn.
    """
    manager = app.job_manager
    silent = await manager.get_stalled_jobs(seconds_since_heartbeat=silent_for.total_seconds())
    queues = {job.id: job.queue for job in silent if job.id is not None}
    lost = await manager.connector.execute_query_all_async(_LOST, seconds=longest_job.total_seconds())
    queues.update({row["id"]: row["queue_name"] for row in lost})
    faults: list[Exception] = []
    for number, queue in queues.items():
        try:
            if queue == CARE:
                # It comes again by the clock; queued twice, it would run into its own lock.
                await manager.finish_job_by_id_async(number, Status.ABORTED, delete_job=False)
            else:
                await manager.retry_job_by_id_async(number, retry_at=datetime.now(UTC))
        except ConnectorException as fault:  # it ended meanwhile
            faults.append(fault)
    if faults:
        raise ExceptionGroup("stalled jobs", faults)


@app.periodic(cron="*/5 * * * *")
@app.task(name="tongban.sweep", queue=CARE, queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Write down effects of date that queries and commands derive anyway; find effects nobody ran."""
    run_sweeps(time.now())


@app.periodic(cron="5 0 * * *")
@app.task(name="tongban.cut_root", queue=CARE, queueing_lock="cut_root")
def cut_root(timestamp: int) -> None:
    """The signed root of the day."""
    roots.cut(time.now())

"""Deferring the one job of a command, inside the command's transaction."""

from uuid import UUID

from psycopg.types.json import Jsonb

from tongban.kernel import tasks
from tongban.kernel.batch import Batch

# What Procrastinate's own `defer` calls, so that a job can be queued by the statement that writes the command.
_DEFER = (
    "procrastinate_defer_jobs_v1(ARRAY[ROW(%s::varchar, %s::varchar, 0, NULL, NULL, %s::jsonb, NULL)"
    "::procrastinate_job_to_defer_v1])"
)


def defer_effects(command_id: UUID) -> None:
    """Queue the command's effects; committed or rolled back with the command."""
    tasks.effects.defer(command_id=str(command_id))


def defer_effects_with(batch: Batch, command_id: UUID) -> None:
    """The same as a part of the command's one statement."""
    batch.call(_DEFER, [tasks.effects.queue, tasks.effects.name, Jsonb({"command_id": str(command_id)})])

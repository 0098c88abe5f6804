"""Deferring the one job of a command, inside the command's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from psycopg.types.json import Jsonb

from tongban.kernel import tasks
from tongban.kernel.batch import Batch

# What Procrastinate's own `defer` calls, so that a job can be queued by the statement that writes the command.
_DEFER = (
    "procrastinate_defer_jobs_v1(ARRAY[ROW(%s::varchar, %s::varchar, 0, NULL, NULL, %s::jsonb, NULL)"
    "::procrastinate_job_to_defer_v1])"
)

_kept_back: ContextVar[list[UUID] | None] = ContextVar("kept_back_effects", default=None)


@contextmanager
def kept_back() -> Iterator[list[UUID]]:
    """Within the block no job is queued: who makes thousands of commands (a demonstration's history) does by himself
    what follows from them, behind what people wait for.  Yields the ids of those commands, growing."""
    commands: list[UUID] = []
    token = _kept_back.set(commands)
    try:
        yield commands
    finally:
        _kept_back.reset(token)


def defer_effects(command_id: UUID) -> None:
    """Queue the command's effects; committed or rolled back with the command."""
    if (kept := _kept_back.get()) is not None:
        kept.append(command_id)
        return
    tasks.effects.defer(command_id=str(command_id))


def defer_effects_with(batch: Batch, command_id: UUID) -> None:
    """The same as a part of the command's one statement."""
    if (kept := _kept_back.get()) is not None:
        kept.append(command_id)
        return
    batch.call(_DEFER, [tasks.effects.queue, tasks.effects.name, Jsonb({"command_id": str(command_id)})])

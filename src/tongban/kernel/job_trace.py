"""The jobs of the worker in the log: which job ran for which command, how long, and whether it failed."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from tongban.kernel import tracing


def traced_job(call_next: Callable[[], Any], context: Any, worker: object) -> Any:
    """Procrastinate's middleware for jobs that run in a thread."""
    with _around(context.job):
        return call_next()


async def traced_async_job(call_next: Callable[[], Awaitable[Any]], context: Any, worker: object) -> Any:
    """The same for those of the event loop."""
    with _around(context.job):
        return await call_next()


@contextmanager
def _around(job: Any) -> Iterator[None]:
    began = monotonic()
    arguments: Mapping[str, Any] = job.task_kwargs or {}
    named = {"job": str(job.id)} | {
        name.removesuffix("_id"): str(value) for name, value in arguments.items() if name == "command_id"
    }
    more = {"attempt": job.attempts + 1}
    with tracing.within(**named):
        try:
            yield
        except Exception as fault:
            more |= {"fault": type(fault).__name__}
            tracing.done("job", job.task_name, "failed", began, more, loud=True)
            raise
        tracing.done("job", job.task_name, "done", began, more)

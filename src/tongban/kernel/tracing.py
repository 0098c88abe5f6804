"""Which request, command and job is at work: the ids by which the lines of the log belong together.

The ids are made by chance and say nothing of anybody.  What was done is told to observers: the log writes a
line (`log_lines`), the web processes count (`site/metrics`).
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

LOG = logging.getLogger("tongban.trace")


@dataclass(frozen=True)
class Done:
    """Something that ended.

    Args:
        what: ``request``, ``command`` or ``job``.
        name: the route's name, the command's or the task's; never a path.
        result: the HTTP status; ``done``, ``repeated`` or ``refused``; ``done`` or ``failed``.
        seconds: how long it took.
        more: what else the log says of it: ids and codes only.
    """

    what: str
    name: str
    result: str
    seconds: float
    more: Mapping[str, Any] = field(default_factory=dict)


Observer = Callable[[Done], None]
_observers: list[Observer] = []
_ids: ContextVar[Mapping[str, str] | None] = ContextVar("tongban_trace", default=None)
_entries: ContextVar[list[str] | None] = ContextVar("tongban_trace_entries", default=None)


def observe(observer: Observer) -> None:
    """Tell this observer of everything that ends in this process from now on."""
    if observer not in _observers:
        _observers.append(observer)


def ids() -> Mapping[str, str]:
    """The ids of what is at work: ``request``, ``command``, ``job`` as far as there are any."""
    return _ids.get() or {}


@contextmanager
def within(**named: str) -> Iterator[None]:
    """Lines of this block carry these ids beside those around it."""
    before = _ids.set({**ids(), **named})
    try:
        yield
    finally:
        _ids.reset(before)


@contextmanager
def entries_of_a_command() -> Iterator[list[str]]:
    """Collects what the block writes to the ledger, as ``kind:stream#seq``."""
    written: list[str] = []
    before = _entries.set(written)
    try:
        yield written
    finally:
        _entries.reset(before)


def entry_written(kind: str, stream: str, seq: int) -> None:
    """An entry of the ledger belongs to the command at work."""
    written = _entries.get()
    if written is not None:
        written.append(f"{kind}:{stream}#{seq}")


def done(
    what: str, name: str, result: str, began: float, more: Mapping[str, Any], *, loud: bool = False
) -> None:
    """Write the line and tell the observers.

    Args:
        began: `time.monotonic()` at the beginning, in seconds.
        loud: a fault, not the day's work.
    """
    ended = Done(what, name, result, monotonic() - began, more)
    level = logging.WARNING if loud else logging.INFO
    if LOG.isEnabledFor(level):
        # made here: looking for the caller's place in the program, which no line shows, costs as much as the line
        LOG.handle(LOG.makeRecord(LOG.name, level, "", 0, what, (), None, extra={"done": ended}))
    for observer in _observers:
        observer(ended)

"""`tongban demo --cases`: the portions over several processes, from where a killed run stopped, with its progress."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from uuid import UUID, uuid4

from tongban.kernel import ledger, roots
from tongban.kernel import time as clock
from tongban.kernel.models import LedgerEntry
from tongban.site.demo.bulk.opened import Opened, open_all
from tongban.site.demo.bulk.patterns import make_patterns
from tongban.site.demo.bulk.writing import ACTOR, KIND, PORTION, stream_of, write_portion
from tongban.site.django_setup import close_connections
from tongban.site.embedded_postgres.parent_death import die_with_parent

PATTERNS = "patterns"  # the stream that says which cases were multiplied
LEAST, MOST = 60, 250  # patterns
ROOT_EVERY = 25  # portions

_patterns: list[Opened] = []


@dataclass(frozen=True)
class Progress:
    """How far it is.  ``seconds``: since this run began its portions."""

    done: int
    wanted: int
    entries: int
    seconds: float

    @property
    def left(self) -> float:
        """Seconds, at the pace of this run."""
        return (self.wanted - self.done) * self.seconds / max(1, self.done)


def portions_there() -> set[str]:
    """The portions that are written, whole."""
    return set(
        LedgerEntry.objects.filter(kind=KIND).exclude(stream=PATTERNS).values_list("stream", flat=True)
    )


def pattern_ids(wanted: int, said: Callable[[int, int], None]) -> list[UUID]:
    """The ids of the patterns; they are made where an earlier run did not."""
    made = ledger.read(KIND, PATTERNS)
    if made:
        return [UUID(told) for told in made[-1].data["cases"]]
    count = max(LEAST, min(MOST, wanted // 100))
    done = 0

    def one(_: object) -> None:
        nonlocal done
        done += 1
        said(done, count)

    ids = make_patterns(count, one)
    ledger.append(
        KIND,
        PATTERNS,
        [ledger.Event("patterns_made", {"cases": ids})],
        at=clock.now(),
        actor=ACTOR,
        command_id=uuid4(),
    )
    return ids


def make_in_bulk(
    cases: int,
    *,
    processes: int = 2,
    said_patterns: Callable[[int, int], None] = lambda *_: None,
    said: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Make cases until there are so many of these; what an earlier run made counts.

    Every portion is one transaction, which writes down that it was made in bulk; so a killed run goes on where it
    stopped.  Signed roots are cut on the way.

    Args:
        cases: how many, in whole portions (`PORTION`); the last may be smaller.
        processes: how many write at once.
    """
    ids = pattern_ids(cases, said_patterns)
    count = -(-cases // PORTION)
    there = portions_there()
    sizes = {number: min(PORTION, cases - number * PORTION) for number in range(count)}
    missing = [(number, count, size) for number, size in sizes.items() if stream_of(number) not in there]
    wanted, done, entries, began = sum(size for *_, size in missing), 0, 0, time.monotonic()
    for finished, (size, more) in enumerate(_written(ids, missing, processes), start=1):
        done, entries = done + size, entries + more
        if finished % ROOT_EVERY == 0 or finished == len(missing):
            roots.cut(clock.now())
        said(Progress(done, wanted, entries, time.monotonic() - began))
    return Progress(done, wanted, entries, time.monotonic() - began)


def _written(
    ids: list[UUID], missing: Collection[tuple[int, int, int]], processes: int
) -> Iterator[tuple[int, int]]:
    """The portions as they are finished: cases and entries of the ledger."""
    if not missing:
        return
    if processes < 2:
        _begin(ids)
        yield from map(_one, missing)
        return
    _begin(ids)
    close_connections()  # a forked process opens its own
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork"), _begin_process, (os.getpid(),)
    ) as pool:
        todo = iter(missing)
        waiting = {pool.submit(_one, portion) for portion in islice(todo, 2 * processes)}
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {pool.submit(_one, portion) for portion in islice(todo, len(finished))}
            yield from (future.result() for future in finished)


def _begin_process(parent: int) -> None:
    die_with_parent(signal.SIGKILL, of_parent=True)()
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others


def _begin(ids: list[UUID]) -> None:
    global _patterns
    _patterns = open_all(ids)


def _one(portion: tuple[int, int, int]) -> tuple[int, int]:
    number, of, size = portion
    return size, write_portion(_patterns, number, of, size)

"""`ledger verify` over 20,000 events: how long, and in how much memory."""

import os
import time
import tracemalloc
from uuid import uuid4

import pytest

from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.kernel.batch import Batch
from tongban.kernel.roots import cut
from tongban.kernel.time import now
from tongban.kernel.verify import verify

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

EVENTS_A_STREAM = 5  # as a matter has: submitted, accepted, opinion, decided, delivered
AT_ONCE = 200  # streams in one statement
MOST_MEMORY = 24 * 1024 * 1024  # bytes at the peak, whatever the number of events
MOST_SECONDS = 60.0


def grow(streams: int) -> None:
    """Streams of their own kind with events as long as ours."""
    actor, at = System("proof"), now()
    for start in range(0, streams, AT_ONCE):
        batch = Batch()
        for _ in range(start, min(start + AT_ONCE, streams)):
            events = [
                ledger.Event("observed", {"salted": os.urandom(32), "words": "示例" * 60})
                for _ in range(EVENTS_A_STREAM)
            ]
            entries, _ = ledger.chain(
                "proof", str(uuid4()), ledger.Head(), events, at=at, actor=actor, command_id=uuid4()
            )
            batch.insert(*entries)
        batch.write()
    cut(now())


def verified() -> tuple[int, float, int]:
    """Entries read, seconds, bytes at the peak."""
    tracemalloc.start()
    began = time.perf_counter()
    report = verify()
    seconds = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.holds, report.faults[:5]
    return report.entries, seconds, peak


def test_twenty_thousand_events_verify_in_bounded_memory(capsys: pytest.CaptureFixture[str]) -> None:
    grow(400)
    few, seconds_few, peak_few = verified()
    grow(3_600)
    many, seconds, peak = verified()
    assert (few, many) == (400 * EVENTS_A_STREAM, 20_000)
    began = time.perf_counter()
    assert verify().holds  # once more without the weight of the memory's book-keeping
    plain = time.perf_counter() - began
    with capsys.disabled():
        print(
            f"\nledger verify: {many} events in {plain:.1f} s; memory at the peak {peak / 2**20:.1f} MB, "
            f"{peak_few / 2**20:.1f} MB for {few} (with memory traced: {seconds:.1f} and {seconds_few:.1f} s)"
        )
    assert peak <= MOST_MEMORY
    assert plain <= MOST_SECONDS

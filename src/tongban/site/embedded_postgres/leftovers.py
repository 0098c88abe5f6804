"""What a killed postmaster leaves: statements that go on without it, beside which no server starts.

A server's process notices the death of its postmaster when it next waits for something; one that computes
goes on for as long as its statement takes, and nobody gets its answer.
"""

import os
import signal
import time
from pathlib import Path

GONE_SECONDS = (
    10.0  # until killed processes must be gone; one in the middle of a write to the disk takes a moment
)
TITLE = b"postgres: "  # a server's child names itself so (ps_status.c); the postmaster does not


def leftovers(cluster: Path) -> list[int]:
    """The living children of any server of this cluster, by their working folder and their title.

    Args:
        cluster: the cluster's folder, resolved.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == cluster and (entry / "cmdline").read_bytes().startswith(TITLE):
                found.append(int(entry.name))
        except OSError:  # it ended meanwhile, or belongs to someone else
            continue
    return found


def end_leftovers(cluster: Path) -> None:
    """End them, as PostgreSQL asks of its operator; to be called when no postmaster is there.

    What they had committed is in the log, and the rest is rolled back by the coming start.
    """
    deadline = time.monotonic() + GONE_SECONDS
    while (pids := leftovers(cluster)) and time.monotonic() < deadline:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)

"""CPU time of processes that are not ours to ask: from /proc (proc(5): utime and stime, in clock ticks)."""

import os
from collections.abc import Iterable
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                found.extend(int(child) for child in task.read_text().split())
        except OSError:  # it ended while we looked
            continue
    return found


def milliseconds(pids: Iterable[int]) -> float:
    """User and system time so far; of a process that ended, nothing."""
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) * TICK
    return total

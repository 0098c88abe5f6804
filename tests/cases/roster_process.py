"""Filing a roster in a process of its own, which can be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Event
from uuid import UUID

PULSE = 0.02  # seconds between two looks
PATIENCE = 120  # seconds for a process to come so far
SCRIPT = """
import re, sys, time
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from tongban.site.django_setup import set_up_django
set_up_django()
from tongban.cases.rosters.filing import file_rows
began = time.perf_counter()
while file_rows(UUID(sys.argv[1]), longest=timedelta(minutes=30)):
    pass
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(f"{time.perf_counter() - began:.2f} {peak}", flush=True)
"""


def begin(env: Mapping[str, str], roster: UUID) -> "subprocess.Popen[str]":
    """A process that files what is left."""
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(roster)],
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_when(process: "subprocess.Popen[str]", far_enough: Callable[[], bool]) -> None:
    """End it with -9 once it has come so far."""
    pause = Event()
    for _ in range(int(PATIENCE / PULSE)):
        if far_enough():
            break
        assert process.poll() is None, process.communicate()[1][-2000:]
        pause.wait(PULSE)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def end(process: "subprocess.Popen[str]", seconds: float) -> tuple[float, int]:
    """Wait for its end: seconds it worked, and kilobytes at its peak."""
    out, err = process.communicate(timeout=seconds)
    assert process.returncode == 0, err[-4000:]
    took, peak = out.split()
    return float(took), int(peak)

"""Counting anew in a process of its own, which can be killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.database_under_test import Server

SCRIPT = """
import json, re, sys, time
from pathlib import Path
from tongban.site.django_setup import set_up_django
set_up_django()
from tongban.cases.calendar.recount import recount
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
at_rest = peak()
began = time.perf_counter()
done = recount(lambda run: print("batch", run.checked, flush=True), at_once=int(sys.argv[1]))
told = {
    "seconds": time.perf_counter() - began,
    "processor": time.process_time(),
    "at_rest": at_rest,
    "kilobytes": peak(),
    "checked": done.checked if done else 0,
}
print("done", json.dumps(told), flush=True)
"""


def environment(server: Server, name: str, secrets: Path, data: Path) -> dict[str, str]:
    """Of a process on the same database and keys."""
    entry = server.django_entry("app", name)
    url = (
        f"postgresql://{quote(entry['USER'])}:{quote(entry['PASSWORD'])}@/{name}"
        f"?host={quote(entry['HOST'], safe='')}&port={entry['PORT']}"
    )
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    return kept | {"DATABASE_URL": url, "TONGBAN_SECRETS": str(secrets), "TONGBAN_DATA": str(data)}


def begin(env: dict[str, str], at_once: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(at_once)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_after(process: "subprocess.Popen[str]", batches: int) -> None:
    """End it with -9 once so many batches were told."""
    assert process.stdout is not None and process.stderr is not None
    seen = 0
    for line in process.stdout:
        seen += line.startswith("batch")
        if seen == batches:
            process.send_signal(signal.SIGKILL)
            break
    assert process.wait(60) == -signal.SIGKILL, process.stderr.read()


def end(process: "subprocess.Popen[str]", patience: float) -> dict[str, Any]:
    """What it said at its end."""
    out, err = process.communicate(timeout=patience)
    assert process.returncode == 0, err
    return dict(json.loads(out.strip().splitlines()[-1].removeprefix("done ")))

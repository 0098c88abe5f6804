"""The web server's configuration (gunicorn reads the names of this module).

Two processes with few threads were measured to serve more on two cores than sixteen threads.
"""

import gc
import logging
import os
import re
import shutil
from pathlib import Path
from typing import Any

bind = os.environ.get("TONGBAN_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("TONGBAN_WEB_PROCESSES", "2"))
threads = int(os.environ.get("TONGBAN_WEB_THREADS", "4"))
timeout = 60  # seconds; an upload over a village's line takes its time
graceful_timeout = 8  # seconds; below the supervisor's patience
keepalive = 5
# A slow leak in any library ends with the process; the second number keeps the two from going together.
max_requests = 20_000
max_requests_jitter = 2_000
# The sign of life of a process must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True  # it would be a second way in
accesslog = None  # who read what is recorded by the program, with its meaning
loglevel = "warning"


# Where the processes count together (site/metrics); one folder for each address that is served.
_counted = Path(os.environ.get("TONGBAN_DATA") or Path.home() / ".local/share/tongban") / "metrics"
_counted /= re.sub(r"[^0-9A-Za-z]+", "-", bind).strip("-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counted)


def on_starting(server: object) -> None:
    """The figures begin at nothing with the server, before any of its processes counts."""
    shutil.rmtree(_counted, ignore_errors=True)
    _counted.mkdir(parents=True, exist_ok=True, mode=0o700)


def pre_fork(server: Any, worker: Any) -> None:
    """Gives the process the lowest place that is free: it goes on with the figures of whoever was there."""
    taken = {other.metrics_place for other in server.WORKERS.values()}
    worker.metrics_place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """In the new process, before it loads the program."""
    os.environ["TONGBAN_METRICS_PLACE"] = str(worker.metrics_place)


def post_worker_init(worker: object) -> None:
    """What was loaded stays for good: the collector of cycles need not walk through it again and again."""
    complaints = logging.getLogger("gunicorn.error")  # would write paths as they were typed
    complaints.handlers.clear()
    complaints.propagate = True
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)

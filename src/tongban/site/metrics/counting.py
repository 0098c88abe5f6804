"""What each web process counts; several write into files of one folder, and any of them answers for all.

A file belongs to a place among the processes, not to a process: the next one in that place goes on counting in it,
so that processes which come and go leave no more files than there are places.
"""

import os
from pathlib import Path

from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values

from tongban.kernel import tracing

FOLDER, PLACE = "PROMETHEUS_MULTIPROC_DIR", "TONGBAN_METRICS_PLACE"

if os.environ.get(FOLDER):
    values.ValueClass = values.MultiProcessValue(lambda: os.environ.get(PLACE, "0"))

OWN = CollectorRegistry()
SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)

REQUESTS = Counter("tongban_requests", "Requests answered.", ["route", "method", "status"], registry=OWN)
REQUEST_SECONDS = Histogram(
    "tongban_request_seconds", "How long answers took.", ["route"], buckets=SECONDS, registry=OWN
)
COMMANDS = Counter("tongban_commands", "Commands carried out.", ["command", "result"], registry=OWN)
COMMAND_SECONDS = Histogram(
    "tongban_command_seconds", "How long commands took.", ["command"], buckets=SECONDS, registry=OWN
)
POOL = Gauge(
    "tongban_database_connections",
    "Connections to the database: open, idle, and requests that wait for one.",
    ["state"],
    multiprocess_mode="livesum",
    registry=OWN,
)
_POOL_NUMBERS = {"open": "pool_size", "idle": "pool_available", "waited_for": "requests_waiting"}


def count(done: tracing.Done) -> None:
    """The observer: what ended is counted by its name."""
    if done.what == "request":
        REQUESTS.labels(done.name, str(done.more.get("method", "")), done.result).inc()
        REQUEST_SECONDS.labels(done.name).observe(done.seconds)
        _look_at_the_pool()
    elif done.what == "command":
        COMMANDS.labels(done.name, done.result).inc()
        COMMAND_SECONDS.labels(done.name).observe(done.seconds)


def begin() -> None:
    """Count in this process from now on; the web server's processes call it."""
    if folder := os.environ.get(FOLDER):
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    tracing.observe(count)


def _look_at_the_pool() -> None:
    pool = connection.pool  # type: ignore[attr-defined]  # Django's PostgreSQL backend has it; None without one
    if pool is None:
        return
    stats = pool.get_stats()
    for state, name in _POOL_NUMBERS.items():
        POOL.labels(state).set(stats.get(name, 0))

"""`/health/live` and `/health/ready`: for the load balancer, in every zone; yes or no, and which part, nothing else."""

import os
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from tongban.kernel import health, time
from tongban.kernel.secrets import open_under_master, seal_under_master
from tongban.site.monitors import for_monitors

SILENT = timedelta(minutes=2)  # without a worker's sign of life; a living one gives one every ten seconds
LEAST_FREE = 300 * 1024 * 1024  # bytes on the data folder's disk
# what a page cannot be answered without; a silent worker is told, and the pages go on
NEEDED = ("database", "migrations", "keys", "disk")
_migrated: list[bool] = []


def free_bytes() -> int:
    """Free space on the disk of the data folder, as far as this account may use it."""
    place = settings.DATA_FOLDER
    while not place.exists():
        place = place.parent
    told = os.statvfs(place)
    return told.f_bavail * told.f_frsize


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    """Once they are applied they stay so for the life of this process."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _migrated.append(True)
    return bool(_migrated)


def _keys() -> bool:
    return open_under_master(seal_under_master(b"ready", "health"), "health") == b"ready"


def _worker() -> bool:
    seen = health.worker_seen()
    return seen is not None and time.now() - seen < SILENT


def _disk() -> bool:
    return free_bytes() >= LEAST_FREE


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "worker": _worker,
    "disk": _disk,
}


def state() -> dict[str, bool]:
    """Part → whether it is well; what cannot be asked is not."""
    told = {}
    for name, check in CHECKS.items():
        try:
            told[name] = check()
        except (DatabaseError, PoolTimeout, OSError, ValueError):
            told[name] = False
    return told


@for_monitors
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of the database."""
    return HttpResponse("live\n", content_type="text/plain")


@for_monitors
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 where people can be served here, 503 where not."""
    told = state()
    well = all(told[name] for name in NEEDED)
    return JsonResponse({"ready": well, "checks": told}, status=200 if well else 503)

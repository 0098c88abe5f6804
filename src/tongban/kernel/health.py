"""How the program is, in numbers: what waits, since when, and when the worker last gave a sign of life.

Counts and moments only; nothing here says anything of anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.kernel.messages.templates import shipped

_JOBS = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') GROUP BY 1, 2
UNION ALL
SELECT queue_name, 'failed', count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1
"""
_DUE = """
SELECT count(*), min(coalesce(job.scheduled_at, event.at)) FROM procrastinate_jobs job
LEFT JOIN LATERAL (
  SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type IN ('deferred', 'scheduled')
) event ON true
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()
"""
_MESSAGES = (
    "SELECT CASE WHEN state = 'queued' AND not_before > now() THEN 'for_the_morning' ELSE state END, count(*) "
    "FROM kernel_message WHERE channel IN ('sms', 'mail') GROUP BY 1"
)
_TRAY = (
    "SELECT count(*), min(created_at) FROM kernel_message WHERE state = 'failed' AND NOT template = ANY(%s)"
)
_BY_HAND = (
    "SELECT count(*), min(created_at) FROM kernel_message "
    "WHERE state IN ('queued', 'printed') AND channel IN ('letter', 'in_person')"
)


@dataclass(frozen=True)
class Waiting:
    """How many wait, and since when the first of them."""

    count: int
    since: datetime | None


def jobs() -> Mapping[tuple[str, str], int]:
    """(queue, status) → how many jobs: waiting, running, given up."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        return {(queue, status): count for queue, status, count in cursor.fetchall()}


def jobs_due() -> Waiting:
    """The jobs whose time has come and that nobody has taken."""
    return counted_since(_DUE)


def messages() -> Mapping[str, int]:
    """State → how many messages that go over a wire; what waits for the morning is no fault and stands apart."""
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES)
        return dict(cursor.fetchall())


def messages_in_tray() -> Waiting:
    """The messages that failed and that nobody has dealt with; codes, which nobody waits for, are not among them."""
    urgent = [one.code for one in shipped().values() if one.urgent]
    return counted_since(_TRAY, [urgent])


def messages_by_hand() -> Waiting:
    """The letters to print or post, and what is to be told face to face."""
    return counted_since(_BY_HAND)


def worker_seen() -> datetime | None:
    """The last sign of life of any worker; a living one gives one every ten seconds."""
    return _moment("SELECT max(last_heartbeat) FROM procrastinate_workers")


def last_root() -> datetime | None:
    """When the ledger's last signed root was cut."""
    return _moment("SELECT max(cut_at) FROM kernel_ledger_root")


def last_entry() -> datetime | None:
    """When the newest entry of the ledger was written; entries are appended, so the highest transaction has it."""
    return _moment("SELECT at FROM kernel_ledger_entry ORDER BY xid DESC LIMIT 1")


def _moment(statement: str) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def counted_since(statement: str, parameters: Sequence[Any] = ()) -> Waiting:
    """What a statement of ours counts, with the moment of the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        count, since = cursor.fetchone()
    return Waiting(count, since)

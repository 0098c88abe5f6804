"""Jobs that nobody works at any more are given to somebody, whoever lost them."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from tongban.kernel.tasks import LONGEST_JOB, SILENT_FOR, give_stalled_jobs_back

pytestmark = pytest.mark.django_db


def ask(query: str, *parameters: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


def worker(silent_for: timedelta) -> object:
    return ask(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id", silent_for
    )


def job_begun(ago: timedelta, worker_id: object, queue: str = "effects") -> object:
    """A job that a worker took so long ago and has not ended."""
    number = ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
        "VALUES (%s, 'tongban.effects', '{}', 'doing', %s) RETURNING id",
        queue,
        worker_id,
    )
    ask(
        "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'started', now() - %s) RETURNING 1",
        number,
        ago,
    )
    return number


def status_after_care(number: object) -> object:
    async_to_sync(give_stalled_jobs_back)(SILENT_FOR, LONGEST_JOB)
    return ask("SELECT status::text FROM procrastinate_jobs WHERE id = %s", number)


def test_a_job_of_a_worker_without_a_sign_of_life_is_queued_again() -> None:
    assert status_after_care(job_begun(timedelta(seconds=1), worker(SILENT_FOR * 2))) == "todo"


def test_a_job_whose_worker_is_no_longer_known_is_queued_again() -> None:
    assert status_after_care(job_begun(timedelta(seconds=1), None)) == "todo"


def test_a_job_that_a_living_worker_is_at_stays_with_it() -> None:
    assert status_after_care(job_begun(timedelta(seconds=1), worker(timedelta()))) == "doing"


def test_a_job_whose_end_a_living_worker_could_not_record_is_queued_again() -> None:
    assert status_after_care(job_begun(LONGEST_JOB * 2, worker(timedelta()))) == "todo"


def test_what_comes_again_by_the_clock_is_not_queued_twice() -> None:
    assert status_after_care(job_begun(timedelta(seconds=1), None, queue="care")) == "aborted"

"""`tongban worker`: runs the queued jobs until it is asked to stop."""

import argparse
import os
from collections.abc import Callable
from typing import Any

from tongban.site.command_line.language import pick
from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.django_setup import set_up_django
from tongban.site.faults import Exit
from tongban.site.secret_files import ensure_secrets

GIVES_WAY = 10  # niceness: people at a page come before the papers of those who were there
PATIENCE = 8  # seconds for running jobs when asked to stop; what is cut off is tried again later


def add_arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument(
        "--concurrency",
        type=int,
        default=2,
        help=pick(lang, "同时执行的任务数，默认 2", "jobs at a time, 2 by default"),
    )


def run(args: argparse.Namespace, lang: str) -> int:
    os.nice(GIVES_WAY)
    os.environ.setdefault("TONGBAN_LOG", "stderr")
    data = use_data_folder()
    with reachable_database(data, start=False):
        ensure_secrets(data.secrets)
        set_up_django()
        from procrastinate.contrib.django import app  # needs Django set up

        from tongban.kernel.job_trace import traced_async_job, traced_job

        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
        with app.replace_connector(connector):
            app.run_worker(
                concurrency=args.concurrency,
                shutdown_graceful_timeout=PATIENCE,
                task_middleware=[traced_job, traced_async_job, give_connection_back],
            )
    return Exit.OK


def give_connection_back(call_next: Callable[[], Any], context: object, worker: object) -> Any:
    """Runs one job and returns its thread's database connection to the pool."""
    from django.db import close_old_connections

    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()

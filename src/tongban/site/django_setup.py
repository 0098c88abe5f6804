"""Setting Django up for a command, after the environment says where data and database are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from tongban.site.database_address import reachable_database, use_data_folder
from tongban.site.faults import Fault
from tongban.site.secret_files import ensure_secrets


def set_up_django() -> None:
    """Loads the settings and the models; harmless when it was done before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.site.settings")
    django.setup()


@contextmanager
def program_with_database() -> Iterator[None]:
    """The whole program around one short command: data folder, keys, a migrated database, Django.

    The embedded server is started for it where it does not run, and stopped afterwards.

    Raises:
        Fault: there is no database, or its tables are not of this version.
    """
    data = use_data_folder()
    with reachable_database(data, start=True):
        ensure_secrets(data.secrets)
        set_up_django()
        try:
            refuse_other_tables()
            yield
        finally:
            close_connections()


def refuse_other_tables() -> None:
    """Stops a command that would find its tables missing or old.

    Raises:
        Fault: migrations are missing.
    """
    from django.db import connection  # Django must be set up before it is imported
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Fault(
            "数据库还不是本版本的结构；请先执行 tongban migrate。",
            "The database's tables are not of this version; run `tongban migrate` first.",
        )


def close_connections() -> None:
    """Gives every connection and its pool back, so that the server can stop without complaint."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()

"""The demonstration county, put back quickly: the commands make it once for a process, its rows are copied afterwards.

`demo.load` takes some hundreds of milliseconds, for every one of a thousand checks.  The first call of a process runs the
commands and remembers the rows they left; a later call into a database where no command ran yet gets the same rows.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import Cursor, sql

from tongban.kernel import time

Load = Callable[[Collection[str] | None], None]

# What the migrations themselves fill.
OF_THE_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
# The database's own: the transaction that wrote a row, by which roots are cut.
OF_THE_TRANSACTION = "xid"

TABLES = """
    SELECT c.relname, array_agg(a.attname ORDER BY a.attnum),
           array_remove(array_agg(pg_get_serial_sequence(format('%I', c.relname), a.attname)), NULL)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
    GROUP BY c.relname ORDER BY c.relname"""
FORWARD = """
    SELECT setval(name::regclass, reached) FROM unnest(%s::text[], %s::bigint[]) AS remembered(name, reached)
    WHERE coalesce(pg_sequence_last_value(name::regclass), 0) < reached"""


@dataclass(frozen=True)
class Kind:
    """What a county depends on: its items, the moment it is made at, and the keys and hashes of the process."""

    items: tuple[str, ...] | None
    moment: datetime | None
    secrets: Path
    hashers: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows of one table in the driver's own form, and how far its sequences had come."""

    copy_in: sql.Composed
    content: bytes
    sequences: tuple[tuple[str, int], ...]


class RememberedCounty:
    """Stands in for `demo.load`; what it does is what that does.

    Args:
        load: the demonstration's own.
        forget: makes the process forget what it read of the database before.
    """

    def __init__(self, load: Load, forget: Callable[[], None]) -> None:
        self._load, self._forget = load, forget
        self._remembered: dict[Kind, tuple[Rows, ...]] = {}

    def load(self, items: Collection[str] | None = None) -> None:
        kind = Kind(
            None if items is None else tuple(items),
            time._frozen.get(),
            Path(settings.SECRETS_FOLDER),
            tuple(settings.PASSWORD_HASHERS),
        )
        if not _untouched():
            self._load(items)
        elif kind in self._remembered:
            _put_back(self._remembered[kind])
            self._forget()
        else:
            self._load(items)
            self._remembered[kind] = _rows()


@contextmanager
def _cursor() -> Iterator[Cursor[Any]]:
    """The driver's own, inside the check's transaction: no guard of the program looks at what it says."""
    with connection.cursor() as cursor:
        yield cursor.cursor


def _untouched() -> bool:
    """Whether no command ran here yet: there is nothing that the rows could meet."""
    with _cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM kernel_command) AND NOT EXISTS (SELECT FROM kernel_ledger_entry)"
            " AND NOT EXISTS (SELECT FROM directory_division)"
        )
        return cursor.fetchone() == (True,)


def _rows() -> tuple[Rows, ...]:
    with _cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row for row in cursor.fetchall() if row[0] not in OF_THE_MIGRATIONS]
        found = [_rows_of(cursor, *table) for table in tables]
    return tuple(rows for rows in found if rows is not None)


def _rows_of(cursor: Cursor[Any], table: str, columns: list[str], sequences: list[str]) -> Rows | None:
    cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
    if cursor.fetchone() == (False,):
        return None
    named = sql.SQL(", ").join(sql.Identifier(name) for name in columns if name != OF_THE_TRANSACTION)
    place = {"table": sql.Identifier(table), "columns": named}
    with cursor.copy(sql.SQL("COPY {table} ({columns}) TO STDOUT (FORMAT BINARY)").format(**place)) as copy:
        content = b"".join(bytes(part) for part in copy)
    cursor.execute(
        "SELECT name, pg_sequence_last_value(name::regclass) FROM unnest(%s::text[]) AS named(name)",
        [sequences],
    )
    return Rows(
        sql.SQL("COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)").format(**place),
        content,
        tuple(cursor.fetchall()),
    )


def _put_back(remembered: tuple[Rows, ...]) -> None:
    sequences = [one for rows in remembered for one in rows.sequences]
    with transaction.atomic(), _cursor() as cursor:  # keys between the tables are looked at when it ends
        for rows in remembered:
            with cursor.copy(rows.copy_in) as copy:
                copy.write(rows.content)
        cursor.execute(FORWARD, [[name for name, _ in sequences], [reached for _, reached in sequences]])

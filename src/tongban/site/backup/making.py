"""`tongban backup`: one moment of the database, then the files it names; people go on working meanwhile.

One transaction holds the snapshot; `pg_dump` reads in it (`--snapshot`), and so do the counts, the list of the files
and the keys.  Files are written before the row that names them and never changed, so whatever the snapshot names is
there to be copied.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.files.storage import default_storage
from psycopg import sql

from tongban.faces.common.models import Session
from tongban.site.backup import manifest as files
from tongban.site.backup.last import remember
from tongban.site.backup.manifest import Manifest, close_folder, copied, digest_of, open_folder, private_file
from tongban.site.backup.postgres_programs import call, program, server_version

KEYS = "kernel_datakey"


@dataclass(frozen=True)
class Made:
    """What a backup holds.

    Args:
        rows: of all tables.
        files: how many were copied.
        gone: files whose row was deleted while the backup ran.
        damaged: files that are missing or not as they were stored.
    """

    made_at: datetime
    rows: int
    files: int
    gone: int
    damaged: tuple[str, ...]


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str, datetime]]:
    """A transaction that sees one moment, the name by which others see it too, and that moment."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot(), now()").fetchone()
        assert row is not None
        yield connection, row[0], row[1]
        connection.execute("COMMIT")


def make(url: str, folder: Path | None, keys: Path) -> Made:
    """Write both folders, or the keys alone.

    Args:
        url: the database, as the owner of the tables.
        folder: for database and files; None for the keys alone.
        keys: for the keys.

    Raises:
        Fault: a folder is not empty, a program is missing or failed, the disk is full.
    """
    for path in (folder, keys):
        if path is not None:
            open_folder(path)
    backup = str(uuid4())
    with _snapshot(url) as (connection, name, at):
        made = Made(at, 0, 0, 0, ())
        if folder is not None:
            dump = program("pg_dump", server_version(url))
            without = [f"--exclude-table-data={table}" for table in (KEYS, Session._meta.db_table)]
            to = f"--file={folder / files.DATABASE}"
            call(
                url,
                [
                    dump,
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    f"--snapshot={name}",
                    *without,
                    to,
                ],
            )
            counts = _counts(connection)
            _copy_out(
                connection,
                f"SELECT id, master_version, wrapped IS NOT NULL FROM {KEYS}",
                folder / files.KEY_IDS,
            )
            copied_files, gone, damaged = _copy_files(connection, url, folder)
            made = Made(at, sum(counts.values()), copied_files, gone, damaged)
            named = [files.DATABASE, files.KEY_IDS, files.FILES]
            roots = Path(settings.DATA_FOLDER) / files.ROOTS
            if roots.exists():
                (folder / files.ROOTS).write_bytes(roots.read_bytes())
                named.append(files.ROOTS)
            _close(folder, "database", backup, at, named, counts)
        _copy_out(
            connection,
            f"SELECT id, wrapped, master_version, destroyed_at FROM {KEYS}",
            keys / files.DATA_KEYS,
        )
    _close(keys, "keys", backup, at, [files.DATA_KEYS, *_copy_secrets(keys)], {})
    for kind, path in (("database", folder), ("keys", keys)):
        if path is not None:
            remember(Path(settings.DATA_FOLDER), kind, at)
    return made


def _close(
    folder: Path, kind: str, backup: str, at: datetime, names: list[str], counts: dict[str, int]
) -> None:
    digests = {name: digest_of(folder / name) for name in names}
    close_folder(
        folder, Manifest(kind, backup, at.astimezone(UTC).isoformat(), version("tongban"), digests, counts)
    )


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of each table as it is dumped; of a parent of partitions, those of its parts."""
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        if table not in (KEYS, Session._meta.db_table):
            row = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone()
            counts[table] = int(row[0]) if row else 0
    return counts


def _copy_out(connection: psycopg.Connection, query: str, path: Path) -> None:
    with connection.cursor() as cursor, path.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        with cursor.copy(f"COPY ({query}) TO STDOUT".encode()) as copy:
            for piece in copy:
                file.write(piece)


def _copy_files(connection: psycopg.Connection, url: str, folder: Path) -> tuple[int, int, tuple[str, ...]]:
    """The files that the snapshot names: copied, gone meanwhile, damaged."""
    done, lost = 0, list[str]()
    with connection.cursor(name="files") as cursor, (folder / files.FILES).open("w") as listed:
        cursor.execute("SELECT name, encode(sha256, 'hex') FROM kernel_blob ORDER BY name")
        for name, digest in cursor:
            target = folder / "files" / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with default_storage.open(name) as source, target.open("wb") as copy:
                    sound = copied(source, copy) == digest
            except FileNotFoundError:
                sound = False
            if not sound:
                target.unlink(missing_ok=True)
                lost.append(name)
                continue
            listed.write(f"{name}\t{digest}\n")
            done += 1
    with psycopg.connect(url) as now:
        still = now.execute("SELECT name FROM kernel_blob WHERE name = ANY(%s)", [lost]).fetchall()
    damaged = tuple(sorted(name for (name,) in still))
    return done, len(lost) - len(damaged), damaged


def _copy_secrets(keys: Path) -> list[str]:
    """The key files, with those that were put aside; readable by their owner only."""
    source, names = Path(settings.SECRETS_FOLDER), []
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = f"{files.SECRETS}/{path.relative_to(source).as_posix()}"
            target = keys / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with private_file(target) as file:
                file.write(path.read_bytes())
            names.append(name)
    return names

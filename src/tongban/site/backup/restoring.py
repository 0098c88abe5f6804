"""`tongban restore`: into an empty place only, proved before it is handed over.

The keys may be newer than the database, never older: the keys of those who were erased in between are destroyed in
them, and so they stay erased.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tongban.site.backup import manifest as files
from tongban.site.backup.manifest import Manifest, altered, copied, private_file, read
from tongban.site.backup.postgres_programs import call, program, server_version
from tongban.site.data_folder import RESTORING, DataFolder
from tongban.site.faults import Exit, Fault


@dataclass
class Restored:
    """What came back.

    Args:
        made_at: the moment of the database's backup, ISO 8601.
        rows: of all tables.
        files: how many.
        erased_keys: keys that were whole in the database's backup and are destroyed in the keys'.
        persons, cases: erased again in what finds them.
        different: tables that have another number of rows than the manifest says.
        entries: of the ledger, read by the verification.
        editions: of public figures, each the same as when it was published.
        faults: what the verification found.
    """

    made_at: str
    rows: int = 0
    files: int = 0
    erased_keys: int = 0
    persons: int = 0
    cases: int = 0
    different: list[str] = field(default_factory=list)
    entries: int = 0
    editions: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.different and not self.faults


def check(folder: Path, keys: Path) -> tuple[Manifest, Manifest]:
    """Both backups, whole and fitting together.

    Raises:
        Fault: one is unfinished or altered, or the keys are older than the database.
    """
    database, of_keys = read(folder, "database"), read(keys, "keys")
    if of_keys.made_at < database.made_at:
        raise Fault(
            f"{keys} 里的密钥比数据库备份旧；请用同一次或更晚的密钥备份。",
            f"The keys in {keys} are older than the database's backup; use keys of the same run or a later one.",
            Exit.BAD_DATA,
        )
    for name, digest in _listed(folder):
        path = folder / "files" / name
        try:
            with path.open("rb") as file:
                sound = copied(file, None) == digest
        except OSError:
            sound = False
        if not sound:
            raise altered(path)
    return database, of_keys


def refuse_used_place(data: DataFolder) -> None:
    """A restore overwrites nothing.

    Raises:
        Fault: the data folder or the secrets folder has something in it, or the database has tables.
    """
    for place in (data.path, data.secrets):
        if place.exists() and any(place.iterdir()):
            raise Fault(
                f"{place} 不是空的；恢复只写入空目录，不覆盖任何东西。",
                f"{place} is not empty; a restore writes into an empty folder and overwrites nothing.",
                Exit.WRONG_USAGE,
            )
    if url := os.environ.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            ).fetchone()
        if row and row[0]:
            raise Fault(
                "DATABASE_URL 指向的数据库里已有数据表；请换一个空库。",
                "The database that DATABASE_URL names has tables already; name an empty one.",
                Exit.WRONG_USAGE,
            )


def put_keys_back(keys: Path, manifest: Manifest, data: DataFolder) -> None:
    """The key files, before anything is started with them; the folder is marked until all is done."""
    data.prepare()
    (data.path / RESTORING).touch()
    data.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in manifest.digests:
        if name.startswith(files.SECRETS + "/"):
            target = data.secrets / name.removeprefix(files.SECRETS + "/")
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with private_file(target) as file:
                file.write((keys / name).read_bytes())


def put_database_back(url: str, folder: Path, keys: Path) -> int:
    """Tables, rows, keys, and then what checks that they fit; how many keys were destroyed since.

    Args:
        url: the empty database, as the role that shall own the tables.
    """
    restore = program("pg_restore", server_version(url))
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}"]
    dump = str(folder / files.DATABASE)
    for section in ("pre-data", "data"):
        call(url, [restore, *options, f"--section={section}", dump])
    destroyed = _keys(url, folder, keys)
    call(url, [restore, *options, "--section=post-data", dump])
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return destroyed


def _keys(url: str, folder: Path, keys: Path) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE named (id uuid, master_version smallint, whole bool)")
        connection.execute(
            "CREATE TEMP TABLE kept (id uuid PRIMARY KEY, wrapped bytea, master_version smallint, destroyed_at timestamptz)"
        )
        _copy_in(connection, "named", folder / files.KEY_IDS)
        _copy_in(connection, "kept", keys / files.DATA_KEYS)
        # a key that the keys' backup does not know any more was given up with its row: it is destroyed
        connection.execute(
            "INSERT INTO kernel_datakey (id, wrapped, master_version, destroyed_at) "
            "SELECT named.id, kept.wrapped, coalesce(kept.master_version, named.master_version), "
            "CASE WHEN kept.id IS NULL THEN now() ELSE kept.destroyed_at END FROM named LEFT JOIN kept USING (id)"
        )
        row = connection.execute(
            "SELECT count(*) FROM named JOIN kernel_datakey key USING (id) WHERE whole AND key.wrapped IS NULL"
        ).fetchone()
    return int(row[0]) if row else 0


def _copy_in(connection: psycopg.Connection, table: str, path: Path) -> None:
    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy, path.open("rb") as file:
        while piece := file.read(files.PIECE):
            copy.write(piece)


def migrate(data: DataFolder) -> None:
    """Bring an older backup's tables to this program, and give the program's role its rights.

    Raises:
        Fault: the migration failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tongban", "migrate"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Fault(f"升级恢复的数据库失败：{said}", f"Migrating the restored database failed: {said}")


def put_files_back(folder: Path, data: DataFolder, say: Callable[[str, str], None]) -> int:
    """The files, each compared once more as it is written; how many."""
    from django.core.files.base import File
    from django.core.files.storage import default_storage

    done = 0
    for name, digest in _listed(folder):
        with (folder / "files" / name).open("rb") as source:
            try:
                target = Path(default_storage.path(name))
            except NotImplementedError:  # an object store; what it answers with is its own
                default_storage.save(name, File(source))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                with private_file(target) as file:
                    if copied(source, file) != digest:
                        raise altered(folder / "files" / name)
        done += 1
        if done % 10_000 == 0:
            say(f"文件：{done}", f"files: {done}")
    if (folder / files.ROOTS).exists():
        shutil.copyfile(folder / files.ROOTS, data.path / files.ROOTS)
    os.sync()
    return done


def compare(manifest: Manifest, restored: Restored, url: str) -> None:
    """The rows of every table with the manifest's; before a migration adds any of its own."""
    with psycopg.connect(url) as connection:
        for table, expected in manifest.counts.items():
            row = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone()
            found = int(row[0]) if row else 0
            restored.rows += found
            if found != expected:
                restored.different.append(f"{table}: {found} / {expected}")


def prove(manifest: Manifest, restored: Restored, data: DataFolder) -> None:
    """Verify the ledger against its published roots, and record the restore; needs Django set up."""
    from uuid import uuid4

    from tongban.cases.commands.erased_again import finish_erasures
    from tongban.kernel import ledger, roots, time, verify
    from tongban.kernel.actors import System
    from tongban.oversight.figures.comparing import compare_editions

    published = data.path / files.ROOTS
    report = verify.verify(published=published if published.exists() else None)
    restored.entries = report.entries
    restored.faults = [f"{fault.kind}:{fault.stream} {fault.code}" for fault in report.faults]
    restored.editions, differing = compare_editions()
    restored.faults += [f"figures:{name} differs" for name in differing]
    if not restored.holds:
        return
    now = time.now()
    from django.db import transaction

    with transaction.atomic():
        restored.persons, restored.cases = finish_erasures(now)
        told = {"backup": manifest.backup, "made_at": manifest.made_at}
        erased = {"keys": restored.erased_keys, "persons": restored.persons, "cases": restored.cases}
        event = ledger.Event("restored", {**told, "erased_again": erased})
        ledger.append("restore", "county", [event], at=now, actor=System("restore"), command_id=uuid4())
    roots.cut(time.now())
    (data.path / RESTORING).unlink()


def _listed(folder: Path) -> list[tuple[str, str]]:
    """(name, digest) of each file; names that would lead out of the folder are refused.

    Raises:
        Fault: the list is not one of ours.
    """
    found = []
    for line in (folder / files.FILES).read_text(encoding="utf-8").splitlines():
        name, _, digest = line.partition("\t")
        if name.startswith("/") or ".." in Path(name).parts:
            raise altered(folder / files.FILES)
        found.append((name, digest))
    return found

"""The databases of one run of the checks: a template migrated once, a copy of it for each worker.

The server is the embedded one in a folder of its own, or the one that `TEST_DATABASE_URL` names
(a superuser's address; the run makes its own roles and databases there and drops them).
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.roles import APP_ROLE, OWNER_ROLE, ensure_role
from tongban.site.embedded_postgres.server import EmbeddedPostgres

FOLDER = "tongban-test-database-"
ROOM = 2 * 1024**3  # bytes

FAST = {  # a run that is cut short is thrown away: nothing needs to survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",  # tables without statistics look costly enough to be compiled for
    "max_connections": "120",
    # The checks count what a statement costs, not when a log line is due.
    "log_min_duration_statement": "-1",
}


@dataclass(frozen=True)
class Server:
    """Where a run's databases are; plain strings, since it travels to the worker processes.

    Args:
        superuser: connection string of a superuser.
        owner: connection string of the role that owns the tables and migrates.
        app: connection string of the role that the program runs as.
        prefix: what the run's databases are called first.
        folder: a folder that all workers of the run share.
    """

    superuser: str
    owner: str
    app: str
    prefix: str
    folder: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)

    @property
    def template(self) -> str:
        return f"{self.prefix}_template"

    def role(self, which: str) -> str:
        """The name of the role "owner" or "app"."""
        return str(conninfo_to_dict(getattr(self, which))["user"])

    def connect(self, which: str, database: str) -> psycopg.Connection:
        """A connection of its own, in autocommit mode, as "superuser", "owner" or "app"."""
        return psycopg.connect(make_conninfo(getattr(self, which), dbname=database), autocommit=True)

    def django_entry(self, which: str, database: str) -> dict[str, str]:
        """The part of a Django database entry that names the place and the role."""
        found = conninfo_to_dict(make_conninfo(getattr(self, which), dbname=database))
        return {
            "NAME": database,
            "USER": str(found["user"]),
            "PASSWORD": str(found.get("password", "")),
            "HOST": str(found.get("host", "")),
            "PORT": str(found.get("port", "")),
        }

    def create(self, name: str, template: str = "template0") -> None:
        """Makes database `name` as a copy, owned and entered as in production.

        Files are copied as they are, which for a small database is quicker than logging each page.
        """
        self.drop(name)
        with self.connect("superuser", "postgres") as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(self.role("owner")), sql.Identifier(template)
                )
            )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(name), sql.Identifier(self.role("app"))
                )
            )

    def drop(self, name: str) -> None:
        """Drops database `name`, ending whatever is still connected to it."""
        with self.connect("superuser", "postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    @property
    def county(self) -> str:
        """The template with the whole demonstration in it, made by the first who asks."""
        return f"{self.prefix}_county"

    @property
    def world(self) -> str:
        """The database that the checks of authority look at, made by the first who asks."""
        return f"{self.prefix}_world"

    @contextmanager
    def first_worker(self, what: str = "template") -> Iterator[bool]:
        """Yields True to the one worker that must make the template; the others wait for it."""
        with (Path(self.folder) / f"{what}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = Path(self.folder) / f"{what}.done"
            yield not done.exists()
            done.touch()


def memory_folder() -> str | None:
    """A folder in memory where there is room: copying the template takes 10 ms there, 300 ms on a disk."""
    shared = Path("/dev/shm")
    if shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM:
        return str(shared)
    return None


def remove_left_behind(place: Path) -> None:
    """Removes the folders of runs that were killed: their servers ended with them, their files did not."""
    for folder in place.glob(f"{FOLDER}*"):
        pid = folder.name.removeprefix(FOLDER).split("-")[0]
        if folder.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


class RunningServer:
    """Starts what a run needs and takes it away at the end."""

    def __init__(self) -> None:
        place = Path(memory_folder() or tempfile.gettempdir())
        remove_left_behind(place)
        self.folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-", dir=place))
        self.embedded: EmbeddedPostgres | None = None
        if url := os.environ.get("TEST_DATABASE_URL"):
            self.server = self._real(url)
        else:
            self.folder.chmod(0o711)  # root's server runs as an account of its own
            self.embedded = EmbeddedPostgres(DataFolder(self.folder / "data"), FAST)
            self.server = self._embedded(self.embedded)

    def _embedded(self, embedded: EmbeddedPostgres) -> Server:
        embedded.start()
        return Server(
            superuser=embedded.url("postgres", "postgres"),
            owner=embedded.url(OWNER_ROLE, "postgres"),
            app=embedded.url(APP_ROLE, "postgres"),
            prefix="tongban_test",
            folder=str(self.folder),
        )

    def _real(self, url: str) -> Server:
        password = secrets.token_urlsafe(16)
        roles = {"owner": "tongban_test_owner", "app": "tongban_test_app"}
        with psycopg.connect(url, autocommit=True) as connection:
            for role in roles.values():
                ensure_role(connection, role, password)
        addresses = {which: make_conninfo(url, user=role, password=password) for which, role in roles.items()}
        return Server(
            superuser=url,
            owner=addresses["owner"],
            app=addresses["app"],
            prefix=f"tongban_test_{secrets.token_hex(4)}",
            folder=str(self.folder),
        )

    def stop(self) -> None:
        if self.embedded is not None:
            self.embedded.stop()
        else:
            with self.server.connect("superuser", "postgres") as connection:
                names = connection.execute(
                    "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.server.prefix]
                ).fetchall()
            for (name,) in names:
                self.server.drop(name)
        shutil.rmtree(self.folder, ignore_errors=True)

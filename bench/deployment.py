"""A whole deployment for one run: database, web and worker with the product's own settings, in a folder that goes away."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from bench.bare_sql import DATABASE as BARE
from bench.bare_sql import SCHEMA
from tongban.site.data_folder import DataFolder
from tongban.site.database_address import export_addresses, use_data_folder
from tongban.site.embedded_postgres.parent_death import die_with_parent
from tongban.site.embedded_postgres.roles import APP_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres

# Everything else is the cluster's own: fsync, synchronous_commit and full_page_writes are on there.
SERVER_SETTINGS = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "top"}
WORKER_NAME = "bench-worker"  # application_name of the worker's connections
PATIENCE = 60.0  # seconds until a server must answer


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Deployment:
    """What is measured.

    Attributes:
        port: of our web server.
        floor_port: of the bare view's.
    """

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="tongban-bench-"))
        self.root.chmod(0o711)  # root's database server runs as an account of its own
        self.processes: list[subprocess.Popen[bytes]] = []
        self.port, self.floor_port = free_port(), free_port()

    def start(self) -> None:
        """Database, tables, demonstration county, web, worker, and the bare view beside them."""
        for name in (
            "DATABASE_URL",
            "TONGBAN_OWNER_DATABASE_URL",
            "TONGBAN_SECRETS",
            "DJANGO_SETTINGS_MODULE",
        ):
            os.environ.pop(name, None)
        os.environ["TONGBAN_DATA"] = str(self.root / "data")
        os.environ["TONGBAN_DEMO"] = "1"
        os.environ["TONGBAN_HISTORY"] = "0"  # nobody fills a year in beside what is measured
        os.environ["TONGBAN_RATE_LIMIT_EXEMPT"] = "127.0.0.1"  # everybody measures from here
        os.environ["TONGBAN_BASE_URL"] = f"http://127.0.0.1:{self.port}"
        os.environ["TONGBAN_LOG"] = str(
            self.root / "log.jsonl"
        )  # written as in a deployment, not into the table
        self.database = EmbeddedPostgres(use_data_folder(), SERVER_SETTINGS)
        self.database.start()
        export_addresses(self.database)
        self._once("migrate", "--static")
        self._once("demo", "--json")
        self._bare_database()
        self.web = self._serve("tongban.site.wsgi:application", self.port)
        self.floor = self._serve(
            "bench.bare_view:application",
            self.floor_port,
            BENCH_BARE_URL=self.bare_url,
            BENCH_FILES=str(self.root / "bare-files"),
        )
        for_worker = f"{os.environ['DATABASE_URL']}&application_name={WORKER_NAME}"
        self.worker = self._spawn([sys.executable, "-m", "tongban", "worker"], {"DATABASE_URL": for_worker})
        for port in (self.port, self.floor_port):
            self._wait_for(port)

    @property
    def bare_url(self) -> str:
        return self.database.url(APP_ROLE, BARE)

    def superuser(self, database: str = "tongban") -> psycopg.Connection:
        """A connection that may read the server's statistics."""
        return psycopg.connect(self.database.url("postgres", database), autocommit=True)

    def backends_of(self, application_name: str) -> list[int]:
        """The server processes behind the connections of one program."""
        with self.superuser() as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE application_name = %s", [application_name]
            ).fetchall()
        return [pid for (pid,) in rows]

    def pause_worker(self) -> None:
        """The worker stands still where the measurement is not about it."""
        self.worker.send_signal(signal.SIGSTOP)

    def resume_worker(self) -> None:
        self.worker.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End what was started here and remove the folder."""
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if hasattr(self, "database"):
            self.database.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def _once(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "tongban", *arguments], check=True, stdout=subprocess.DEVNULL, timeout=120
        )

    def _bare_database(self) -> None:
        with self.superuser("postgres") as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BARE)))
        with self.superuser(BARE) as connection:
            connection.execute(SCHEMA)
            role = sql.Identifier(APP_ROLE)
            for what in ("TABLES", "SEQUENCES"):
                connection.execute(
                    sql.SQL("GRANT ALL ON ALL {} IN SCHEMA public TO {}").format(sql.SQL(what), role)
                )
        with self.superuser() as connection:
            connection.execute("CREATE EXTENSION pg_stat_statements")

    def _serve(self, application: str, port: int, **environment: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:tongban.site.web_server",
            application,
        ]
        return self._spawn(command, {"TONGBAN_BIND": f"127.0.0.1:{port}", **environment})

    def _spawn(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),
        )
        self.processes.append(process)
        return process

    def _wait_for(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"nothing listens on port {port}")


def data_folder_of(deployment: Deployment) -> DataFolder:
    """The deployment's data folder."""
    return DataFolder(deployment.root / "data")

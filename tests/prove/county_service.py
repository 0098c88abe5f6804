"""A whole county under proof: `tongban run` with the demonstration, its processes, and its tables as a superuser sees them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import psycopg
import pytest
from bench.deployment import free_port

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.cluster import SUPERUSER
from tongban.site.embedded_postgres.server import EmbeddedPostgres

PATIENCE = 90.0  # seconds for any one thing to happen on a busy machine
MASTER, WEB, WORKER = "web master", "web process", "worker"
POSTMASTER, BACKEND = "postmaster", "backend"


def eventually(what: str, happened: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until `happened()`, looking three times a second."""
    pause, deadline = Event(), monotonic() + patience
    while monotonic() < deadline:
        if happened():
            return
        pause.wait(0.3)
    pytest.fail(f"within {patience:.0f} s this did not happen: {what}")


class CountyService:
    """One `tongban run` over a data folder, with the demonstration county.

    Attributes:
        port: of the web server, on 127.0.0.1.
        output: what the supervisor and its children said.
    """

    def __init__(self, data: DataFolder) -> None:
        self.data, self.port = data, free_port()
        elsewhere = (
            "DATABASE_URL",
            "TONGBAN_OWNER_DATABASE_URL",
            "DJANGO_SETTINGS_MODULE",
            "TONGBAN_SECRETS",
        )
        self.environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
        self.environment.update(TONGBAN_DATA=str(data.path), TONGBAN_LANG="en")
        self.environment["TONGBAN_RATE_LIMIT_EXEMPT"] = "127.0.0.1"  # all the windows knock from here
        self.output = data.path.parent / "output"
        command = [sys.executable, "-m", "tongban", "run", "--demo", "--end-with-parent"]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=self.environment,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
        try:
            eventually("the service is up", self._has_started)
        except BaseException:
            self.stop()
            raise

    def _has_started(self) -> bool:
        text = self.output.read_text()
        assert self.process.poll() is None, text
        return "Tongban is running" in text

    def stop(self) -> int:
        """Ask the supervisor to stop; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def processes(self, kind: str) -> list[int]:
        """The living processes of one kind, found from the supervisor downwards: none that it did not start."""
        top = {pid: _command_line(pid) for pid in _children(self.process.pid)}
        match kind:
            case "web master":
                return [pid for pid, line in top.items() if "-m gunicorn" in line]
            case "web process":
                return [
                    child for pid, line in top.items() if "-m gunicorn" in line for child in _children(pid)
                ]
            case "worker":
                return [pid for pid, line in top.items() if "-m tongban worker" in line]
            case "postmaster":
                return [pid for pid, line in top.items() if "/postgres -D" in line]
            case "backend":
                servers = [pid for pid, line in top.items() if "/postgres -D" in line]
                backends = [child for pid in servers for child in _children(pid)]
                return [pid for pid in backends if "tongban_app" in _command_line(pid)]
        raise ValueError(kind)

    def kill(self, pid: int) -> None:
        """kill -9."""
        os.kill(pid, signal.SIGKILL)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What a superuser reads from the county's database."""
        url = EmbeddedPostgres(self.data).url(SUPERUSER, "tongban")
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            return connection.execute(query, parameters or None).fetchall()

    def value(self, query: str, *parameters: object) -> Any:
        """The one value of a query."""
        ((value,),) = self.rows(query, *parameters)
        return value

    def tongban(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `tongban` command beside the running service."""
        return self._python("-m", "tongban", *arguments)

    def give_stalled_jobs_back(self, silent_for: float) -> None:
        """What the schedule does every two minutes, now, with less patience.

        Args:
            silent_for: seconds without a sign of life after which a worker counts as dead.
        """
        done = self._python(
            "-c",
            "from datetime import timedelta as t; from asyncio import run\n"
            "from tongban.site.django_setup import program_with_database\n"
            "with program_with_database():\n"
            "    from tongban.kernel.tasks import give_stalled_jobs_back\n"
            f"    run(give_stalled_jobs_back(t(seconds={silent_for}), t(seconds={silent_for})))\n",
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:  # the thread ended while we looked
            continue
    return found


def _command_line(pid: int) -> str:
    """The command line with spaces; empty for a process that has ended, reaped or not."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""

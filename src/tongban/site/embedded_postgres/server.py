"""Starting, finding and stopping the server of one cluster.

The states that a start may find, and what it does:

* no cluster: makes one;
* a stopped cluster, cleanly or by kill -9: starts it, PostgreSQL replays its log;
* a pid file whose process is gone or is another program: removes it first;
* a server that runs (started by `tongban db start`): uses it and leaves it running;
* a server that is just going down with its killed supervisor: waits for its end, then starts.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.account import server_account
from tongban.site.embedded_postgres.binaries import find_binaries, reachable_binaries
from tongban.site.embedded_postgres.cluster import SUPERUSER, Cluster
from tongban.site.embedded_postgres.leftovers import end_leftovers
from tongban.site.embedded_postgres.parent_death import die_with_parent
from tongban.site.embedded_postgres.roles import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    ensure_database,
    ensure_role,
)
from tongban.site.embedded_postgres.server_log import fault_from_log, tail
from tongban.site.embedded_postgres.socket_folder import PORT, choose_socket_folder, prepare_socket_folder
from tongban.site.faults import Fault, from_os_error
from tongban.site.secret_files import ensure_secrets, read_secret

START_SECONDS = 120  # replaying the log after a power cut may take its time
STOP_SECONDS = 20
LOG_LIMIT = 10 * 1024 * 1024  # bytes; a longer log is set aside once at the next start
WAL_SEGMENT = 16 * 1024 * 1024  # bytes; with less room than one segment the server cannot start


class EmbeddedPostgres:
    """The server of the data folder `data`.

    Args:
        data: the data folder, prepared.
        settings: server settings on top of the cluster's own (the tests switch fsync off).
    """

    def __init__(self, data: DataFolder, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.settings = dict(settings or {})
        self.socket_folder = choose_socket_folder(data.path)
        self.log = data.logs / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._cluster: Cluster | None = None

    @property
    def cluster(self) -> Cluster:
        """The cluster on disk; looked up once, since asking the programs for their version takes time."""
        if self._cluster is None:
            account = server_account()
            binaries = reachable_binaries(find_binaries(), account, self.data.path / "postgres-programs")
            self._cluster = Cluster(self.data.path / f"pg{binaries.major}", binaries, account)
        return self._cluster

    def url(self, role: str = APP_ROLE, database: str = DATABASE) -> str:
        """The address for `role`, with its password, as libpq and the settings read it."""
        names = {
            SUPERUSER: "postgres-superuser-password",
            OWNER_ROLE: "postgres-owner-password",
            APP_ROLE: "postgres-app-password",
        }
        password = read_secret(self.data.secrets, names[role])
        host = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{role}:{quote(password)}@/{quote(database)}?host={host}&port={PORT}"

    def start(self, *, lasting: bool = False) -> None:
        """Starts the server, or finds it running, and returns when it takes connections.

        Args:
            lasting: whether the server goes on when this process ends (`tongban db start`).

        Raises:
            Fault: the server cannot start; the sentence says why.
        """
        self.data.prepare()
        ensure_secrets(self.data.secrets)
        cluster = self.cluster
        if not cluster.account.can_enter(self.data.path):
            raise cluster.account.unreachable(self.data.path)
        cluster.refuse_other_major()
        if not cluster.exists:
            cluster.create(read_secret(self.data.secrets, "postgres-superuser-password"))
        prepare_socket_folder(self.socket_folder, cluster.account)
        if self.running_pid() is None or not self._wait(0):
            self._spawn(lasting)
        self._ensure_roles()

    def running_pid(self) -> int | None:
        """The pid of the server that has this cluster open, if one has.

        A pid alone proves nothing after a restart of the machine: the process must also have the
        cluster as its working folder, as every PostgreSQL server has.
        """
        try:
            pid = int(self.cluster.pid_file.read_text().splitlines()[0])
            at = Path(f"/proc/{pid}/cwd").readlink()
        except (OSError, ValueError, IndexError):
            return None
        return pid if at == self.cluster.folder.resolve() else None

    def stop(self, *, found: bool = False) -> None:
        """Stops the server that this object started: fast, then hard, within bounded time.

        Args:
            found: also stop a server that was found running (`tongban db stop`).
        """
        process, self.process = self.process, None
        pid = process.pid if process else (self.running_pid() if found else None)
        if pid is None:
            return
        # SIGINT rolls open transactions back and ends; SIGQUIT ends like a crash, which loses nothing
        # that was committed; after SIGKILL the next start cleans up.
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            if _wait_for_end(pid, process, seconds):
                return

    def _spawn(self, lasting: bool) -> None:
        cluster = self.cluster
        command = [cluster.binaries.program("postgres"), "-D", str(cluster.folder)]
        command += ["-k", str(self.socket_folder), "-p", str(PORT)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        try:
            # Its process is gone or is not a server of this cluster: PostgreSQL would refuse to start
            # if the number happens to belong to another program by now, or beside what its children still do.
            end_leftovers(cluster.folder.resolve())
            cluster.pid_file.unlink(missing_ok=True)
            start = _open_log(self.log)
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # Away from the terminal's Ctrl-C: web and worker end before their database does.
                    start_new_session=True,
                    preexec_fn=None if lasting else die_with_parent(signal.SIGINT),
                    env={"PATH": os.defpath, "LC_ALL": "C"},
                    **{"cwd": "/", **cluster.account.popen_arguments()},
                )
        except OSError as error:
            raise from_os_error(error, self.data.path) from error
        if not lasting:
            if threading.current_thread() is not threading.main_thread():
                raise RuntimeError(
                    "start the server from the main thread: it dies with the thread that starts it"
                )
            self.process = process
        if not self._wait(start, process):
            self.process = None
            raise self._start_fault(start)

    def _start_fault(self, start: int) -> Fault:
        text = tail(self.log, start)
        if not text:
            # On a full disk not even the message about it can be written.
            space = os.statvfs(self.data.path)
            if space.f_bavail * space.f_frsize < WAL_SEGMENT:
                text = "no space left on device"
        return fault_from_log(text, self.cluster.folder)

    def _wait(self, log_start: int, process: subprocess.Popen[bytes] | None = None) -> bool:
        """Waits until the server answers: True; False when it ended instead.

        Raises:
            Fault: neither within `START_SECONDS`, or the superuser's key file does not fit.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self._connect().close()
                return True
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    self.stop()
                    raise Fault(
                        f"{self.data.secrets} 中的密钥文件与数据库不匹配；请恢复与这个数据目录一起备份的密钥。",
                        f"The key files in {self.data.secrets} do not fit this database;"
                        " restore those that were saved together with this data folder.",
                    ) from error
            ended = process.poll() is not None if process else self.running_pid() is None
            if ended:
                return False
            time.sleep(0.03)
        self.stop()
        raise Fault(
            f"数据库在 {START_SECONDS} 秒内没有就绪；请查看日志 {self.log}。",
            f"The database was not ready within {START_SECONDS} seconds; see {self.log}.",
        )

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True, connect_timeout=5)

    def _ensure_roles(self) -> None:
        try:
            with self._connect() as connection:
                for role, secret in (
                    (OWNER_ROLE, "postgres-owner-password"),
                    (APP_ROLE, "postgres-app-password"),
                ):
                    ensure_role(connection, role, read_secret(self.data.secrets, secret))
                ensure_database(connection, DATABASE, owner=OWNER_ROLE, app=APP_ROLE)
        except psycopg.Error as error:
            self.stop()
            raise fault_from_log(str(error), self.cluster.folder) from error


def _open_log(log: Path) -> int:
    """Sets a long log aside and says at which byte the coming messages begin."""
    if not log.exists():
        return 0
    size = log.stat().st_size
    if size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
        return 0
    return size


def _wait_for_end(pid: int, process: subprocess.Popen[bytes] | None, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        # A child is reaped by poll(); of a found server nothing but an unreaped entry may be left.
        if process.poll() is not None if process else not _alive(pid):
            return True
        time.sleep(0.02)
    return False


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")

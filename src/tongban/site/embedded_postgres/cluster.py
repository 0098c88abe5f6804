"""One database cluster on disk: made once, and only ever seen whole."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tongban.site.embedded_postgres.account import ServerAccount
from tongban.site.embedded_postgres.binaries import Binaries
from tongban.site.embedded_postgres.parent_death import die_with_parent
from tongban.site.embedded_postgres.server_log import fault_from_log
from tongban.site.faults import Fault, from_os_error

SUPERUSER = "postgres"

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "wal_level": "replica",
    "max_wal_size": "512MB",
    "min_wal_size": "80MB",
    "wal_compression": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "'Asia/Shanghai'",
    "log_timezone": "'Asia/Shanghai'",
    # Messages are read back by the launcher, which knows PostgreSQL's English ones.
    "lc_messages": "'C'",
    "log_line_prefix": "'%m [%p] %q%u@%d '",
    "log_checkpoints": "off",
    "log_min_duration_statement": "2000",
    "idle_in_transaction_session_timeout": "'5min'",
    "random_page_cost": "1.1",
}


@dataclass(frozen=True)
class Cluster:
    """The folder of one cluster, named by the server's major version."""

    folder: Path
    binaries: Binaries
    account: ServerAccount

    @property
    def exists(self) -> bool:
        """Whether a whole cluster is there; root may look into it, and so may its owner."""
        return (self.folder / "PG_VERSION").exists()

    @property
    def pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def refuse_other_major(self) -> None:
        """Stops where the folder holds the data of another major version and none of this one.

        Starting an empty cluster beside it would look like a loss of all data.

        Raises:
            Fault: data of another major version is there.
        """
        if self.exists:
            return
        others = sorted(
            path.name
            for path in self.folder.parent.glob("pg[0-9]*")
            if path.name[2:].isdigit() and (path / "PG_VERSION").exists()
        )
        if others:
            found = others[-1]
            raise Fault(
                f"数据目录中是 PostgreSQL {found[2:]} 的数据，程序自带的是 {self.binaries.major}；请先用旧版程序导出（pg_dump），再导入。",
                f"The data folder holds data of PostgreSQL {found[2:]}, this program comes with"
                f" {self.binaries.major}; dump it with the old program (pg_dump) and restore it first.",
            )

    def create(self, superuser_password: str) -> None:
        """Makes the cluster under another name and renames it when it is whole.

        Args:
            superuser_password: for the role `postgres`, which only the launcher uses.

        Raises:
            Fault: the disk is full, or the folder cannot be written.
        """
        draft = self.folder.with_name(f"{self.folder.name}.new")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            self.account.own(draft, 0o700)
            with tempfile.TemporaryDirectory(prefix="tongban-", dir=self.folder.parent) as folder:
                password_file = Path(folder) / "password"
                password_file.write_text(superuser_password + "\n")
                self.account.own(password_file, 0o600)
                self.account.own(Path(folder), 0o700)
                self._initdb(draft, password_file)
            self._write_settings(draft)
            draft.rename(self.folder)
        except OSError as error:
            raise from_os_error(error, self.folder) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _initdb(self, draft: Path, password_file: Path) -> None:
        command = [self.binaries.program("initdb"), "--pgdata", str(draft), "--username", SUPERUSER]
        command += ["--pwfile", str(password_file), "--auth", "scram-sha-256", "--encoding", "UTF8"]
        command += ["--data-checksums", "--no-instructions", "--locale", "C"]
        if self.binaries.major >= 17:
            # Sorts by code point like C and knows upper and lower case of all of Unicode, the same on
            # every machine: an upgrade of the system's C library cannot break an index.
            command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        if not self.account.can_enter(draft):
            raise self.account.unreachable(self.folder.parent)
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            # A leftover initdb would write into the folder that the next start clears.
            preexec_fn=die_with_parent(signal.SIGKILL),
            **self.account.popen_arguments(),
        )
        if done.returncode != 0:
            raise fault_from_log(done.stdout + done.stderr, self.folder)

    def _write_settings(self, draft: Path) -> None:
        lines = [f"{name} = {value}" for name, value in SETTINGS.items()]
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\n# Tongban's own; put yours into local.conf, which is read last.\n")
            file.write("\n".join(lines) + "\ninclude = 'local.conf'\n")
            file.flush()
            os.fsync(file.fileno())
        (draft / "local.conf").write_text("# Your own settings of the database server.\n")
        self.account.own(draft / "local.conf", 0o600)

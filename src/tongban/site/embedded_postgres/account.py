"""Under which system account the database server runs.

PostgreSQL refuses to run as root, and rightly.  An ordinary user's server runs as that user; root's
runs as a system account of its own, which owns nothing but the cluster.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongban.site.faults import Fault

ACCOUNT_NAME = "tongban"


@dataclass(frozen=True)
class ServerAccount:
    """The account of the server's processes.

    Args:
        name: its login name.
        uid: its number.
        gid: its group's number.
        other: whether it is another account than the one of this process (only root can have that).
    """

    name: str
    uid: int
    gid: int
    other: bool

    def popen_arguments(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program as this account."""
        if not self.other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def can_run(self, program: Path) -> bool:
        """Whether this account can get at `program` and run it; asked by doing so."""
        arguments = self.popen_arguments()
        try:
            return (
                subprocess.run(
                    [str(program), "--version"], capture_output=True, timeout=20, check=False, **arguments
                ).returncode
                == 0
            )
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can get into `folder`."""
        if not self.other:
            return os.access(folder, os.X_OK)
        arguments = {**self.popen_arguments(), "cwd": str(folder)}
        try:
            # The change of folder happens as root; `test` then asks again with the account's own rights.
            return (
                subprocess.run(["test", "-x", str(folder)], check=False, timeout=20, **arguments).returncode
                == 0
            )
        except OSError:
            return False

    def own(self, path: Path, mode: int) -> None:
        """Gives `path` to this account with `mode`."""
        if self.other:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def unreachable(self, folder: Path) -> Fault:
        """The sentence for a folder that this account cannot enter."""
        return Fault(
            f"数据库以系统用户 {self.name} 运行，它进不了 {folder}；请把 TONGBAN_DATA 设为它可到达的目录，例如 /var/lib/tongban。",
            f"The database runs as the system account {self.name}, which cannot enter {folder};"
            " point TONGBAN_DATA to a folder that it can reach, such as /var/lib/tongban.",
        )


def server_account() -> ServerAccount:
    """The account to run the server as; for root it is made when it is missing.

    Raises:
        Fault: root, and no account can be made.
    """
    if os.geteuid() != 0:
        return ServerAccount(str(os.geteuid()), os.geteuid(), os.getegid(), other=False)
    entry = _entry() or _make_account()
    return ServerAccount(ACCOUNT_NAME, entry.pw_uid, entry.pw_gid, other=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd:
    fault = Fault(
        f"PostgreSQL 不能以 root 运行，而系统用户 {ACCOUNT_NAME} 无法自动创建；请执行 useradd --system {ACCOUNT_NAME}，或换普通用户运行。",
        f"PostgreSQL cannot run as root and the system account {ACCOUNT_NAME} could not be made;"
        f" run `useradd --system {ACCOUNT_NAME}`, or start as an ordinary user.",
    )
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise fault
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    made = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    entry = _entry()
    if entry is None:
        raise fault from RuntimeError(made.stderr)
    return entry

"""The data folder: where one county's database, files and keys live, and who may use it.

<data>/secrets/       key files, readable by the owner only
<data>/pg18/          the embedded database, named by its major version
<data>/run/           its Unix socket
<data>/log/           its log
<data>/blobs/         uploaded and issued files
<data>/supervisor.lock
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tongban.site.faults import Fault, from_os_error

RESTORING = "restore-unfinished"  # stands in a folder that `tongban restore` has not finished


def default_data_path() -> Path:
    """`TONGBAN_DATA`, else /var/lib/tongban for root, else the user's own data folder (XDG)."""
    if named := os.environ.get("TONGBAN_DATA"):
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        # Not /root: the database runs as an account of its own, which must reach its folder.
        return Path("/var/lib/tongban")
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "tongban"


@dataclass(frozen=True)
class DataFolder:
    """The paths inside one data folder.

    Args:
        path: the folder itself.
        key_folder: where the key files lie, if not inside it (they may lie on another disk).
    """

    path: Path
    key_folder: Path | None = None

    @classmethod
    def from_environment(cls) -> "DataFolder":
        """The folder that `TONGBAN_DATA` and `TONGBAN_SECRETS` name, or the account's default."""
        keys = os.environ.get("TONGBAN_SECRETS")
        return cls(default_data_path(), Path(keys).absolute() if keys else None)

    @property
    def secrets(self) -> Path:
        return self.key_folder or self.path / "secrets"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def lock_file(self) -> Path:
        return self.path / "supervisor.lock"

    def prepare(self) -> None:
        """Makes the folder if it is not there.

        Root's folder can be entered by others, since the database's own account must; what is
        private inside it (keys, cluster) has modes of its own.

        Raises:
            Fault: the folder cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
            self.logs.mkdir(exist_ok=True, mode=0o700)
            if not os.access(self.path, os.W_OK | os.X_OK):
                raise PermissionError(13, "not writable")
        except OSError as error:
            raise from_os_error(error, self.path) from error

    def lock(self) -> IO[str]:
        """Takes the folder for this process; the kernel lets go when the process ends, however it ends.

        Raises:
            Fault: another supervisor has the folder.
        """
        try:
            handle = self.lock_file.open("a+")
        except OSError as error:
            raise from_os_error(error, self.lock_file) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "?"
            handle.close()
            raise Fault(
                f"数据目录 {self.path} 正由进程 {holder} 使用；请先停止它，或用 TONGBAN_DATA 另指一个目录。",
                f"Process {holder} is using {self.path}; stop it first, or name another folder with TONGBAN_DATA.",
            ) from error
        try:
            handle.truncate(0)
            handle.write(f"{os.getpid()}\n")
            handle.flush()
        except OSError as error:
            handle.close()
            raise from_os_error(error, self.lock_file) from error
        return handle

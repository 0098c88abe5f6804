"""The folder of the server's Unix socket, short enough for the kernel.

A socket's path may have 107 bytes (sockaddr_un, unix(7)); a data folder deep in a home directory
goes past that, and then the socket lies in a short private folder instead.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from tongban.site.embedded_postgres.account import ServerAccount
from tongban.site.faults import Fault, from_os_error

LONGEST_PATH = 107  # bytes
PORT = 5432  # names the socket file; nothing listens on this port


def socket_file(folder: Path) -> Path:
    """The path that PostgreSQL gives its socket in `folder`."""
    return folder / f".s.PGSQL.{PORT}"


def choose_socket_folder(data: Path) -> Path:
    """`<data>/run`, or a short folder for this data folder where that path is too long."""
    inside = data / "run"
    # The lock file beside the socket has the longest name.
    if len(os.fsencode(f"{socket_file(inside)}.lock")) <= LONGEST_PATH:
        return inside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:10]
    base = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() != 0 else None
    return Path(base or tempfile.gettempdir()) / f"tongban-{os.geteuid()}-{digest}"


def prepare_socket_folder(folder: Path, account: ServerAccount) -> None:
    """Makes the folder for the server's account, readable by no one else.

    Raises:
        Fault: it cannot be made, or someone else's folder or link stands there.
    """
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in (os.geteuid(), account.uid):
            raise Fault(
                f"{folder} 属于别的用户，不能存放数据库套接字；请删除它后重新启动。",
                f"{folder} belongs to someone else and cannot hold the database's socket; remove it and start again.",
            )
        account.own(folder, 0o700)
    except OSError as error:
        raise from_os_error(error, folder) from error

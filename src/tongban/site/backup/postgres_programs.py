"""`pg_dump` and `pg_restore`: which ones, and how they are called without a password on any command line."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tongban.site.embedded_postgres.binaries import find_binaries
from tongban.site.faults import Fault, full_disk

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def environment_for(url: str) -> Mapping[str, str]:
    """What libpq's programs read in the place of an address."""
    given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return {_VARIABLES[name]: value for name, value in given.items() if name in _VARIABLES}


def program(name: str, server_version: int) -> str:
    """A program that is no older than the server: the machine's own, else the one beside the embedded server.

    The machine's own speaks TLS, which the embedded one does not.

    Args:
        server_version: as libpq counts, e.g. 180006.

    Raises:
        Fault: there is none.
    """
    major = server_version // 10_000
    for path in (shutil.which(name), str(Path(find_binaries().folder) / name)):
        if path and Path(path).exists() and _major(path) >= major:
            return path
    raise Fault(
        f"找不到 {major} 版或更新的 {name}；请安装 PostgreSQL {major} 的客户端程序。",
        f"There is no {name} of version {major} or later; install the client programs of PostgreSQL {major}.",
    )


def call(url: str, command: Sequence[str]) -> None:
    """Run it to its end.

    Raises:
        Fault: it failed; its last line says why.
    """
    done = subprocess.run(
        command,
        env={**os.environ, **environment_for(url), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if "No space left" in done.stderr:
        raise full_disk(command[-1])
    name = Path(command[0]).name
    lines = [line for line in done.stderr.splitlines() if line.strip()] or ["?"]
    said = next((line for line in lines if "error" in line.lower()), lines[-1])
    raise Fault(f"{name} 失败：{said}", f"{name} failed: {said}")


def server_version(url: str) -> int:
    """The server's version, as libpq counts."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version


def _major(path: str) -> int:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return 0
    return int(told.stdout.split("(PostgreSQL)")[-1].split()[0].split(".")[0])

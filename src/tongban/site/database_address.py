"""Which database the program talks to: the server that `DATABASE_URL` names, or the embedded one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.roles import OWNER_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Fault

OLDEST_MAJOR = 15


def use_data_folder() -> DataFolder:
    """The data folder, named in the environment so that the settings and all children use the same one."""
    data = DataFolder.from_environment()
    os.environ["TONGBAN_DATA"] = str(data.path)
    os.environ["TONGBAN_SECRETS"] = str(data.secrets)
    return data


def export_addresses(server: EmbeddedPostgres) -> None:
    """Puts the embedded server's two addresses into the environment, for this process and its children."""
    os.environ["DATABASE_URL"] = server.url()
    os.environ["TONGBAN_OWNER_DATABASE_URL"] = server.url(OWNER_ROLE)


def check_server(url: str) -> None:
    """Makes sure that the operator's own server answers and is new enough.

    Args:
        url: the value of `DATABASE_URL`; its password is never repeated.

    Raises:
        Fault: it cannot be reached, refuses the log-in, or is too old.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            major = connection.info.server_version // 10_000
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise Fault(
            f"DATABASE_URL 指向的数据库无法连接（{said}）；请检查地址、用户和密码。",
            f"The database that DATABASE_URL names cannot be reached ({said}); check address, user and password.",
        ) from error
    if major < OLDEST_MAJOR:
        raise Fault(
            f"DATABASE_URL 指向 PostgreSQL {major}，需要 {OLDEST_MAJOR} 或更高版本。",
            f"DATABASE_URL names PostgreSQL {major}; version {OLDEST_MAJOR} or later is needed.",
        )


@contextmanager
def reachable_database(data: DataFolder, *, start: bool) -> Iterator[None]:
    """The database for the length of one command.

    Args:
        data: the data folder, whose embedded server is used where `DATABASE_URL` is not set.
        start: whether to start that server when it does not run, and to stop it afterwards.

    Raises:
        Fault: there is no database to be had.
    """
    if url := os.environ.get("DATABASE_URL"):
        check_server(url)
        yield
        return
    server = EmbeddedPostgres(data)
    if not start and (not data.path.exists() or server.running_pid() is None):
        raise Fault(
            "数据库没有运行；请先执行 tongban db start（或用 tongban run 启动全部），也可设置 DATABASE_URL。",
            "The database is not running; use `tongban db start` (or `tongban run` for everything), or set DATABASE_URL.",
        )
    server.start()
    export_addresses(server)
    try:
        yield
    finally:
        server.stop()

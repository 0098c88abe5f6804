"""The embedded database: what it is like, and from which states it starts."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.data_folder_under_test import empty_data_folder

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres import socket_folder
from tongban.site.embedded_postgres.roles import APP_ROLE, OWNER_ROLE
from tongban.site.embedded_postgres.server import EmbeddedPostgres
from tongban.site.faults import Fault


@pytest.fixture
def server(data_folder: DataFolder) -> Iterator[EmbeddedPostgres]:
    running = EmbeddedPostgres(data_folder)
    running.start()
    yield running
    running.stop(found=True)


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture(scope="class")
def shared_server() -> Iterator[EmbeddedPostgres]:
    """One server for the checks that only look at it."""
    with empty_data_folder() as folder:
        running = EmbeddedPostgres(folder)
        running.start()
        yield running
        running.stop()


class TestARunningServer:
    def test_asks_for_a_password_even_on_its_own_socket(self, shared_server: EmbeddedPostgres) -> None:
        without = shared_server.url().replace(":" + shared_server.url().split(":")[2].split("@")[0], ":wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(without)

    def test_opens_no_port(self, shared_server: EmbeddedPostgres) -> None:
        assert one(shared_server.url("postgres"), "SHOW listen_addresses") == ""

    def test_checks_its_pages_and_speaks_utf8(self, shared_server: EmbeddedPostgres) -> None:
        assert one(shared_server.url("postgres"), "SHOW data_checksums") == "on"
        assert one(shared_server.url("postgres"), "SHOW server_encoding") == "UTF8"

    def test_is_durable(self, shared_server: EmbeddedPostgres) -> None:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert one(shared_server.url("postgres"), f"SHOW {setting}") == "on"

    def test_owner_and_app_are_plain_roles(self, shared_server: EmbeddedPostgres) -> None:
        with psycopg.connect(shared_server.url("postgres")) as connection:
            rows = connection.execute(
                "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
                " FROM pg_roles WHERE rolname LIKE 'tongban%'"
            ).fetchall()
        assert dict(rows) == {OWNER_ROLE: False, APP_ROLE: False}

    def test_app_cannot_make_tables(self, shared_server: EmbeddedPostgres) -> None:
        with (
            psycopg.connect(shared_server.url(APP_ROLE)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TABLE mine (id int)")

    def test_owner_can(self, shared_server: EmbeddedPostgres) -> None:
        with psycopg.connect(shared_server.url(OWNER_ROLE)) as connection:
            connection.execute("CREATE TABLE mine (id int)")

    def test_key_files_are_the_owners_alone(self, shared_server: EmbeddedPostgres) -> None:
        for path in shared_server.data.secrets.iterdir():
            assert path.stat().st_mode & 0o077 == 0, path.name

    def test_does_not_run_as_root(self, shared_server: EmbeddedPostgres) -> None:
        assert shared_server.process is not None
        assert Path(f"/proc/{shared_server.process.pid}").stat().st_uid != 0


class TestStartsAgain:
    def test_after_an_ordinary_stop(self, server: EmbeddedPostgres) -> None:
        server.stop()
        assert server.running_pid() is None
        server.start()
        assert one(server.url(), "SELECT 1") == 1

    def test_after_kill_9_with_what_was_committed(self, server: EmbeddedPostgres) -> None:
        with psycopg.connect(server.url(OWNER_ROLE)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        again = EmbeddedPostgres(server.data)
        again.start()
        assert one(again.url(OWNER_ROLE), "SELECT n FROM kept") == 7
        again.stop()

    def test_beside_a_pid_file_that_names_another_program(self, server: EmbeddedPostgres) -> None:
        server.stop()
        server.cluster.pid_file.write_text(f"{os.getpid()}\n{server.cluster.folder}\n")
        server.start()
        assert one(server.url(), "SELECT 1") == 1

    def test_over_a_cluster_that_was_half_made(self, data_folder: DataFolder) -> None:
        server = EmbeddedPostgres(data_folder)
        data_folder.prepare()
        half = server.cluster.folder.with_name(f"{server.cluster.folder.name}.new")
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("18\n")
        server.start()
        assert not half.exists()
        server.stop()

    def test_finds_a_server_that_runs_and_leaves_it_running(self, data_folder: DataFolder) -> None:
        first, second = EmbeddedPostgres(data_folder), EmbeddedPostgres(data_folder)
        first.start(lasting=True)
        pid = first.running_pid()
        second.start()
        second.stop()
        assert second.running_pid() == pid
        second.stop(found=True)
        assert second.running_pid() is None

    def test_in_a_folder_whose_path_is_too_long_for_a_socket(self, data_folder: DataFolder) -> None:
        deep = DataFolder(data_folder.path / ("a" * 60) / ("b" * 60))
        server = EmbeddedPostgres(deep)
        assert len(str(socket_folder.socket_file(server.socket_folder))) <= socket_folder.LONGEST_PATH
        for folder in (data_folder.path, deep.path.parent):
            folder.mkdir(mode=0o711)
        server.start()
        assert one(server.url(), "SELECT 1") == 1
        server.stop()
        server.socket_folder.rmdir()  # it lies outside the data folder


START_AND_WAIT = """
import sys, time
from pathlib import Path
from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.server import EmbeddedPostgres
server = EmbeddedPostgres(DataFolder(Path(sys.argv[1])))
server.start()
print(server.process.pid, flush=True)
sys.stdin.read()
"""


def test_the_server_ends_when_its_supervisor_is_killed(data_folder: DataFolder) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(data_folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout is not None
    assert int(supervisor.stdout.readline()) > 0
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    again = EmbeddedPostgres(data_folder)
    again.start()  # waits for the old one's end if it is still going down
    assert again.process is not None, "the old server must not stay behind"
    again.stop()


class TestSaysWhatIsWrong:
    def test_keys_of_another_folder(self, server: EmbeddedPostgres) -> None:
        server.stop()
        (server.data.secrets / "postgres-superuser-password").write_text("another\n")
        with pytest.raises(Fault, match="do not fit this database"):
            server.start()

    def test_data_of_another_major_version(self, data_folder: DataFolder) -> None:
        data_folder.prepare()
        (data_folder.path / "pg14").mkdir()
        (data_folder.path / "pg14" / "PG_VERSION").write_text("14\n")
        with pytest.raises(Fault, match="holds data of PostgreSQL 14"):
            EmbeddedPostgres(data_folder).start()

    def test_a_folder_that_the_databases_account_cannot_enter(
        self, data_folder: DataFolder, as_root: None
    ) -> None:
        data_folder.path.parent.chmod(0o700)
        with pytest.raises(Fault, match="cannot enter"):
            EmbeddedPostgres(data_folder).start()

    def test_a_file_where_the_folder_should_be(self, data_folder: DataFolder) -> None:
        data_folder.path.write_text("")
        with pytest.raises(Fault, match="Cannot use"):
            EmbeddedPostgres(data_folder).start()


def test_a_socket_of_the_longest_allowed_length_can_be_bound(tmp_path: Path) -> None:
    """The limit that the launcher reckons with is the kernel's."""
    name = "x" * (socket_folder.LONGEST_PATH - len(str(tmp_path)) - 1)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / name))
    with socket.socket(socket.AF_UNIX) as listener, pytest.raises(OSError, match="too long"):
        listener.bind(str(tmp_path / f"{name}xx"))

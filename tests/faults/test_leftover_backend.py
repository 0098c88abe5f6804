"""A statement that goes on after its postmaster was killed does not keep the database from starting again."""

import os
import signal

import psycopg
from tests.faults.test_launcher_kills import eventually, gone

from tongban.site.data_folder import DataFolder
from tongban.site.embedded_postgres.server import EmbeddedPostgres

LONG = "SELECT count(*) FROM generate_series(1, 4000000000) AS a(n) WHERE n % 7 = 0"


def test_the_server_starts_beside_a_statement_that_outlived_the_last_one(data_folder: DataFolder) -> None:
    server = EmbeddedPostgres(data_folder)
    server.start()
    try:
        client = psycopg.connect(server.url())
        backend = client.info.backend_pid
        client.pgconn.send_query(LONG.encode())
        with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as other:
            state = "SELECT state = 'active' FROM pg_stat_activity WHERE pid = %s"
            eventually("the statement runs", lambda: other.execute(state, [backend]).fetchone() == (True,))
        process = server.process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
        assert not gone(backend), "the statement must still be at it for this check to mean anything"
        server.start()
        assert gone(backend)
        with psycopg.connect(server.url()) as again:
            assert again.execute("SELECT 1").fetchone() == (1,)
        client.close()
    finally:
        server.stop()

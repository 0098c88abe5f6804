"""How many statements a database was sent: pg_stat_statements, transaction control apart."""

import psycopg

CONTROL = "^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)"


def reset(connection: psycopg.Connection) -> None:
    """Count from here."""
    connection.execute("SELECT pg_stat_statements_reset()")


def counted(connection: psycopg.Connection, role: str) -> list[tuple[int, float, str]]:
    """Calls, milliseconds in all and text of every statement a role sent to this database, the longest first."""
    return connection.execute(
        "SELECT s.calls, s.total_exec_time, s.query FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid "
        "JOIN pg_database d ON d.oid = s.dbid "
        "WHERE r.rolname = %s AND d.datname = current_database() AND s.query !~* %s ORDER BY s.total_exec_time DESC",
        [role, CONTROL],
    ).fetchall()

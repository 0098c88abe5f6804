"""How many statements a database was sent: pg_stat_statements, transaction control apart."""

import psycopg

CONTROL = "^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)"


def reset(connection: psycopg.Connection) -> None:
    """Count from here."""
    connection.execute("SELECT pg_stat_statements_reset()")


def counted(connection: psycopg.Connection, role: str) -> list[tuple[int, str]]:
    """Calls and text of every statement that a role sent to this connection's database, most frequent first."""
    return connection.execute(
        "SELECT s.calls, s.query FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid "
        "JOIN pg_database d ON d.oid = s.dbid "
        "WHERE r.rolname = %s AND d.datname = current_database() AND s.query !~* %s ORDER BY s.calls DESC",
        [role, CONTROL],
    ).fetchall()

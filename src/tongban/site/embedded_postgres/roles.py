"""The two roles that the program itself uses, and its database.

`tongban_owner` owns the tables and migrates; `tongban_app` is what web and worker run as, so that
no bug and no injected SQL in them can alter a ledger or drop a table.  Neither is a superuser.
"""

import psycopg
from psycopg import sql

OWNER_ROLE = "tongban_owner"
APP_ROLE = "tongban_app"
DATABASE = "tongban"


def ensure_role(connection: psycopg.Connection, name: str, password: str) -> None:
    """Makes the plain log-in role `name` if it is missing, and sets its password.

    Args:
        connection: a superuser's, in autocommit mode.
    """
    plain = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}")
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER ROLE {} ") if exists else sql.SQL("CREATE ROLE {} ")
    connection.execute(verb.format(sql.Identifier(name)) + plain.format(sql.Literal(password)))


def ensure_database(connection: psycopg.Connection, name: str, *, owner: str, app: str) -> None:
    """Makes the database `name` if it is missing: owned by `owner`, entered by `app`, by no one else.

    Args:
        connection: a superuser's, in autocommit mode.
    """
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    database = sql.Identifier(name)
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(app)))

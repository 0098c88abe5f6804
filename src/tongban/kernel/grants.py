"""The rights of the application role: it may add to the ledger and read it, and nothing more."""

from typing import Any

from psycopg import sql

APPEND_ONLY = (
    "kernel_ledger_entry",
    "kernel_ledger_root",
    "kernel_ledger_root_head",
    "kernel_access",
)


def grant_app_role(connection: Any, role: str) -> None:
    """Give the application role what it needs, as the owner of the tables; may run again at any time.

    Args:
        connection: a psycopg connection of the owner, or a Django one.
        role: the role's name.
    """
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        raw = getattr(cursor, "cursor", cursor)  # Django wraps psycopg's cursor
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}" for table in APPEND_ONLY),
        ):
            raw.execute(sql.SQL(statement).format(role=name))
        # months of the access log are written through their parent; named themselves they are nobody's
        raw.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'kernel_access'::regclass"
        )
        for (month,) in raw.fetchall():
            raw.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(month), name))

"""Bringing the database's tables to this version, as the role that owns them."""

import os
from importlib import import_module, util
from typing import Any


def grant_rights(connection: Any, role: str) -> None:
    """Gives the program's role what it needs on the tables, and no more.

    Args:
        connection: the owner's Django connection.
        role: the name of the role that web and worker run as.
    """
    if util.find_spec("tongban.kernel.grants") is not None:
        import_module("tongban.kernel.grants").grant_app_role(connection, role)
        return
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")


def use_owner_address() -> str | None:
    """Makes this process the tables' owner, before Django reads its settings.

    Returns:
        The address of the program's own role, or None where owner and program are one role.
    """
    app = os.environ.get("DATABASE_URL")
    owner = os.environ.get("TONGBAN_OWNER_DATABASE_URL")
    if owner and owner != app:
        os.environ["DATABASE_URL"] = owner
        return app
    return None

"""Bringing the database's tables to this version, as the role that owns them."""

import os
from urllib.parse import unquote, urlsplit


def use_owner_address() -> str | None:
    """Makes this process the tables' owner; to be called before Django reads its settings.

    Returns:
        The name of the program's own role, or None where owner and program are one role.
    """
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("TONGBAN_OWNER_DATABASE_URL")
    if not app or not owner or owner == app:
        return None
    os.environ["DATABASE_URL"] = owner
    return unquote(urlsplit(app).username or "") or None


def migrate(app_role: str | None) -> None:
    """Applies the migrations that are missing and renews the rights of the program's role.

    Args:
        app_role: the role that web and worker run as, if it is not the owner itself.
    """
    from django.core.management import call_command  # Django must be set up before it is imported
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    if app_role:
        # Here, not above: grants come with the kernel, whose models need Django set up.
        from tongban.kernel.grants import grant_app_role

        grant_app_role(connection, app_role)

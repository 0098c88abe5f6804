"""The embedded server while it loads a great deal and serves nobody."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tongban.site.database_address import export_addresses, use_data_folder
from tongban.site.embedded_postgres.server import EmbeddedPostgres

# fewer checkpoints, and room for the indexes that grow; nothing here lets a committed row be lost or torn
SERVER_SETTINGS = {
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "shared_buffers": "1GB",
    "autovacuum_naptime": "1h",
}


@contextmanager
def loading_server() -> Iterator[None]:
    """The embedded server with these settings, where it does not run yet; a server of the operator's own as it is."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    server = EmbeddedPostgres(use_data_folder(), SERVER_SETTINGS)
    server.start()
    export_addresses(server)
    try:
        yield
    finally:
        for name in ("DATABASE_URL", "TONGBAN_OWNER_DATABASE_URL"):
            os.environ.pop(name, None)
        server.stop()

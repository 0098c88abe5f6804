"""Cutting a root when everything that was done before is sure to be below the cut.

A cut waits for no transaction, and one of another worker of the same run may be open.
"""

import threading

from django.db import connection

from tongban.kernel import roots, time
from tongban.kernel.models import LedgerRoot

PATIENCE = 300.0  # seconds: the longest check of another worker keeps one transaction open
STEP = 0.01


def let_others_end() -> None:
    """Return once every transaction that was open at the call is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        reached = cursor.fetchone()[0]
        for _ in range(int(PATIENCE / STEP)):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= reached:
                return
            threading.Event().wait(STEP)
    raise TimeoutError("a transaction of another worker does not end")


def cut() -> LedgerRoot:
    """A root over everything that was committed before the call."""
    let_others_end()
    root = roots.cut(time.now())
    assert root is not None
    return root

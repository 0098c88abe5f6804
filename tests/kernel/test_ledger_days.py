"""A day of the ledger is read by its own pages, however long the ledger is, and its pages lose and double nothing."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models import Q

from tongban.kernel.ledger_days import _rows

pytestmark = pytest.mark.django_db

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
DAYS, A_DAY = 300, 200


# 60,000 entries over 300 days, as they come: one after another
FILL = """
INSERT INTO kernel_ledger_entry (kind, stream, seq, type, at, command_id, algorithm, canonical, prev_hash, hash)
SELECT (ARRAY['case','directory'])[1 + n %% 2], 's' || n, 1, 'x', %s::timestamptz + n * %s::interval / %s,
       gen_random_uuid(), 'sha256', convert_to(repeat('x', 200), 'UTF8'), '\\x00', '\\x00'
FROM generate_series(0, %s) AS n"""
WANTED = Q(kind="directory") | Q(kind="keys")


def test_a_day_is_found_by_its_moments(owner_connection: psycopg.Connection) -> None:
    opens = FIRST + timedelta(days=100)
    sql, given = _rows(WANTED, opens, opens + timedelta(days=1), None)[:101].query.sql_with_params()
    with owner_connection.transaction(force_rollback=True):  # only the owner may take the table's statistics
        owner_connection.execute(FILL, [FIRST, timedelta(days=1), A_DAY, DAYS * A_DAY - 1])
        owner_connection.execute("ANALYZE kernel_ledger_entry")
        plan = "\n".join(row[0] for row in owner_connection.execute(f"EXPLAIN {sql}", given).fetchall())
    assert "Bitmap Index Scan on ledger_at" in plan and "Seq Scan" not in plan, plan


def test_pages_of_a_day_lose_and_double_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [FIRST, timedelta(days=1), A_DAY, 2 * A_DAY - 1])
    bounds = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
    rows = _rows(WANTED, *bounds, None)
    following = _rows(WANTED, *bounds, rows[49].id)
    seen = [row.id for row in rows[:50]] + [row.id for row in following]
    assert len(seen) == len(set(seen)) == A_DAY // 2
    assert seen == sorted(seen, reverse=True)
    assert not _rows(WANTED, *bounds, 2**40).exists()

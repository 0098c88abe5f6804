"""Rows are added to the ledger, never changed or taken away: refused by rights and, for the owner, by trigger."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.kernel.cutting import cut

from tongban.kernel.grants import APPEND_ONLY
from tongban.site import demo

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENTS = (
    "UPDATE {} SET {column} = {column}",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
)
COLUMNS = {
    "kernel_ledger_entry": "type",
    "kernel_ledger_root": "tree",
    "kernel_ledger_root_head": "seq",
    "kernel_access": "field",
}


def test_every_append_only_table_is_tried_here() -> None:
    assert set(COLUMNS) == set(APPEND_ONLY)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_program_is_refused(table: str, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column=COLUMNS[table]))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_is_refused_by_the_trigger(
    table: str, statement: str, owner_connection: psycopg.Connection
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed or taken away"):
        owner_connection.execute(statement.format(table, column=COLUMNS[table]))


def test_the_program_may_not_switch_the_triggers_off() -> None:
    with (
        pytest.raises(ProgrammingError, match="must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE kernel_ledger_entry DISABLE TRIGGER USER")


def test_adding_stays_possible() -> None:
    demo.load(items=["SB-001"])
    assert cut().number == 1

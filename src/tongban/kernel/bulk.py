"""Many rows of one table in one statement, each column as one array: for what goes over thousands of cases.

`kernel.batch` writes the few rows of one act with a value for each place; here the text stays the same for any
number of rows, and the server reads arrays.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from tongban.kernel.kept_queries import prepared_cursor


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; their primary keys are set already, or the database's to give for all of them.

    No column may itself be an array, which `unnest` would take apart.
    """
    _insert(rows, "")


def insert_new_rows(rows: Sequence[models.Model]) -> int:
    """Insert those rows of one model that no unique key of its table knows yet; how many they were.

    As `insert_rows` does; a row that another transaction is about to insert is waited for, and then known.
    """
    return _insert(rows, " ON CONFLICT DO NOTHING")


def _insert(rows: Sequence[models.Model], otherwise: str) -> int:
    if not rows:
        return 0
    model = type(rows[0])
    fields = [
        field for field in model._meta.concrete_fields if not field.primary_key or rows[0].pk is not None
    ]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"${number}::{_array_type(field)}" for number, field in enumerate(fields, start=1))
    values = [[row.__dict__[field.attname] for row in rows] for field in fields]
    with prepared_cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays}){otherwise}',
            values,
        )
        return int(cursor.rowcount)


def _array_type(field: "models.Field[Any, Any]") -> str:
    """The type of an array of a column's values: ``date[]``."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return f"{target.db_type(connection)}[]"

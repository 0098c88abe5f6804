"""Many writes, one statement: the rows of a command go to the database in one round trip.

A command's time goes into its number of SQL statements, so its inserts and its guarded update are sent as
data-modifying CTEs of one `WITH`.  All of them see the same snapshot and stand or fall together.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models


class GuardFailed(Exception):
    """A guarded update touched no row: somebody else came first."""


class Batch:
    """Collects rows, then writes them in one statement."""

    def __init__(self) -> None:
        self._inserts: dict[type[models.Model], list[models.Model]] = {}
        self._updates: list[tuple[type[models.Model], dict[str, Any], dict[str, Any]]] = []

    def insert(self, *rows: models.Model) -> None:
        """Rows to insert; their primary keys are set already or are the database's to give."""
        for row in rows:
            self._inserts.setdefault(type(row), []).append(row)

    def update(self, model: type[models.Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """An update that must touch exactly one row.

        Args:
            where: attribute name → value; all must match.
            values: attribute name → new value.
        """
        self._updates.append((model, dict(where), dict(values)))

    def write(self) -> None:
        """Send it all.

        Raises:
            GuardFailed: an update found no row; the transaction must be rolled back.
        """
        parts: list[str] = []
        params: list[Any] = []
        for model, rows in self._inserts.items():
            parts.append(self._insert_sql(model, rows, params))
        for model, where, values in self._updates:
            parts.append(self._update_sql(model, where, values, params))
        if not parts:
            return
        named = ", ".join(f"w{index} AS ({part})" for index, part in enumerate(parts))
        first_update = len(self._inserts)
        counts = [f"(SELECT count(*) FROM w{first_update + i})" for i in range(len(self._updates))] or ["1"]
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {named} SELECT {', '.join(counts)}", params)
            touched = cursor.fetchone()
        if touched is None or any(count != 1 for count in touched):
            raise GuardFailed
        for rows in self._inserts.values():
            for row in rows:
                row._state.adding = False

    @staticmethod
    def _insert_sql(model: type[models.Model], rows: list[models.Model], params: list[Any]) -> str:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not (field.primary_key and getattr(rows[0], field.attname) is None)
        ]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        line = "(" + ", ".join(["%s"] * len(fields)) + ")"
        for row in rows:
            params.extend(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        return (
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([line] * len(rows))} '
            "RETURNING 1"
        )

    @staticmethod
    def _update_sql(
        model: type[models.Model], where: dict[str, Any], values: dict[str, Any], params: list[Any]
    ) -> str:
        by_attname = {field.attname: field for field in model._meta.concrete_fields}

        def clause(name: str, value: Any) -> str:
            field = by_attname[name]
            params.append(field.get_db_prep_save(value, connection))
            return f'"{field.column}" = %s'

        sets = ", ".join([clause(name, value) for name, value in values.items()])
        conditions = " AND ".join([clause(name, value) for name, value in where.items()])
        return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {conditions} RETURNING 1'

"""Many writes, one statement: the rows of a command go to the database in one round trip.

A command's time goes into its number of SQL statements, so its inserts and its guarded updates are sent as
data-modifying CTEs of one `WITH`.  All of them see the same snapshot and stand or fall together.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from tongban.kernel.kept_queries import numbered, prepared_cursor


class GuardFailed(Exception):
    """A guarded update touched no row: somebody else came first."""


class Batch:
    """Collects rows, then writes them in one statement."""

    def __init__(self) -> None:
        self._inserts: dict[type[models.Model], list[models.Model]] = {}
        self._updates: list[tuple[type[models.Model], dict[str, Any], dict[str, Any]]] = []
        self._deletes: list[tuple[type[models.Model], dict[str, Any]]] = []
        self._calls: list[tuple[str, Sequence[Any]]] = []

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

    def delete(self, model: type[models.Model], where: Mapping[str, Any]) -> None:
        """A deletion that must touch exactly one row, to which no other row refers."""
        self._deletes.append((model, dict(where)))

    def call(self, expression: str, parameters: Sequence[Any]) -> None:
        """A function of the database to call in the same statement; what it gives is not read.

        Args:
            expression: with ``%s`` where the parameters go.
        """
        self._calls.append((expression, parameters))

    def write(self) -> None:
        """Send it all.

        Raises:
            GuardFailed: an update or a deletion found no row; the transaction must be rolled back.
        """
        parts: list[str] = []
        params: list[Any] = []
        for model, rows in self._inserts.items():
            parts.append(_insert(model, rows, params))
        for model, where, values in self._updates:
            sets = _clauses(model, values, ", ", params)
            conditions = _clauses(model, where, " AND ", params)
            parts.append(f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {conditions} RETURNING 1')
        for model, where in self._deletes:
            conditions = _clauses(model, where, " AND ", params)
            parts.append(f'DELETE FROM "{model._meta.db_table}" WHERE {conditions} RETURNING 1')
        if not parts and not self._calls:
            return
        named = ", ".join([f"w{index} AS ({part})" for index, part in enumerate(parts)])
        guarded = range(len(self._inserts), len(parts))
        told = [f"(SELECT count(*) FROM w{index})" for index in guarded]
        for expression, given in self._calls:
            told.append(f"({expression}) IS NULL")
            params.extend(given)
        with prepared_cursor() as cursor:
            text = f"{'WITH ' + named if named else ''} SELECT {', '.join(told) or '1'}"
            cursor.execute(numbered(text), params)
            touched = cursor.fetchone()
        if touched is None or any(count != 1 for count in touched[: len(guarded)]):
            raise GuardFailed
        for rows in self._inserts.values():
            for row in rows:
                row._state.adding = False


@lru_cache(maxsize=256)
def _columns(model: type[models.Model], with_key: bool) -> tuple[tuple[Any, ...], str, str]:
    """The fields that an insert names, their columns, and the line of placeholders for one row."""
    fields = tuple(field for field in model._meta.concrete_fields if with_key or not field.primary_key)
    names = ", ".join([f'"{field.column}"' for field in fields])
    prepared = tuple((field.attname, _preparing(field)) for field in fields)
    return prepared, names, "(" + ", ".join(["%s"] * len(fields)) + ")"


def _preparing(field: "models.Field[Any, Any]") -> Any:
    """What turns a value of this field into the driver's; None where the driver takes it as it is."""
    return field.get_db_prep_save if isinstance(field, models.JSONField) else None


@lru_cache(maxsize=256)
def _by_attribute(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _insert(model: type[models.Model], rows: list[models.Model], params: list[Any]) -> str:
    fields, names, line = _columns(model, rows[0].pk is not None)
    database = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        values = row.__dict__
        params.extend(
            [prepare(values[name], database) if prepare else values[name] for name, prepare in fields]
        )
    lines = ", ".join([line] * len(rows))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {lines} RETURNING 1'


def _clauses(model: type[models.Model], values: Mapping[str, Any], joint: str, params: list[Any]) -> str:
    fields = _by_attribute(model)
    database = connections[DEFAULT_DB_ALIAS]
    for name, value in values.items():
        prepare = _preparing(fields[name])
        params.append(prepare(value, database) if prepare else value)
    return joint.join([f'"{fields[name].column}" = %s' for name in values])

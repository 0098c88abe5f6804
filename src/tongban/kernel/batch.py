"""Many writes, one statement: the rows of a command go to the database in one round trip.

A command's time goes into its number of SQL statements, so its inserts and its guarded updates are sent as
data-modifying CTEs of one `WITH`.  All of them see the same snapshot and stand or fall together.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

from tongban.kernel.kept_queries import numbered, sent

M = TypeVar("M", bound=models.Model)


class GuardFailed(Exception):
    """A guarded update touched no row: somebody else came first."""


def fresh(model: type[M], **values: Any) -> M:
    """A row to insert, made without what Django's own constructor does besides (signals, related objects).

    Args:
        values: attribute name (``key_id``, not ``key``) → value; the others are the fields' defaults.
    """
    row = model.__new__(model)
    known, made = _defaults(model)
    row.__dict__.update(known)
    row.__dict__.update(values)
    for name, make in made:
        if name not in values:
            row.__dict__[name] = make()
    row._state = ModelState()
    return row


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
        shape = (
            tuple((model, len(rows), rows[0].pk is not None) for model, rows in self._inserts.items()),
            tuple((model, tuple(values), tuple(where)) for model, where, values in self._updates),
            tuple((model, tuple(where)) for model, where in self._deletes),
            tuple(expression for expression, _ in self._calls),
        )
        if not any(shape):
            return
        guarded = range(len(self._updates) + len(self._deletes))
        [touched] = sent(_text(*shape), self._parameters())()
        if any(count != 1 for count in touched[: len(guarded)]):
            raise GuardFailed
        for rows in self._inserts.values():
            for row in rows:
                row._state.adding = False

    def _parameters(self) -> list[Any]:
        """The values in the order of the statement's slots."""
        database = connections[DEFAULT_DB_ALIAS]
        params: list[Any] = []
        for model, rows in self._inserts.items():
            slots, _, _ = _columns(model, rows[0].pk is not None)
            for row in rows:
                values = row.__dict__
                params.extend(
                    [prepare(values[name], database) if prepare else values[name] for name, prepare in slots]
                )
        pairs = [(model, given) for model, where, values in self._updates for given in (values, where)]
        for model, given in (*pairs, *self._deletes):
            by_attribute = _by_attribute(model)
            for name, value in given.items():
                prepare = by_attribute[name][1]
                params.append(prepare(value, database) if prepare else value)
        for _, parameters in self._calls:
            params.extend(parameters)
        return params


Inserted = tuple[type[models.Model], int, bool]
Updated = tuple[type[models.Model], tuple[str, ...], tuple[str, ...]]
Deleted = tuple[type[models.Model], tuple[str, ...]]


@lru_cache(maxsize=512)
def _text(
    inserts: tuple[Inserted, ...],
    updates: tuple[Updated, ...],
    deletes: tuple[Deleted, ...],
    calls: tuple[str, ...],
) -> str:
    """The statement of a batch of this shape: an act's shape comes again with each case."""
    parts = [_insert(model, rows, with_key) for model, rows, with_key in inserts]
    for model, values, where in updates:
        sets, conditions = _clauses(model, values, ", "), _clauses(model, where, " AND ")
        parts.append(f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {conditions} RETURNING 1')
    for model, where in deletes:
        parts.append(
            f'DELETE FROM "{model._meta.db_table}" WHERE {_clauses(model, where, " AND ")} RETURNING 1'
        )
    named = ", ".join([f"w{index} AS ({part})" for index, part in enumerate(parts)])
    told = [f"(SELECT count(*) FROM w{index})" for index in range(len(inserts), len(parts))]
    told += [f"({expression}) IS NULL" for expression in calls]
    return numbered(f"{'WITH ' + named if named else ''} SELECT {', '.join(told) or '1'}")


@lru_cache(maxsize=256)
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Any], ...]]:
    """What a row holds where nothing is said: values, and makers of those that differ from row to row."""
    fields = model._meta.concrete_fields
    made = tuple((field.attname, field.get_default) for field in fields if callable(field.default))
    return {field.attname: field.get_default() for field in fields if not callable(field.default)}, made


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
def _by_attribute(model: type[models.Model]) -> dict[str, tuple[str, Any]]:
    """The column of each attribute, and what prepares its value."""
    return {field.attname: (field.column, _preparing(field)) for field in model._meta.concrete_fields}


def _insert(model: type[models.Model], rows: int, with_key: bool) -> str:
    _, names, line = _columns(model, with_key)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([line] * rows)} RETURNING 1'


def _clauses(model: type[models.Model], names: tuple[str, ...], joint: str) -> str:
    by_attribute = _by_attribute(model)
    return joint.join([f'"{by_attribute[name][0]}" = %s' for name in names])

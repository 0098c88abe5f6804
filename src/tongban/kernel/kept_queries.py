"""Reads of every request: written with the ORM once, kept as text, bound and prepared from then on.

Composing a query costs several times what the server needs to answer it.  A kept query is composed at its
first use in a process, with probes where values go; afterwards only values travel, and the server parses and
plans the text once per connection.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import CursorMixin  # type: ignore[attr-defined]  # not in the stubs
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BinaryField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]  # not in the stubs
from psycopg import RawCursor

M = TypeVar("M", bound=Model)


class _PreparingCursor(CursorMixin, RawCursor):
    """Sends text as it stands, with PostgreSQL's own ``$1``: no time goes into rewriting it each time."""


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor of the ordinary connection that binds values on the server, so that statements are prepared.

    Values go where ``$1``, ``$2`` and so on stand.
    """
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy that looks it up for every attribute
    database.ensure_connection()
    with database.wrap_database_errors:
        raw = _PreparingCursor(database.connection)
    cursor = database._prepare_cursor(raw)  # type: ignore[attr-defined]  # not in the stubs
    try:
        yield cursor
    finally:
        cursor.close()


_HELD = "tongban_cursors"  # of a connection: text → the text and a cursor that sent it before
MOST_HELD = 128  # texts; a little more than psycopg keeps prepared

Rows = list[tuple[Any, ...]]


def sent(text: str, values: Sequence[Any]) -> Callable[[], Rows]:
    """Send a statement with ``$1``, ``$2`` and so on; what is returned reads its rows, once.

    A cursor that sent the same text before is used again: it knows how the values are written and the columns read,
    which costs more to find out than sending them.  It is nobody else's until its rows are read.

    Raises:
        Error: of `django.db`; inside `together` at the end of the block.
    """
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy that looks it up for every attribute
    database.ensure_connection()
    held = database.connection.__dict__.setdefault(_HELD, {})
    found = held.pop(text, None)
    text, raw = found or (text, _PreparingCursor(database.connection))
    # by the wrapper, which looks at every statement (`kernel.guarded`)
    database._prepare_cursor(raw).execute(text, values)  # type: ignore[attr-defined]  # not in the stubs

    def rows() -> Rows:
        told = raw.fetchall()
        if len(held) >= MOST_HELD:
            held.clear()
        held[text] = (text, raw)
        return told

    return rows


@contextmanager
def together() -> Iterator[None]:
    """Statements of the block travel in one round trip; what each gives can be read after the block."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


class KeptQuery(Generic[M]):
    """A queryset whose text is kept.

    Args:
        build: the queryset, from the probes by name.
        probes: value name → a value of its type that occurs nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], probes: Mapping[str, Any]) -> None:
        self._build, self._probes = build, probes
        self._text = ""
        self.made_of: Any = (
            None  # the query behind the text, which carries a chokepoint's mark (`kernel.guarded`)
        )
        self._slots: list[tuple[str, Any]] = []
        self._make: Callable[[tuple[Any, ...]], M] = _not_yet

    def all(self, **values: Any) -> list[M]:
        """The rows for these values, as model instances.

        Args:
            values: one for each probe.
        """
        rows = self._send(values)()
        make = self._make
        return [make(row) for row in rows]

    def ask(self, **values: Any) -> Callable[[], Any]:
        """Send the statement; what is returned reads its rows, after the block where `together` is around."""
        rows = self._send(values)
        return lambda: [self._make(row) for row in rows()]

    def _send(self, values: Mapping[str, Any]) -> Callable[[], Rows]:
        if not self._text:
            self._compose()
        return sent(self._text, [values[name] if name else fixed for name, fixed in self._slots])

    def first(self, **values: Any) -> M | None:
        """The first row, or None."""
        return next(iter(self.all(**values)), None)

    def _compose(self) -> None:
        queryset = self._build(**self._probes)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        text, params = compiler.as_sql()
        names = {_plain(value): name for name, value in self._probes.items()}
        slots = [(names.get(_plain(param), ""), param) for param in params]
        missing = set(self._probes) - {name for name, _ in slots}
        columns = [expression for expression, _, _ in compiler.select]
        if missing or compiler.get_converters(columns):
            raise TypeError(f"this query cannot be kept: {sorted(missing) or 'its columns need converting'}")
        self._make, self.made_of = self._maker(queryset, compiler), queryset.query
        self._slots, self._text = slots, numbered(self._whole(text, len(columns)))

    def _maker(self, queryset: QuerySet[M], compiler: Any) -> Callable[[tuple[Any, ...]], M]:
        """What makes an instance, with those it refers to, from a row."""
        columns = [expression for expression, _, _ in compiler.select]
        info = compiler.klass_info
        related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names_of = [column.target.attname for column in columns[start:end]]

        def make(row: tuple[Any, ...]) -> M:
            instance = as_read(queryset.model, names_of, row[start:end])
            for populator in related:
                populator.populate(row, instance)
            return instance

        return make

    def _whole(self, text: str, columns: int) -> str:
        """The statement to send, from the queryset's own text and its number of columns."""
        return text


class KeptValues(KeptQuery[Any]):
    """A queryset of ``values_list`` whose text is kept; its rows are tuples, for no instance is as cheap."""

    def _maker(self, queryset: QuerySet[Any], compiler: Any) -> Callable[[tuple[Any, ...]], Any]:
        return _itself


def _itself(row: tuple[Any, ...]) -> Any:
    return row


class KeptFamily(KeptQuery[M]):
    """A row and the rows that belong to it, in one statement.

    Args:
        children: child model, its foreign key's attribute, and the attribute it is ordered by.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[M]],
        probes: Mapping[str, Any],
        children: Sequence[tuple[type[Model], str, str]],
    ) -> None:
        super().__init__(build, probes)
        self._children = tuple(children)

    def ask(self, **values: Any) -> Callable[[], tuple[M, list[list[Any]]] | None]:
        """Send the statement; what is returned reads its answer, after the block where `together` is around.

        The answer is the row and for each kind of child its rows in order; None where there is no row.
        """
        rows = self._send(values)
        return lambda: self._read(rows())

    def _read(self, rows: Rows) -> tuple[M, list[list[Any]]] | None:
        if not rows:
            return None
        told = rows[0]
        kinds = [
            [_child(model, values) for values in json.loads(text or "[]")]
            for (model, _, _), text in zip(self._children, told[-len(self._children) :], strict=True)
        ]
        return self._make(told), kinds

    def _whole(self, text: str, columns: int) -> str:
        named = ", ".join([f"c{number}" for number in range(columns)])
        pieces = []
        for model, parent, order in self._children:
            fields = {field.attname: field for field in model._meta.concrete_fields}
            values = ", ".join([_as_json(field) for field in fields.values()])
            pieces.append(
                f'(SELECT json_agg(json_build_array({values}) ORDER BY "{fields[order].column}")::text '
                f'FROM "{model._meta.db_table}" WHERE "{fields[parent].column}" = c0)'
            )
        return f"WITH held ({named}) AS ({text}) SELECT held.*, {', '.join(pieces)} FROM held"


def _as_json(field: "Field[Any, Any]") -> str:
    return f"encode(\"{field.column}\", 'hex')" if isinstance(field, BinaryField) else f'"{field.column}"'


@lru_cache(maxsize=64)
def _readers(model: type[Model]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    """The attributes of a child and how each is read from JSON; None where it is what JSON gives."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [_reader(field) for field in fields]


def _reader(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    inner = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(inner, BinaryField):
        return bytes.fromhex
    if isinstance(inner, DateTimeField):
        return datetime.fromisoformat
    if isinstance(inner, DateField):  # a moment's field is one too, and was read above
        return date.fromisoformat
    return UUID if isinstance(inner, UUIDField) else None


def _child(model: type[Model], values: list[Any]) -> Model:
    names, readers = _readers(model)
    plain = [
        reader(value) if reader is not None and value is not None else value
        for reader, value in zip(readers, values, strict=True)
    ]
    return as_read(model, names, plain)


def as_read(model: type[M], names: Sequence[str], values: Sequence[Any]) -> M:
    """An instance of a row as the database gave it: Django's `from_db`, without signals, which nobody listens to."""
    instance = model.__new__(model)
    instance.__dict__.update(zip(names, values, strict=True))
    instance._state = ModelState()
    instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS
    return instance


def numbered(text: str) -> str:
    """A statement with ``%s`` as one with ``$1``, ``$2`` and so on."""
    first, *others = text.split("%s")
    pieces = [f"${number}{piece}" for number, piece in enumerate(others, start=1)]
    return (first + "".join(pieces)).replace("%%", "%")


def _plain(value: Any) -> Any:
    """A parameter as it can be compared: bytes out of the driver's wrapper, a list as what cannot change."""
    value = getattr(value, "obj", value)
    if isinstance(value, list):
        return tuple([_plain(one) for one in value])
    return (type(value).__mro__[-2], value)


def _not_yet(row: tuple[Any, ...]) -> Any:
    raise AssertionError("a query is composed before it gives rows")

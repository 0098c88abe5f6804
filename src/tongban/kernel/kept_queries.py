"""Reads of every request: written with the ORM once, kept as text, bound and prepared from then on.

Composing a query costs several times what the server needs to answer it.  A kept query is composed at its
first use in a process, with probes where values go; afterwards only values travel, and the server parses and
plans the text once per connection.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import CursorMixin  # type: ignore[attr-defined]  # not in the stubs
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
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
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw = _PreparingCursor(connection.connection)
    with connection._prepare_cursor(raw) as cursor:  # type: ignore[attr-defined]  # not in the stubs
        yield cursor


class KeptQuery(Generic[M]):
    """A queryset whose text is kept.

    Args:
        build: the queryset, from the probes by name.
        probes: value name → a value of its type that occurs nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], probes: Mapping[str, Any]) -> None:
        self._build, self._probes = build, probes
        self._text = ""
        self._slots: list[tuple[str, Any]] = []
        self._make: Callable[[tuple[Any, ...]], M] = _not_yet

    def all(self, **values: Any) -> list[M]:
        """The rows for these values, as model instances.

        Args:
            values: one for each probe.
        """
        if not self._text:
            self._compose()
        with prepared_cursor() as cursor:
            cursor.execute(self._text, [values[name] if name else fixed for name, fixed in self._slots])
            rows = cursor.fetchall()
        return [self._make(row) for row in rows]

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
        info = compiler.klass_info
        related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names_of = [column.target.attname for column in columns[start:end]]

        def make(row: tuple[Any, ...]) -> M:
            instance = queryset.model.from_db(DEFAULT_DB_ALIAS, names_of, row[start:end])
            for populator in related:
                populator.populate(row, instance)
            return instance

        self._make, self._slots, self._text = make, slots, numbered(text)


def numbered(text: str) -> str:
    """A statement with ``%s`` as one with ``$1``, ``$2`` and so on."""
    first, *others = text.split("%s")
    pieces = [f"${number}{piece}" for number, piece in enumerate(others, start=1)]
    return (first + "".join(pieces)).replace("%%", "%")


def _plain(value: Any) -> Any:
    """A parameter as it can be compared: bytes out of the driver's wrapper."""
    value = getattr(value, "obj", value)
    return (type(value).__mro__[-2], value)


def _not_yet(row: tuple[Any, ...]) -> Any:
    raise AssertionError("a query is composed before it gives rows")

"""The guard in front of the tables that hold people's matters: no statement reads one past a chokepoint.

`visible_to(actor)` and the few doors like it mark what they give (`let_through`), and everything that is made of
it carries the mark: filtered, ordered, counted, kept.  Whatever else is sent to the database is looked at before
it goes: a statement that names a guarded table without the mark is refused, unless the module that sends it
stands in the table of exceptions (`site/chokepoint.py`), with the tables it may read and the reason.  It does not
matter how the statement was made: by a manager, a related manager, a join from another model, a text of SQL.

What it is against is a mistake, in whatever module it is made; it is no wall against somebody who writes code here
in order to get around it, as docs/mechanisms/authority-matrix.md says in full.
"""

import re
import sys
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import FrameType
from typing import Any, TypeVar

from django.db.backends.signals import connection_created
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from tongban.kernel.kept_queries import KeptQuery

M = TypeVar("M", bound=Model)

MARK = "let_through"
# frames of these say nothing of who asks
MACHINERY = frozenset({"tongban.kernel.guarded", "tongban.kernel.kept_queries"})
# who is not part of the program: checks, measurements, tools
OUTSIDE = ("tests", "bench", "tools", "conftest")
EVERY_TABLE = "*"
LONG = 8000  # characters; such a text hardly comes again and is not remembered

_EXECUTE = SQLCompiler.execute_sql.__code__
_SEND = KeptQuery._send.__code__


class PastTheChokepoint(RuntimeError):
    """A read of a guarded table that no chokepoint let through: a fault of the program, never of its user."""


_tables: frozenset[str] = frozenset()
_pattern: re.Pattern[str] | None = None
_exceptions: dict[str, frozenset[str]] = {}


def let_through(queryset: QuerySet[M]) -> QuerySet[M]:
    """Mark what a chokepoint gives: it was decided for this reader, and may be read wherever it is taken."""
    setattr(queryset.query, MARK, True)
    return queryset


def stand_guard(tables: Mapping[str, str], exceptions: Mapping[str, set[str]]) -> None:
    """Begin to look at every statement of every connection.

    Args:
        tables: model name → table.
        exceptions: module → the model names whose tables it may read unmarked; ``{"*"}`` for all.

    Raises:
        KeyError: an exception names a model that is not guarded.
    """
    global _tables, _pattern
    _tables = frozenset(tables.values())
    # a month of the access log is a table of its own
    _pattern = re.compile(r"\b(?:" + "|".join(sorted(_tables)) + r")(?=_\d{6}\b|\b)|\bu&\"", re.IGNORECASE)
    _exceptions.clear()
    for module, models in exceptions.items():
        every = EVERY_TABLE in models
        _exceptions[module] = _tables if every else frozenset({tables[model] for model in models})
    tables_in.cache_clear()
    connection_created.connect(_watch, dispatch_uid="tongban.kernel.guarded")


def _watch(connection: Any, **_: Any) -> None:
    if look not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, look)


def look(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Send a statement on, or refuse it.

    Raises:
        PastTheChokepoint: with the module and the line that sent it, and what to do.
    """
    text = sql if isinstance(sql, str) else sql.decode() if isinstance(sql, bytes) else str(sql)
    named = (tables_in if len(text) < LONG else tables_in.__wrapped__)(text)
    if named:
        _require(named)
    return execute(sql, params, many, context)


@lru_cache(maxsize=2048)
def tables_in(text: str) -> frozenset[str]:
    """The guarded tables that a statement names, but for a plain insert, which reads nothing."""
    if _pattern is None:
        return frozenset()
    found = {match.lower() for match in _pattern.findall(text)}
    if not found or (text.startswith("INSERT INTO") and "SELECT" not in text):
        return frozenset()
    # an identifier in escapes could be any table
    return _tables if 'u&"' in found else frozenset(found)


def _require(named: frozenset[str]) -> None:
    frame: FrameType | None = sys._getframe(2)
    unmarked = False
    while frame is not None:
        code = frame.f_code
        if code is _EXECUTE and not unmarked:
            query = frame.f_locals["self"].query
            if hasattr(query, MARK) or hasattr(getattr(query, "inner_query", None), MARK):
                return
            unmarked = True  # a query further out, within which this one is asked, does not speak for it
        elif code is _SEND and not unmarked:
            if hasattr(frame.f_locals["self"].made_of, MARK):
                return
            unmarked = True
        else:
            name = frame.f_globals.get("__name__") or ""
            root = name.partition(".")[0]
            if root == "tongban" and name not in MACHINERY:
                missing = named - _exceptions.get(name, frozenset())
                if missing:
                    raise PastTheChokepoint(_told(name, frame.f_lineno, missing))
                return
            if root in OUTSIDE:
                return
        frame = frame.f_back
    if threading.current_thread() is not threading.main_thread():  # an operator's shell is the main one
        raise PastTheChokepoint(_told("a thread without a module of the program", 0, named))


def _told(module: str, line: int, missing: frozenset[str]) -> str:
    return (
        f"{module}, line {line}, reads {', '.join(sorted(missing))} past the chokepoint. Read it through "
        "visible_to(actor), or through a query that does; where neither can be, give the module its line with the "
        "reason in tongban/site/chokepoint.py."
    )

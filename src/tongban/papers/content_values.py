"""The values a paper may hold, checked when it is made, and their JSON form.

Only text, whole numbers, truth values, dates, aware times, fixed choices, tuples and objects of these: what
a snapshot can carry for decades and a template can print without asking anyone.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

CHINA_TIME = timezone(timedelta(hours=8), "CST")
"""Papers print the legal time of China, whatever zone the database hands back."""


class ContentError(ValueError):
    """A paper's content is not what its kind and template version require.

    Args:
        where: dotted path of the field, for example ``materials[2].copies``.
        why: what is wrong with it.
    """

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class Checked:
    """Every value is of its declared type when the object is made: a wrong one must not reach a paper."""

    __slots__ = ()

    def __post_init__(self) -> None:
        cls: Any = type(self)
        for name, hint in declared_fields(cls).items():
            _check(hint, getattr(self, name), name)
        self._check_rules()

    def _check_rules(self) -> None:
        """What the kind of paper demands beyond types."""


def require_text(content: object, *names: str) -> None:
    """Refuse content in which one of the named texts is empty."""
    for name in names:
        if not getattr(content, name).strip():
            raise ContentError(name, "must not be empty")


def require_lines(content: object, name: str) -> None:
    """Refuse content in which the named list has no entry."""
    if not getattr(content, name):
        raise ContentError(name, "needs at least one entry")


@cache
def declared_fields(cls: Any) -> dict[str, Any]:
    """The fields of a content class by name, with their types resolved."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _check(hint: Any, value: Any, where: str) -> None:
    if type(value) is hint and hint is not datetime:
        return  # most values of most papers
    origin = get_origin(hint)
    if origin is Literal:
        if value not in get_args(hint):
            raise ContentError(where, f"{value!r} is none of {', '.join(get_args(hint))}")
    elif origin in (Union, types.UnionType):
        if value is not None:
            _check(_not_none(hint), value, where)
    elif origin is tuple:
        if not isinstance(value, tuple):
            raise ContentError(where, f"must be a tuple, not {type(value).__name__}")
        for position, entry in enumerate(value):
            _check(get_args(hint)[0], entry, f"{where}[{position}]")
    elif hint in (str, int, bool, date, datetime):
        # bool is an int and datetime a date to Python; on a paper they are different things.
        if type(value) is not hint and not (hint is str and isinstance(value, str)):
            raise ContentError(where, f"must be {hint.__name__}, not {type(value).__name__}")
        if isinstance(value, datetime) and value.utcoffset() is None:
            raise ContentError(where, "a time on a paper must be aware of its zone")
    elif not isinstance(value, hint):
        raise ContentError(where, f"must be {hint.__name__}, not {type(value).__name__}")


def _not_none(hint: Any) -> Any:
    return next(part for part in get_args(hint) if part is not types.NoneType)


def encode_object(content: Any) -> dict[str, Any]:
    """The JSON form of a content object, every field present."""
    cls: Any = type(content)
    return {name: _encode(getattr(content, name)) for name in declared_fields(cls)}


def _encode(value: Any) -> Any:
    if type(value) in (str, int, bool, type(None)):
        return value
    if is_dataclass(value):
        return encode_object(value)
    if isinstance(value, tuple):
        return [_encode(entry) for entry in value]
    if isinstance(value, datetime):
        return value.astimezone(CHINA_TIME).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _decode(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _decode(_not_none(hint), value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise ContentError(where, f"must be a list, not {type(value).__name__}")
        return tuple(_decode(get_args(hint)[0], entry, f"{where}[{n}]") for n, entry in enumerate(value))
    if hint in (date, datetime):
        try:
            return hint.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ContentError(where, f"{value!r} is no ISO 8601 {hint.__name__}") from error
    if is_dataclass(hint):
        return decode_object(hint, value, where)
    return value


def decode_object(cls: Any, value: Any, where: str) -> Any:
    """Read an object of class `cls` from its JSON form; `where` names it in a `ContentError`."""
    if not isinstance(value, Mapping):
        raise ContentError(where, f"must be an object, not {type(value).__name__}")
    hints = declared_fields(cls)
    if missing := hints.keys() - value.keys():
        raise ContentError(where, f"missing fields: {', '.join(sorted(missing))}")
    if unknown := value.keys() - hints.keys():
        raise ContentError(where, f"unknown fields: {', '.join(sorted(unknown))}")
    try:
        return cls(**{name: _decode(hint, value[name], f"{where}.{name}") for name, hint in hints.items()})
    except ContentError as error:
        if error.where.startswith(where):
            raise
        raise ContentError(f"{where}.{error.where}", error.why) from error

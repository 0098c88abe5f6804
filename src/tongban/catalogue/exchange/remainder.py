"""What a poorer form of a content leaves out: the places in which the two differ, and putting them back.

So a round trip through tables that have no column for much of an item is still without loss, and what somebody
changed in those tables still counts, since only the difference is kept beside them.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SET = "set"
REMOVE = "remove"


@dataclass(frozen=True)
class Left:
    """One place: the steps to it, what is to be done there, and the value."""

    path: tuple[str, ...]
    operation: str
    value: Any = None


def left_out(poor: Any, whole: Any, path: tuple[str, ...] = ()) -> Iterator[Left]:
    """What leads from the poorer content to the whole one.  Both are mappings at the top."""
    if type(poor) is type(whole) and poor == whole:
        return
    if isinstance(poor, Mapping) and isinstance(whole, Mapping):
        for name in poor:
            if name not in whole:
                yield Left((*path, name), REMOVE)
        for name, value in whole.items():
            if name in poor:
                yield from left_out(poor[name], value, (*path, name))
            else:
                yield Left((*path, name), SET, value)
    elif isinstance(poor, list) and isinstance(whole, list) and len(poor) == len(whole):
        for number, value in enumerate(whole):
            yield from left_out(poor[number], value, (*path, str(number)))
    else:
        yield Left(path, SET, whole)


def put_back(poor: Mapping[str, Any], left: Iterator[Left] | list[Left]) -> tuple[dict[str, Any], list[Left]]:
    """The whole content, and what found no place: its row was taken out of the tables."""
    whole = copy.deepcopy(dict(poor))
    homeless = []
    for one in left:
        if not _put(whole, one):
            homeless.append(one)
    return whole, homeless


def _put(whole: Any, one: Left) -> bool:
    holder = whole
    for name in one.path[:-1]:
        key = _key(holder, name)
        if key is None:
            return False
        holder = holder[key]
    last = one.path[-1]
    if isinstance(holder, dict):
        if one.operation == REMOVE:
            holder.pop(last, None)
        else:
            holder[last] = copy.deepcopy(one.value)
        return True
    key = _key(holder, last)
    if key is None or one.operation == REMOVE:
        return False
    holder[key] = copy.deepcopy(one.value)
    return True


def _key(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        return name if name in holder else None
    if isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
        return int(name)
    return None

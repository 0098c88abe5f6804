"""From two contents to the changes that lead from one to the other: what a place's editor did, as an override.

Pure.  ``compose(before, changes_between(before, after))`` gives ``after``; a property test holds them together.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLANK = {"zh": "", "en": ""}


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], stated: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The changes, in the order of the content.

    Args:
        stated: changes that were there already: where one stands at the same place, its reason and basis stay.
    """
    known = {(change["at"], change["op"]): change for change in stated}
    found = []
    for change in _changes(dict(before), dict(after), ""):
        earlier = known.get((change["at"], change["op"]))
        change["why"] = copy.deepcopy(earlier["why"]) if earlier and "why" in earlier else dict(BLANK)
        if earlier and "basis" in earlier:
            change["basis"] = copy.deepcopy(earlier["basis"])
        found.append(change)
    return found


def _changes(before: Any, after: Any, path: str) -> Iterator[dict[str, Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not _whole(before, after):
        for name in before:
            if name not in after:
                yield {"at": _under(path, name), "op": "remove"}
        for name, value in after.items():
            if name not in before:
                yield {"at": _under(path, name), "op": "set", "value": copy.deepcopy(value)}
            else:
                yield from _changes(before[name], value, _under(path, name))
        return
    if _coded(before) and _coded(after):
        was, now = _codes(before), _codes(after)
        kept = [code for code in was if code in now]
        if [*kept, *(code for code in now if code not in was)] == now:  # only added at the end, or taken away
            yield from _members(before, after, path)
            return
    yield {"at": path, "op": "set", "value": copy.deepcopy(after)}


def _members(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[dict[str, Any]]:
    was = {member["code"]: member for member in before}
    now = {member["code"]: member for member in after}
    for code in was:
        if code not in now:
            yield {"at": _under(path, code), "op": "remove"}
    for code, member in now.items():
        if code in was:
            yield from _changes(was[code], member, _under(path, code))
        else:
            yield {"at": path, "op": "append", "value": copy.deepcopy(member)}


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _whole(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Texts, bases and conditions are changed whole: half of one means nothing."""
    names = set(before) | set(after)
    return (
        names <= {"zh", "en"} or "law" in names or bool(names & {"all", "any", "not", "eq", "in", "answered"})
    )


def _codes(members: Sequence[Any]) -> list[str]:
    return [member["code"] for member in members]


def _coded(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    codes = [member.get("code") if isinstance(member, dict) else None for member in value]
    plain = all(isinstance(code, str) and code and "." not in code for code in codes)
    return plain and len(set(codes)) == len(codes)

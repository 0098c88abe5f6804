"""The one order of an item's keys: the schema's; what the schema leaves open comes by name.

A database keeps JSON without the order of its keys, so that a file is written from the schema's order alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.catalogue.structure import resolved, schema

CHANGE_KEYS = ("at", "op", "value", "why", "basis")
OVERRIDE_KEYS = ("item", "taken", "reason", "changes")


def ordered_content(content: Any) -> Any:
    """An item's content with every mapping in the schema's order.

    Sample answers follow the questions; unknown keys come last, by name.
    """
    ordered = _ordered(content, schema())
    sample = ordered.get("sample") if isinstance(ordered, dict) else None
    if isinstance(sample, dict) and isinstance(sample.get("answers"), dict):
        questions = ordered.get("questions")
        asked = [
            entry.get("code")
            for entry in (questions if isinstance(questions, list) else ())
            if isinstance(entry, dict)
        ]
        sample["answers"] = _by(sample["answers"], [code for code in asked if isinstance(code, str)])
    return ordered


def ordered_override(override: Any) -> Any:
    """A place's override of one item; the value of a change is ordered as what stands at its place."""
    if not isinstance(override, Mapping):
        return override
    text = schema()["$defs"]["text"]
    result = _by(override, OVERRIDE_KEYS)
    if "reason" in result:
        result["reason"] = _ordered(result["reason"], text)
    if isinstance(result.get("changes"), list):
        result["changes"] = [_change(entry) for entry in result["changes"]]
    return result


def _change(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    change = _by(entry, CHANGE_KEYS)
    if "value" in change:
        part = part_at(str(change.get("at", "")))
        if change.get("op") == "append":
            part = resolved(part).get("items", {})
        change["value"] = _ordered(change["value"], part)
    for name in ("why", "basis"):
        if name in change:
            change[name] = _ordered(change[name], schema()["$defs"]["text" if name == "why" else "basis"])
    return change


def part_at(path: str) -> dict[str, Any]:
    """The part of the schema that a path leads to; empty where the schema says nothing of it."""
    part: dict[str, Any] = schema()
    for name in path.split("."):
        part = resolved(part)
        if "items" in part:
            part = part["items"]
        else:
            part = part.get("properties", {}).get(name, {})
    return resolved(part)


def _by(value: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    known = [name for name in names if name in value]
    return {name: value[name] for name in [*known, *sorted((n for n in value if n not in known), key=str)]}


def _ordered(value: Any, part: Mapping[str, Any]) -> Any:
    part = resolved(part)
    if isinstance(value, Mapping):
        properties = part.get("properties", {})
        return {
            name: _ordered(member, properties.get(name, {}))
            for name, member in _by(value, properties).items()
        }
    if isinstance(value, list):
        return [_ordered(member, part.get("items", {})) for member in value]
    return value

"""What the editor's form sends back, as content again: the way back of `form.grow`.

Whatever is typed is kept, sound or not: faults are told beside the field and stop the approval, not the saving.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from tongban.catalogue.shape import blank
from tongban.catalogue.structure import resolved, schema
from tongban.faces.workbench.catalogue import conditions
from tongban.faces.workbench.catalogue.conditions import ConditionForm, Row
from tongban.faces.workbench.catalogue.sections import Section

ABSENT = object()
LONGEST_LIST = 200


def read(section: Section, content: Mapping[str, Any], posted: QueryDict) -> dict[str, Any]:
    """The content with what one section's form says of its properties; the others stay."""
    properties, must = schema()["properties"], set(schema()["required"])
    new = dict(content)
    for key in section.keys:
        value = _value(properties[key], key, posted, key in must)
        if value is ABSENT:
            new.pop(key, None)
        else:
            new[key] = value
    return new


def _value(part: Mapping[str, Any], name: str, posted: QueryDict, required: bool) -> Any:
    reference = part.get("$ref", "")
    part = resolved(part)
    kind = part.get("type")
    last = name.rsplit(".", 1)[-1]
    if reference.endswith("/condition"):
        return _condition(name, posted)
    if reference.endswith("/text"):
        both = {language: posted.get(f"{name}.{language}", "").strip() for language in ("zh", "en")}
        return both if required or any(both.values()) else ABSENT
    if kind == "object" and ("properties" not in part or last == "answers"):
        return _json(name, posted, required)
    if kind == "object":
        return _object(part, name, posted, required)
    if kind == "array":
        return _array(part, name, posted, required)
    if kind == "boolean":
        ticked = posted.get(name) == "yes"
        return ticked if ticked or required else ABSENT
    typed = posted.get(name, "").replace("\r\n", "\n").strip()
    if not typed and not required:
        return ABSENT
    if kind in ("integer", "number"):
        return _number(typed)
    return typed


def _number(typed: str) -> Any:
    try:
        return int(typed)
    except ValueError:
        pass
    try:
        return float(typed)
    except ValueError:
        return typed  # kept as it was typed; the schema says what is wrong with it


def _json(name: str, posted: QueryDict, required: bool) -> Any:
    typed = posted.get(name, "").strip()
    if not typed:
        return {} if required else ABSENT
    try:
        return json.loads(typed)
    except ValueError:
        return typed


def _condition(name: str, posted: QueryDict) -> Any:
    values = posted.getlist(f"{name}.row")
    negated = set(posted.getlist(f"{name}.not"))
    form = ConditionForm(
        posted.get(f"{name}.mode", "always"),
        tuple(Row(value, str(number) in negated) for number, value in enumerate(values)),
        posted.get(f"{name}.text", ""),
    )
    try:
        found = conditions.read(form)
        was = json.loads(posted.get(f"{name}.was", "") or "null")
    except ValueError:
        return {"text": form.text}  # no operator: the fault is told beside it, and the text stays
    if was and found == conditions.read(conditions.shown(was)):
        return was  # nobody touched it: it stays in the words it was written in
    return ABSENT if found is None else found


def _object(part: Mapping[str, Any], name: str, posted: QueryDict, required: bool) -> Any:
    if f"{name}.__may" in posted and posted.get(f"{name}.__on") != "yes":
        return ABSENT
    must = set(part.get("required", ()))
    found = {}
    for key, inner in part["properties"].items():
        value = _value(inner, f"{name}.{key}", posted, key in must)
        if value is not ABSENT:
            found[key] = value
    return found


def _array(part: Mapping[str, Any], name: str, posted: QueryDict, required: bool) -> Any:
    inner = resolved(part["items"])
    if "enum" in inner:
        chosen = set(posted.getlist(name))
        was = posted.get(f"{name}.__was", "").split(",")  # the order it was written in stays
        values = [value for value in dict.fromkeys([*was, *inner["enum"]]) if value in chosen]
        return values if required or values else ABSENT
    if inner.get("type") == "string":
        typed = posted.get(name, "").replace("\r\n", "\n").split("\n")
        values = [line.strip() for line in typed if line.strip()]
        return values if required or values else ABSENT
    count = posted.get(f"{name}.__count", "0")
    members = min(int(count), LONGEST_LIST) if count.isascii() and count.isdecimal() else 0
    entries = [_value(part["items"], f"{name}.{number}", posted, True) for number in range(members)]
    return entries if required or entries else ABSENT


def operate(content: dict[str, Any], asked: str) -> str:
    """Do what a button of the form asks with a list: add, remove, up, down, copy; in place.

    Args:
        asked: ``add:materials`` or ``remove:materials.2``.

    Returns:
        The name of the member to look at next; "" where nothing was asked that makes sense.
    """
    verb, _, name = asked.partition(":")
    holder, part = _list_at(content, name if verb == "add" else name.rpartition(".")[0])
    if holder is None or part is None:
        return ""
    if verb == "add":
        holder.append(blank(part["items"]))
        return f"{name}.{len(holder) - 1}"
    number = int(name.rpartition(".")[2]) if name.rpartition(".")[2].isdecimal() else len(holder)
    if number >= len(holder):
        return ""
    path = name.rpartition(".")[0]
    if verb == "remove":
        del holder[number]
        return f"{path}.{min(number, len(holder) - 1)}" if holder else path
    to = {"up": number - 1, "down": number + 1}.get(verb, number)
    if 0 <= to < len(holder) and to != number:
        holder[number], holder[to] = holder[to], holder[number]
    return f"{path}.{to if 0 <= to < len(holder) else number}"


def _list_at(content: Any, path: str) -> tuple[list[Any] | None, dict[str, Any] | None]:
    part: dict[str, Any] = schema()
    holder = content
    for name in path.split("."):
        part = resolved(part)
        if isinstance(holder, dict):
            inner = part.get("properties", {}).get(name)
            if inner is None:
                return None, None
            if name not in holder and resolved(inner).get("type") == "array":
                holder[name] = []
            holder, part = holder.get(name), inner
        elif isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
            holder, part = holder[int(name)], part["items"]
        else:
            return None, None
    part = resolved(part)
    return (holder, part) if isinstance(holder, list) and part.get("type") == "array" else (None, None)

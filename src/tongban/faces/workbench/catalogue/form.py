"""The editor's form, grown from the schema of items: a tree of fields with their values and faults."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tongban.catalogue.structure import DefinitionFault, resolved, schema
from tongban.faces.common.schema_words import steps_into
from tongban.faces.workbench.catalogue import conditions
from tongban.faces.workbench.catalogue.conditions import ConditionForm, Statement
from tongban.faces.workbench.catalogue.sections import Section

LONG = frozenset(["duty", "summary", "answer", "hint", "source", "say", "told", "statement", "no_fee_ground"])
OF_CHANGES: Mapping[str, object] = {
    "changes": _("改动"),
    "taken": _("这里办不办"),
    "reason": _("为什么不办"),
    "item": _("事项编码"),
}
OF_CHANGE: Mapping[str, object] = {
    "at": _("改哪里"),
    "op": _("怎么改"),
    "value": _("改成什么"),
    "why": _("为什么改"),
    "basis": _("依据"),
    "law": _("法律名称"),
    "article": _("条款"),
    "duty": _("要求"),
    "zh": _("中文"),
    "en": _("英文"),
}
"""An override has no schema of its own; its few words stand here."""
MAPS = frozenset(["effects", "received_rule"])  # objects whose properties are switched on one by one
SHUT_FROM = 3  # lists longer than this show their members shut


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Node:
    """One field, or a group of them.

    ``kind``: line, number, tick, choice, ticks, lines, text (in two languages), object, optional (an object that
    may be absent), list, condition, json.  ``name`` is its path in the content and in the posted form.
    """

    kind: str
    name: str
    label: str
    help: str = ""
    value: Any = None
    required: bool = True
    present: bool = True
    long: bool = False
    choices: tuple[Choice, ...] = ()
    members: tuple["Node", ...] = ()
    condition: ConditionForm | None = None
    statements: tuple[Statement, ...] = ()
    faults: tuple[DefinitionFault, ...] = ()
    title: str = ""  # what a member of a list is called by: its name or label
    shut: bool = False
    least: Any = None
    most: Any = None

    @property
    def id(self) -> str:
        """The id of its input."""
        return "f-" + self.name.replace(".", "-")


@dataclass(frozen=True)
class _Grower:
    content: Mapping[str, Any]
    faults: tuple[DefinitionFault, ...]
    english: bool = field(default=False)

    def grow(self, part: Mapping[str, Any], name: str, value: Any, *, required: bool, present: bool) -> Node:
        reference = part.get("$ref", "")
        part = resolved(part)
        label = part.get("x-title-en" if self.english else "title", name.rsplit(".", 1)[-1])
        base: dict[str, Any] = {
            "name": name,
            "label": label,
            "help": part.get("description", "") if self.english else "",
            "required": required,
            "present": present,
            "faults": tuple(fault for fault in self.faults if fault.path == name),
        }
        kind = part.get("type")
        last = name.rsplit(".", 1)[-1]
        if reference.endswith("/condition"):
            return self._condition(base, name, value)
        if reference.endswith("/text"):
            both = value if isinstance(value, Mapping) else {}
            base["faults"] = tuple(
                fault for fault in self.faults if fault.path in (name, f"{name}.zh", f"{name}.en")
            )
            return Node(
                "text", value={"zh": both.get("zh", ""), "en": both.get("en", "")}, long=last in LONG, **base
            )
        if kind == "object" and "properties" not in part:
            shown = json.dumps(value, ensure_ascii=False) if value is not None else ""
            return Node("json", value=shown, **base)
        if kind == "object" and last == "answers":
            return Node(
                "json", value=json.dumps(value or {}, ensure_ascii=False, indent=1), long=True, **base
            )
        if kind == "object":
            return self._object(part, base, name, value)
        if kind == "array":
            return self._array(part, base, name, value)
        if kind == "boolean":
            return Node("tick", value=bool(value), **base)
        if "enum" in part:
            return Node("choice", value=value or "", choices=self._choices(part, {value}), **base)
        if kind in ("integer", "number"):
            shown = "" if value is None else value
            return Node("number", value=shown, least=part.get("minimum"), most=part.get("maximum"), **base)
        return Node(
            "line", value=value or "", long=part.get("maxLength", 0) > 200, most=part.get("maxLength"), **base
        )

    def _condition(self, base: dict[str, Any], name: str, value: Any) -> Node:
        parts = name.split(".")
        before = int(parts[1]) if parts[0] == "questions" else None
        base["faults"] = tuple(fault for fault in self.faults if f"{fault.path}.".startswith(f"{name}."))
        return Node(
            "condition",
            condition=conditions.shown(value),
            statements=conditions.statements(self.content, before),
            **base,
        )

    def _object(self, part: Mapping[str, Any], base: dict[str, Any], name: str, value: Any) -> Node:
        stated = value if isinstance(value, Mapping) else {}
        must = set(part.get("required", ()))
        switched = name in MAPS
        members = tuple(
            self.grow(
                inner,
                f"{name}.{key}",
                stated.get(key),
                required=key in must,
                present=key in stated or (key in must and not switched),
            )
            for key, inner in part["properties"].items()
        )
        return Node("object" if base["required"] and base["present"] else "optional", members=members, **base)

    def _array(self, part: Mapping[str, Any], base: dict[str, Any], name: str, value: Any) -> Node:
        inner = resolved(part["items"])
        stated = value if isinstance(value, list) else []
        if "enum" in inner:
            base["faults"] = tuple(fault for fault in self.faults if f"{fault.path}.".startswith(f"{name}."))
            was = ",".join(str(value) for value in stated)
            return Node("ticks", value=was, choices=self._choices(inner, set(stated)), **base)
        if inner.get("type") == "string":
            base["faults"] = tuple(fault for fault in self.faults if f"{fault.path}.".startswith(f"{name}."))
            return Node("lines", value="\n".join(stated), **base)
        members = []
        for number, entry in enumerate(stated):
            node = self.grow(part["items"], f"{name}.{number}", entry, required=True, present=True)
            faulty = any(f"{fault.path}.".startswith(f"{name}.{number}.") for fault in self.faults)
            members.append(
                _titled(node, entry, shut=len(stated) > SHUT_FROM and not faulty, english=self.english)
            )
        return Node("list", members=tuple(members), **base)

    def _choices(self, part: Mapping[str, Any], chosen: set[Any]) -> tuple[Choice, ...]:
        labels = part.get("x-labels", {})
        return tuple(
            Choice(value, labels.get(value, {}).get("en" if self.english else "zh", value), value in chosen)
            for value in part["enum"]
        )


def _titled(node: Node, entry: Any, *, shut: bool, english: bool) -> Node:
    title = ""
    if isinstance(entry, Mapping):
        for key in ("name", "label", "question", "law", "say", "zh", "code"):
            found = entry.get(key)
            if isinstance(found, Mapping):
                found = (found.get("en") if english else "") or found.get("zh")
            if isinstance(found, str) and found:
                title = found
                break
    return Node(**{**node.__dict__, "title": title or gettext("（还没有名称）"), "shut": shut})


def grow(
    section: Section, content: Mapping[str, Any], faults: tuple[DefinitionFault, ...]
) -> tuple[Node, ...]:
    """The fields of one section.

    Args:
        content: the whole content, with blanks filled.
        faults: those of the whole content; each field takes its own.
    """
    english = (get_language() or "").startswith("en")
    grower = _Grower(content, faults, english)
    properties, must = schema()["properties"], set(schema()["required"])
    return tuple(
        grower.grow(properties[key], key, content.get(key), required=key in must, present=key in content)
        for key in section.keys
    )


def way_to(path: str, content: Mapping[str, Any]) -> str:
    """A place of a content in words: ``materials.2.name.zh`` → 申请材料 › 居民户口簿 › 名称 › 中文."""
    language = get_language() or ""
    first, _dot, rest = path.partition(".")
    if first in OF_CHANGES:
        return _way_in_override(first, rest)
    try:
        names = [name.in_language(language) for name, _part in steps_into(path, content)]
    except (KeyError, IndexError, TypeError):
        return path
    return " › ".join(name or gettext("（还没有名称）") for name in names)


def _way_in_override(first: str, rest: str) -> str:
    """A place of an override: ``changes.0.why.zh`` → 第1处改动 › 为什么改 › 中文."""
    number, _dot, inner = rest.partition(".") if first == "changes" else ("", "", rest)
    names = []
    if number.isdecimal():
        names.append(gettext("第%(n)s处改动") % {"n": int(number) + 1})
    else:
        names.append(str(OF_CHANGES.get(first, first)))
    names += [str(OF_CHANGE.get(name, name)) for name in inner.split(".") if name]
    return " › ".join(names)

"""The sheets and columns of a workbook, derived from the schema of items.

Lists of objects become sheets of their own, keyed by the item's code (and by their parent's code where they lie
deeper); what lies flat becomes columns named by their path.  A new key of the schema is a new column, without
a line of code here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tongban.catalogue.structure import resolved, schema

ITEM_KEY = "item"
PARENT_KEY = "parent"
CODE_KEY = "code"
VALUE_KEY = "value"
ROOT = "items"
Labels = tuple[tuple[str, str, str], ...]  # code, Chinese, English


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        key: its path within the row's object, e.g. ``name.zh``; what identifies it.
        zh: title in Chinese.
        en: title in English.
        kind: ``text``, ``date``, ``integer``, ``number``, ``boolean``, ``enum``, ``enums``, ``texts``, ``json``.
        labels: the codes of an enum with their words.
        required: whether every object that is there must state it.
    """

    key: str
    zh: str
    en: str
    kind: str
    labels: Labels = ()
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Args:
        key: the path of what it holds, e.g. ``questions.options``; ``items`` for the items themselves.
        path: that path in steps; the last one is the list, the map or the pairs.
        kind: ``root``, ``list``, ``map`` (a mapping of like objects, by code) or ``pairs`` (code and text).
        columns: without the keys of item and parent.
        nested: whether a row names its parent within the item.
        required: whether the schema wants the list or map to be there even when empty.
        optional_objects: paths of objects within a row that may be absent.
        required_objects: paths of objects within a row that must be there.
    """

    key: str
    path: tuple[str, ...]
    kind: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    nested: bool = False
    required: bool = False
    optional_objects: tuple[str, ...] = ()
    required_objects: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that say whose row it is."""
        if self.kind == "root":
            return ()
        item = Column(ITEM_KEY, "事项编码", "Item code", "text", required=True)
        if not self.nested:
            return (item,)
        return (item, Column(PARENT_KEY, "所属代码", "Code it belongs to", "text", required=True))

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Every column in order."""
        return (*self.keys, *self.columns)


@cache
def sheets() -> tuple[Sheet, ...]:
    """The sheets of a workbook, the items first."""
    return tuple(_sheets(schema(), (), "root", "事项", "Items", nested=False, required=True))


def sheet(key: str) -> Sheet:
    """One sheet by its key."""
    return next(one for one in sheets() if one.key == key)


class _Collector:
    """Columns, objects and child sheets of one part of the schema."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.optional: list[str] = []
        self.required: list[str] = []
        self.children: list[tuple[tuple[str, ...], dict[str, Any], str, str, str, bool]] = []

    def walk(self, part: Mapping[str, Any], way: tuple[str, ...], zh: str, en: str) -> None:
        wanted = part.get("required", ())
        for name, raw in part.get("properties", {}).items():
            member = resolved(raw)
            here = (*way, name)
            title_zh = f"{zh}·{member['title']}" if zh else member["title"]
            title_en = f"{en} · {member['x-title-en']}" if en else member["x-title-en"]
            needed = name in wanted
            kind = member.get("type")
            if kind == "array":
                self._array(member, here, title_zh, title_en, needed)
            elif kind == "object":
                self._object(member, here, title_zh, title_en, needed)
            else:
                self.columns.append(_scalar(member, ".".join(here), title_zh, title_en, needed))

    def _array(self, part: dict[str, Any], here: tuple[str, ...], zh: str, en: str, needed: bool) -> None:
        member = resolved(part["items"])
        if member.get("type") == "object":
            self.children.append((here, member, "list", zh, en, needed))
        else:
            kind = "enums" if "enum" in member else "texts"
            self.columns.append(Column(".".join(here), zh, en, kind, _labels(member), needed))

    def _object(self, part: dict[str, Any], here: tuple[str, ...], zh: str, en: str, needed: bool) -> None:
        properties = part.get("properties")
        if properties is None:
            if isinstance(part.get("additionalProperties"), Mapping):
                self.children.append((here, part, "pairs", zh, en, needed))
            else:
                self.columns.append(Column(".".join(here), zh, en, "json", (), needed))
        elif _alike(properties):
            self.children.append((here, part, "map", zh, en, needed))
        else:
            (self.required if needed else self.optional).append(".".join(here))
            self.walk(part, here, zh, en)


def _alike(properties: Mapping[str, Any]) -> bool:
    """Whether all members are objects of one shape: then they are rows, not columns."""
    shapes = set()
    for raw in properties.values():
        member = resolved(raw)
        if member.get("type") != "object" or not member.get("properties"):
            return False
        shapes.add(tuple(member["properties"]))
    return len(properties) > 1 and len(shapes) == 1


def _sheets(
    part: Mapping[str, Any],
    path: tuple[str, ...],
    kind: str,
    zh: str,
    en: str,
    *,
    nested: bool,
    required: bool,
) -> Iterator[Sheet]:
    found = _Collector()
    row: Mapping[str, Any] = part
    code: tuple[Column, ...] = ()
    if kind == "map":
        names = {name: resolved(raw) for name, raw in part["properties"].items()}
        labels = tuple((name, member["title"], member["x-title-en"]) for name, member in names.items())
        code = (Column(CODE_KEY, "种类", "Which", "enum", labels, True),)
        row = next(iter(names.values()))
    if kind == "pairs":
        code = (
            Column(CODE_KEY, "代码", "Code", "text", required=True),
            Column(VALUE_KEY, "答案", "Answer", "text", required=True),
        )
    else:
        found.walk(row, (), "", "")
    yield Sheet(
        ".".join(path) or ROOT,
        path,
        kind,
        zh,
        en,
        (*code, *found.columns),
        nested,
        required,
        tuple(found.optional),
        tuple(found.required),
    )
    for way, member, child, child_zh, child_en, needed in found.children:
        deeper = kind == "list"
        yield from _sheets(
            member,
            (*path, *way),
            child,
            f"{zh}·{child_zh}" if deeper else child_zh,
            f"{en} · {child_en}" if deeper else child_en,
            nested=deeper,
            required=needed,
        )


def _scalar(part: Mapping[str, Any], key: str, zh: str, en: str, needed: bool) -> Column:
    if "enum" in part:
        return Column(key, zh, en, "enum", _labels(part), needed)
    kind = {"integer": "integer", "number": "number", "boolean": "boolean"}.get(part.get("type", ""), "text")
    if part.get("format") == "date":
        kind = "date"
    return Column(key, zh, en, kind, (), needed)


def _labels(part: Mapping[str, Any]) -> Labels:
    words = part.get("x-labels", {})
    return tuple(
        (code, words.get(code, {}).get("zh", code), words.get(code, {}).get("en", code))
        for code in part.get("enum", ())
    )

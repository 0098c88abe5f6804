"""The words of the catalogue's own format: titles of its fields and labels of its choices, from the JSON Schema.

The schema carries both languages, so that the editor, the workbook and the comparison of editions say the same.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, pgettext

from tongban.catalogue.definition import Text
from tongban.catalogue.structure import resolved, schema
from tongban.faces.common.words import word


def label(code: str, *path: str) -> Text:
    """The label of a choice.

    Args:
        code: such as ``birth``; one without a label comes back as itself.
        path: the fields down to it, such as ``"search", "events"``.
    """
    found = _labels(path).get(code)
    return Text(found["zh"], found["en"]) if found else Text(code, code)


def codes(*path: str) -> tuple[str, ...]:
    """The choices of a field, in the order of the schema."""
    return tuple(_labels(path))


@lru_cache(maxsize=64)
def _labels(path: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    part = resolved(schema())
    for name in path:
        part = _items(resolved(part["properties"][name]))
    labels: Mapping[str, Mapping[str, str]] = part.get("x-labels", {})
    return labels


def _items(part: dict[str, Any]) -> dict[str, Any]:
    return resolved(part["items"]) if part.get("type") == "array" else part


def title(part: Mapping[str, Any]) -> Text:
    """The title of a part of the schema."""
    return Text(part.get("title", ""), part.get("x-title-en", ""))


def steps_into(path: str, *contents: Any) -> Iterator[tuple[Text, dict[str, Any]]]:
    """The way down a path of a content: for each field its title, for each member of a list its own name.

    Args:
        path: names and codes with dots between, as ``inheritance.differences`` gives them.
        contents: in which the members are looked up, the first that has one names it.
    """
    part: dict[str, Any] = resolved(schema())
    values: list[Any] = list(contents)
    for name in path.split("."):
        if part.get("type") == "array":
            part = _items(part)
            values = [_member(value, name) for value in values]
            yield member_name(values, name), part
        else:
            part = resolved(part.get("properties", {}).get(name, {}))
            values = [value.get(name) if isinstance(value, dict) else None for value in values]
            yield title(part) if part.get("title") else Text(name), part


def _member(value: Any, name: str) -> Any:
    if not isinstance(value, list):
        return None
    for member in value:
        if isinstance(member, dict) and member.get("code") == name:
            return member
    return value[int(name)] if name.isdecimal() and int(name) < len(value) else None


def member_name(values: list[Any], name: str) -> Text:
    """What a member of a list is called: its name, label or wording, else its place."""
    for value in values:
        if isinstance(value, dict):
            for key in ("name", "label", "question", "law", "say"):
                if isinstance(value.get(key), dict):
                    return Text(value[key].get("zh", ""), value[key].get("en", ""))
            if "zh" in value:
                return Text(value["zh"], value.get("en", ""))
    return Text(name)


def in_words(value: Any, part: Mapping[str, Any]) -> str:
    """A value of a content as people read it, in the reader's language; empty for none."""
    language = get_language() or ""
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return word("yes" if value else "no", "yes_no")
    if isinstance(value, dict):
        if "zh" in value:
            return Text(value["zh"], value.get("en", "")).in_language(language)
        if named := member_name([value], "").in_language(language):
            return named
        properties = resolved(part).get("properties", {})
        return pgettext("list", "；").join(
            f"{title(resolved(properties[name])).in_language(language)} {in_words(held, resolved(properties[name]))}"
            for name, held in value.items()
            if name in properties and in_words(held, resolved(properties[name]))
        )
    if isinstance(value, list):
        inner = _items(dict(part)) if part.get("type") == "array" else {}
        return pgettext("list", "、").join(in_words(member, inner) for member in value)
    labels = part.get("x-labels", {})
    if value in labels:
        return Text(labels[value]["zh"], labels[value]["en"]).in_language(language)
    return str(value)

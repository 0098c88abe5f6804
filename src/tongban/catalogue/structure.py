"""The shape of an item's content: the shipped JSON Schema, and its faults by place.

The schema (``data/catalogue/item.schema.json``) is the one description of the format: the parser, the editor's
form and the columns of a workbook all follow it.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator


class DefinitionFault(ValueError):
    """A definition that cannot be taken.

    Args:
        path: where in the content, e.g. ``materials.2.name.zh``.
        problem: what is wrong there, in English for the editor of the file.
        code: what kind of fault: a keyword of JSON Schema, or a name of our own.
        params: what a face needs to say it in the user's language.
    """

    def __init__(
        self, path: str, problem: str, code: str = "definition", params: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.code = code
        self.params = dict(params or {})


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an item's content."""
    text = (files("tongban") / "data/catalogue/item.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator() -> Validator:
    return Draft202012Validator(schema())


def resolved(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the schema with its reference followed; its own title and description stay."""
    if "$ref" not in part:
        return dict(part)
    target = schema()["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return {**target, **{name: value for name, value in part.items() if name != "$ref"}}


def structural_faults(content: Any) -> Iterator[DefinitionFault]:
    """Everything in which a content departs from the schema, in the order of its places."""
    told: set[tuple[str, str]] = set()
    for error in sorted(_validator().iter_errors(content), key=lambda e: [str(p) for p in e.absolute_path]):
        for fault in _told(error):
            # one error comes for each missing name, and tells all of them
            if (fault.path, fault.code) not in told:
                told.add((fault.path, fault.code))
                yield fault


def _told(error: ValidationError) -> Iterator[DefinitionFault]:
    path = [str(part) for part in error.absolute_path]
    code = str(error.validator)
    wanted: Any = error.validator_value
    part: Any = error.schema
    stated: Any = error.instance
    if code == "required":
        for name in wanted:
            if name not in stated:
                yield DefinitionFault(".".join([*path, name]), "is missing", "missing")
        return
    if code == "additionalProperties":
        known = sorted(part["properties"])
        for name in stated:
            if name not in known:
                problem = f"is unknown here: it is one of {', '.join(known)}"
                yield DefinitionFault(".".join([*path, str(name)]), problem, "unknown", {"known": known})
        return
    if code == "enum":
        known = [str(value) for value in wanted]
        yield DefinitionFault(
            ".".join(path),
            f"is one of {', '.join(known)}",
            "enum",
            {"known": known, "value": str(stated)[:60]},
        )
        return
    if code == "pattern":
        told = part["x-format"]
        params = {"value": str(stated)[:60], "format_zh": told["zh"], "format_en": told["en"]}
        yield DefinitionFault(".".join(path), f"is written as {told['en']}", "pattern", params)
        return
    problem = error.message if len(error.message) < 200 else f"does not fit: {code} {wanted}"
    yield DefinitionFault(".".join(path) or ".", problem, code, {"limit": wanted})

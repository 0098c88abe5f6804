"""Contents that are being written: blanks for what is not there yet, so that they can be shown and edited."""

import copy
from collections.abc import Mapping
from typing import Any

from tongban.catalogue.structure import resolved, schema


def blank(part: Mapping[str, Any] | None = None) -> Any:
    """The emptiest value of a part of the schema: required properties only, first choices, least numbers.

    Args:
        part: a part of the item's schema; None: the item itself.
    """
    part = resolved(schema() if part is None else part)
    kind = part.get("type")
    if kind == "object":
        properties = part.get("properties", {})
        return {name: blank(properties[name]) for name in part.get("required", ()) if name in properties}
    if kind == "array":
        return [blank(part["items"]) for _ in range(part.get("minItems", 0))]
    if kind == "boolean":
        return False
    if kind in ("integer", "number"):
        return max(0, part.get("minimum", 0))
    return part["enum"][0] if "enum" in part else ""


def with_blanks(content: Any, part: Mapping[str, Any] | None = None) -> Any:
    """A content with every missing required property filled by a blank; what is there stays.

    Raises:
        TypeError: something there is of quite another kind than the schema's.
    """
    part = resolved(schema() if part is None else part)
    kind = part.get("type")
    if kind == "object":
        if not isinstance(content, dict):
            raise TypeError("object")
        properties = part.get("properties", {})
        filled = {
            name: with_blanks(value, properties[name]) if name in properties else copy.deepcopy(value)
            for name, value in content.items()
        }
        for name in part.get("required", ()):
            if name not in filled and name in properties:
                filled[name] = blank(properties[name])
        return filled
    if kind == "array":
        if not isinstance(content, list):
            raise TypeError("array")
        return [with_blanks(member, part["items"]) for member in content]
    return content

"""One value in one cell of text, and back: nothing is lost and nothing becomes a formula or a date."""

import json
import re
from typing import Any

from tongban.catalogue.exchange.columns import Column

LONGEST_CELL = 32_767
"""Characters in one cell, by the format."""
FORMULA_STARTS = "=+-@"
"""A cell beginning so may be taken for a formula; such a text is written in quotes."""
EMPTY_OBJECT = "{}"
"""In the first column of an optional part: it is there, with nothing in it."""
_PLAIN_TEXT = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\ufeff]*")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")  # what spreadsheets read as one character
_SEPARATORS = re.compile(r"[\n、，,；;]")
YES = ("是", "yes", "true", "1", "√", "对")
NO = ("否", "no", "false", "0", "×", "不")


class CellFault(ValueError):
    """A cell that cannot be read.

    Args:
        code: ``cell_not_integer``, ``cell_not_number``, ``cell_not_boolean``, ``cell_not_option`` (known),
            ``cell_not_json`` or ``cell_too_long``.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def to_cell(value: Any, column: Column) -> str | None:
    """The text of a cell; None for an empty one.

    Raises:
        CellFault: ``cell_too_long``.
    """
    text = _written(value, column)
    if text is not None and len(text) > LONGEST_CELL:
        raise CellFault("cell_too_long", most=LONGEST_CELL)
    return text


def _written(value: Any, column: Column) -> str | None:
    if value is None:
        return None
    if column.kind == "json":
        return _json(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return json.dumps(value)
    if isinstance(value, list):
        return _list(value, column)
    if not isinstance(value, str):
        return _json(value)
    if column.kind == "enum":
        return next((zh for code, zh, _ in column.labels if code == value), value)
    if not value:
        return None if column.required else '""'
    return value if _stays(value) else _escaped(value)


def _list(value: list[Any], column: Column) -> str | None:
    if not value:
        return None if column.required else "[]"
    words = {code: zh for code, zh, _ in column.labels}
    texts = [words.get(entry, entry) if isinstance(entry, str) else None for entry in value]
    if all(text and _stays(text) and "\n" not in text and text[0] != "[" for text in texts):
        return "\n".join(str(text) for text in texts)
    return _escaped(value)


def _stays(text: str) -> bool:
    """Whether a text comes back from a cell as it went in."""
    return (
        text == text.strip()
        and bool(_PLAIN_TEXT.fullmatch(text))
        and not _ESCAPE.search(text)
        and not (text[0] == '"' and text[-1] == '"')
        and text[0] not in FORMULA_STARTS
        and text not in (EMPTY_OBJECT, "[]")
    )


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if _PLAIN_TEXT.fullmatch(text) and not _ESCAPE.search(text) else _escaped(value)


def _escaped(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return _ESCAPE.sub(lambda match: "\\u005f" + match[0][1:], text)


def from_cell(text: str, column: Column) -> Any:
    """The value of a cell that is not empty.

    Raises:
        CellFault: it is no value of its column.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if column.kind == "json":
        return _from_json(text)
    if column.kind == "integer":
        if not re.fullmatch(r"-?[0-9]{1,9}", text, re.ASCII):
            raise CellFault("cell_not_integer", value=text[:60])
        return int(text)
    if column.kind == "number":
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,2})?", text, re.ASCII):
            raise CellFault("cell_not_number", value=text[:60])
        return int(text) if re.fullmatch(r"-?[0-9]+", text, re.ASCII) else float(text)
    if column.kind == "boolean":
        if text.lower() in (*YES, *NO):
            return text.lower() in YES
        raise CellFault("cell_not_boolean", value=text[:60])
    if column.kind in ("enums", "texts"):
        return _from_list(text, column)
    if text[0] == '"' and text[-1] == '"' and isinstance(whole := _json_or_none(text), str):
        text = whole
    return _option(text, column) if column.kind == "enum" else text


def _from_list(text: str, column: Column) -> list[Any]:
    if text[0] == "[" and isinstance(whole := _json_or_none(text), list):
        return [_option(entry, column) if column.kind == "enums" else entry for entry in whole]
    pieces = _SEPARATORS.split(text) if column.kind == "enums" else text.split("\n")
    parts = [piece.strip() for piece in pieces if piece.strip()]
    return [_option(part, column) for part in parts] if column.kind == "enums" else parts


def _option(text: Any, column: Column) -> str:
    for code, zh, en in column.labels:
        if isinstance(text, str) and text.strip().lower() in (code.lower(), zh.lower(), en.lower()):
            return code
    raise CellFault(
        "cell_not_option", value=str(text)[:60], known="、".join(zh for _, zh, _ in column.labels)
    )


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _from_json(text: str) -> Any:
    if len(text) > LONGEST_CELL:
        raise CellFault("cell_too_long", most=LONGEST_CELL)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise CellFault("cell_not_json", value=text[:60]) from fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice")
    return result


def _no_constant(name: str) -> Any:
    raise ValueError(name)

"""The log as lines of JSON in which nobody's data stands.

What an exception says often repeats what was typed (a database quotes the value it refuses), and a path can be
typed by anybody.  So of exceptions the type and the places in the program are written, never the words; of other
libraries' lines the pattern without its values; and from whatever is left Chinese words and long numbers are
taken out.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from tongban.kernel import tracing

OURS = "tongban"
TAKEN_OUT = "…"
# Names and addresses are Chinese; numbers of persons, phones and cases have seven digits and more. Not inside a UUID.
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LONG_NUMBER = re.compile(rf"({_UUID})|\d[\d -]{{5,}}\d[Xx]?")
_PLACE = re.compile(r"(?<![\w/])/[^\s\"']*")  # a path; what lies in one may be typed
FRAMES = 12


def without_personal_data(text: str) -> str:
    """The text without Chinese words and long numbers; UUIDs stay, they lead from line to line."""
    return _LONG_NUMBER.sub(lambda found: found.group(1) or TAKEN_OUT, _HAN.sub(TAKEN_OUT, text))


class SafeLines(logging.Formatter):
    """Lines for a terminal, with the same care."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and below it where a fault came from."""
        told = told_by(record)
        at, level, logger = told.pop("at"), told.pop("level"), told.pop("logger")
        said = told.pop("message", "")
        rest = " ".join(f"{name}={value}" for name, value in told.items() if name != "fault")
        lines = [" ".join(part for part in (str(at), str(level), str(logger), str(said), rest) if part)]
        if fault := told.get("fault"):
            lines.extend(f"  {fault['type']}: {place}" for place in fault["at"])
        return "\n".join(lines)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with the ids of what is at work."""
        return json.dumps(told_by(record), ensure_ascii=True, default=str)


def told_by(record: logging.LogRecord) -> dict[str, Any]:
    """What a record may say."""
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        **tracing.ids(),
    }
    ended = getattr(record, "done", None)
    if isinstance(ended, tracing.Done):
        told |= {"event": ended.what, "name": ended.name, "result": ended.result}
        told |= {"ms": round(ended.seconds * 1000, 1), **ended.more}
    else:
        told["message"] = _said(record)
    if record.exc_info and record.exc_info[1] is not None:
        told["fault"] = _fault(record.exc_info[1])
    return told


def _said(record: logging.LogRecord) -> str:
    if record.name == OURS or record.name.startswith(OURS + "."):
        try:
            said = record.getMessage()
        except (TypeError, ValueError):
            said = str(record.msg)
    else:
        said = _PLACE.sub(TAKEN_OUT, str(record.msg))  # the pattern; its values are not ours to judge
    return without_personal_data(said)


def _fault(error: BaseException) -> dict[str, Any]:
    """The types along the chain of causes, and the places of the last."""
    types: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(types) < FRAMES:
        types.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    fault: dict[str, Any] = {
        "type": " < ".join(types),
        "at": [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if state := getattr(error, "sqlstate", None):
        fault["sqlstate"] = state
    if isinstance(error, BaseExceptionGroup):
        fault["of"] = [_fault(part) for part in error.exceptions[:FRAMES]]
    return fault

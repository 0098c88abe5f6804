"""One spelling of a JSON value, so that a digest of it means something."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; dates as ISO, bytes as hex.

    Raises:
        TypeError: a value that has no canonical form (a float with no exact spelling counts as one).
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain
    ).encode()

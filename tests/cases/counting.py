"""Counting statements as the server gets them: everything but the words that open and close a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent within the block, in order; a procedure of another library counts too."""
    sent: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else sql.as_string(context["connection"].connection)
        if not text.lstrip().upper().startswith(FRAME):
            sent.append(" ".join(text.split())[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent

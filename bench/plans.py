"""The plans behind a question: every statement it sends is explained, and what reads a large table whole is told."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

LARGE = frozenset(
    {
        "cases_case",
        "cases_step",
        "cases_material",
        "kernel_ledger_entry",
        "kernel_datakey",
        "parties_party",
        "oversight_warning",
    }
)
SMALL = 1000.0  # in the planner's units: a table of some hundred pages is read as it is
READS = ("SELECT", "WITH")


@dataclass(frozen=True)
class Plan:
    """One statement: what it reads whole, and what it is expected to cost."""

    text: str
    whole: tuple[str, ...]
    cost: float


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is sent within, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], text: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        sent.append((text, values))
        return execute(text, values, many, context)

    with connection.execute_wrapper(note):
        yield sent


def plans(sent: list[tuple[str, Any]]) -> Iterator[Plan]:
    """The plans of the statements that read a large table; the planner is asked again, nothing is run."""
    for text, values in sent:
        if not text.startswith(READS) or not any(table in text for table in LARGE) or "$1" in text:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", values)
            [(told,)] = cursor.fetchall()
        root = (told if isinstance(told, list) else json.loads(told))[0]["Plan"]
        yield Plan(text, tuple(_whole(root, root["Total Cost"])), root["Total Cost"])


def _whole(node: dict[str, Any], spent: float) -> Iterator[str]:
    """The large tables that are read to their end.

    What a capped count reads until it has its thousand rows is no whole table: the statement is expected to cost a
    fraction of it.

    Args:
        spent: what the whole statement is expected to cost.
    """
    large = node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
    if large and SMALL < node["Total Cost"] <= 2 * spent:
        yield node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from _whole(child, spent)

"""What was said of a case's clock, sealed under the case's key beside what is said of its decision afterwards.

The reasons of a special procedure and of an extension are the applicant's matter, so the ledger has only the days.
"""

from typing import Any

from tongban.cases.frame import OpenCase
from tongban.cases.sealed import open_values, seal_values

CONTEXT = "case.afterwards"


def say(case: OpenCase, topic: str, values: dict[str, Any]) -> None:
    """Add a line to a topic of the sealed column ``afterwards``; what other topics hold stays.

    Args:
        topic: ``procedures``, ``extension``; other modules keep topics of their own.
    """
    told = _as_changed(case)
    told[topic] = [*told.get(topic, ()), values]
    case.changes["afterwards"] = seal_values(told, case.vault, CONTEXT)


def settle_line(case: OpenCase, topic: str, key: str, value: str, values: dict[str, Any]) -> None:
    """Put right what a line of a topic says, where it was not found to be so.

    Args:
        key, value: which line: the last where ``value`` is empty.
    """
    told = _as_changed(case)
    lines = told[topic]
    meant = [line for line in lines if not value or line.get(key) == value][-1]
    told[topic] = [{**line, **values} if line is meant else line for line in lines]
    case.changes["afterwards"] = seal_values(told, case.vault, CONTEXT)


def take_line(case: OpenCase, topic: str, key: str, value: str, to: str) -> None:
    """Take what never happened out of a topic, and keep what was claimed under another.

    Args:
        key, value: which line; to: the topic that keeps it.
    """
    told = _as_changed(case)
    meant = [line for line in told[topic] if line.get(key) == value]
    told[topic] = [line for line in told[topic] if line.get(key) != value]
    told[to] = [*told.get(to, ()), *meant]
    case.changes["afterwards"] = seal_values(told, case.vault, CONTEXT)


def _as_changed(case: OpenCase) -> dict[str, Any]:
    """The column with what this act has said already."""
    return open_values(case.changes.get("afterwards", case.row.afterwards), case.vault, CONTEXT)


def said(case: OpenCase, topic: str) -> list[dict[str, Any]]:
    """The lines of a topic, oldest first."""
    lines = open_values(case.row.afterwards, case.vault, CONTEXT).get(topic, ())
    return [dict(line) for line in lines]

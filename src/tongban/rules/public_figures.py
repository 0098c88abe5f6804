"""The published figures: what each one counts, over the lines of one month's extract and over nothing else.

Whoever has the extract has all that a figure is made of, so that everybody can count it again
(`docs/verify/verify_figures.py` does).  Hence nothing is withheld here: what would lead to a person is left out of the
lines before (`rules/public_extract.py`).

A line's facts are texts, as they stand in the extract: ``"1"`` and ``"0"`` for yes and no, digits, or empty for *does
not apply*.  Flows (received, accepted, decided, ...) are of the month in which they were put on record; open and
overdue are as of its last day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

FEW = 5
"""Fewer than so many: a person might be found in them, and an average says nothing."""
NOT_SHOWN = ""
"""In the place of an item or a site that the extract leaves out."""

COUNTED: dict[str, str] = {
    "received": "entered",
    "accepted": "accepted",
    "deemed_accepted": "deemed",
    "declined": "declined",
    "decided": "decided",
    "withdrawn": "withdrawn",
    "terminated": "terminated",
    "told_once": "told_once",
    "told_again": "told_again",
    "told_in_parts": "told_in_parts",
    "extended": "extended",
    "open": "open",
    "overdue_check": "overdue_check",
    "overdue_promise": "overdue_promise",
    "overdue_statute": "overdue_statute",
}
"""Figure → the fact that it sums."""
KEPT = {"promise": "promise_kept", "statute": "statute_kept"}
"""Two limits → the fact that says whether the decision came in time; empty where the matter has no such limit."""
WAITS = {"office": "office_days", "applicant": "applicant_days"}
"""Whose days → the fact that holds them, of what was decided."""
FIGURES = (
    *COUNTED,
    "granted",
    "refused",
    *(f"{limit}_{part}" for limit in KEPT for part in ("counted", "kept")),
    *(f"{who}_{part}" for who in WAITS for part in ("counted", "median", "ninetieth")),
)

Cell = dict[str, int | None]


@dataclass(frozen=True)
class ShownLine:
    """One case of the extract: where it is counted, and its facts."""

    item: str
    site: str
    facts: Mapping[str, str]


def figures(lines: Iterable[ShownLine]) -> dict[str, dict[str, Cell]]:
    """Everything that is published of a month: ``all``, ``items`` and ``sites``, each by code.

    Lines whose item or site is not shown stand together under `NOT_SHOWN`, so that each table adds up to the whole.
    """
    read = list(lines)
    parted: dict[str, dict[str, list[ShownLine]]] = {"all": {"all": read}, "items": {}, "sites": {}}
    for line in read:
        parted["items"].setdefault(line.item, []).append(line)
        parted["sites"].setdefault(line.site, []).append(line)
    return {table: {code: cell(parts[code]) for code in sorted(parts)} for table, parts in parted.items()}


def cell(lines: Iterable[ShownLine]) -> Cell:
    """The figures of some lines; None: too few to say (`FEW`)."""
    facts = [line.facts for line in lines]
    told: Cell = {figure: sum(int(one[fact] or 0) for one in facts) for figure, fact in COUNTED.items()}
    decided = [one for one in facts if one["decided"] == "1"]
    for outcome in ("granted", "refused"):
        told[outcome] = sum(one["outcome"] == outcome for one in decided)
    for limit, fact in KEPT.items():
        told[f"{limit}_counted"] = sum(one[fact] != "" for one in decided)
        told[f"{limit}_kept"] = sum(one[fact] == "1" for one in decided)
    for who, fact in WAITS.items():
        days = sorted(int(one[fact]) for one in decided if one[fact])
        told[f"{who}_counted"] = len(days)
        told[f"{who}_median"] = quantile(days, 50)
        told[f"{who}_ninetieth"] = quantile(days, 90)
    return told


def quantile(days: list[int], percent: int) -> int | None:
    """The smallest value that at least so many in a hundred do not exceed (nearest rank); None of fewer than `FEW`.

    Args:
        days: in ascending order.
    """
    if len(days) < FEW:
        return None
    return days[ceil(len(days) * percent / 100) - 1]

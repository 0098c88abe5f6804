"""What somebody typed against the entries of the base list that their place does not handle, so that they learn why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.definition import Text
from tongban.catalogue.queries.layers import CoverageLine, coverage, listed_entries
from tongban.catalogue.search.keys import LONGEST_QUERY, meant, normal
from tongban.catalogue.search.offered import offered

NOT_HERE = frozenset({"not_taken", "open"})  # what has ended is itself found, with what replaced it
AT_MOST = 3
COMMON = frozenset({"登记", "备案", "审批", "认定", "补贴", "补助", "办理", "申领", "农村", "服务", "费用"})
"""Pairs of characters that many names share: alone they mean no one of them."""


@dataclass(frozen=True)
class Elsewhere:
    """One entry that is not handled here; ``reason``: None where nobody has said why."""

    code: str
    name: Text
    state: str
    reason: Text | None


def not_here(typed: str, place: str = "") -> tuple[Elsewhere, ...]:
    """The entries of the base list whose names share two characters side by side with what was typed, best first.

    An entry may state more ``words`` than its name, as people say them.

    Args:
        typed: as typed.
        place: a division; "": the deployment's default place.
    """
    asked = _pairs(meant(normal(typed[:LONGEST_QUERY])))
    if not asked - COMMON:
        return ()
    met = {code: asked & _called(listed) for code, listed in listed_entries()}
    shared = {code: len(both) for code, both in met.items() if both - COMMON}
    if shared:
        for line in offered(place):
            shared.pop(line.code, None)
    if not shared:  # as nearly always: then the places' own words, which cost more, are not read
        return ()
    entries = [entry for entry in coverage(place, shared) if entry.state in NOT_HERE]
    most = max((shared[entry.code] for entry in entries), default=0)
    entries.sort(key=lambda entry: (-shared[entry.code], entry.code))
    return tuple(_elsewhere(entry) for entry in entries if 2 * shared[entry.code] >= most)[:AT_MOST]


def _called(entry: Mapping[str, Any]) -> set[str]:
    return _pairs(normal(" ".join((entry["name"]["zh"], *entry.get("words", ())))))


def _elsewhere(line: CoverageLine) -> Elsewhere:
    name, reason = line.listed["name"], line.reason
    return Elsewhere(
        line.code,
        Text(name["zh"], name.get("en", "")),
        line.state,
        Text(reason["zh"], reason.get("en", "")) if reason else None,
    )


def _pairs(text: str) -> set[str]:
    return {word[at : at + 2] for word in text.split() for at in range(len(word) - 1)}

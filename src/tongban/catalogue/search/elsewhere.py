"""What somebody typed against the entries of the base list that their place does not handle, so that they learn why."""

from dataclasses import dataclass

from tongban.catalogue.definition import Text
from tongban.catalogue.queries.layers import coverage
from tongban.catalogue.search.keys import LONGEST_QUERY, meant, normal

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
    met: list[tuple[int, Elsewhere]] = []
    for line in coverage(place):
        if line.state not in NOT_HERE:
            continue
        words = " ".join((line.listed["name"]["zh"], *line.listed.get("words", ())))
        shared = asked & _pairs(normal(words))
        if shared - COMMON:
            reason = Text(line.reason["zh"], line.reason.get("en", "")) if line.reason else None
            name = Text(line.listed["name"]["zh"], line.listed["name"].get("en", ""))
            met.append((len(shared), Elsewhere(line.code, name, line.state, reason)))
    most = max((count for count, _ in met), default=0)
    met.sort(key=lambda one: (-one[0], one[1].code))
    return tuple(entry for count, entry in met if 2 * count >= most)[:AT_MOST]


def _pairs(text: str) -> set[str]:
    return {word[at : at + 2] for word in text.split() for at in range(len(word) - 1)}

"""What a line of the public extract may show of where and when, so that it leads to nobody.

Item, place and day together would name a neighbour's matter.  A line shows only what at least `FEW` lines of the month
share; what remains is shown without both.  Should that remainder itself be fewer than `FEW`, whole groups follow into
it, the smallest first: otherwise whoever knows what is rare would find it by what is missing.

It protects whom the line is about, not what all of a group have in common: where five of five were refused, each was.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tongban.rules.public_figures import FEW


class Shown(StrEnum):
    """How much of where and when a line shows, from the most to the least."""

    DAY = "day"  # item, site, and all days
    ITEM_SITE = "item_site"
    ITEM = "item"
    SITE = "site"
    NONE = "none"


@dataclass(frozen=True)
class Place:
    """Where and when one case is found: item, site, and the day of receipt (ISO)."""

    item: str
    site: str
    received: str


LEVELS: tuple[tuple[Shown, Callable[[Place], tuple[str, ...]]], ...] = (
    (Shown.DAY, lambda one: (one.item, one.site, one.received)),
    (Shown.ITEM_SITE, lambda one: (one.item, one.site)),
    (Shown.ITEM, lambda one: (one.item,)),
    (Shown.SITE, lambda one: (one.site,)),
)


def shown(places: Sequence[Place]) -> list[Shown]:
    """For each line, how much of it is shown."""
    found: dict[int, tuple[Shown, tuple[str, ...]]] = {}
    left = list(range(len(places)))
    for level, key in LEVELS:
        sizes = Counter(key(places[index]) for index in left)
        for index in left:
            if sizes[key(places[index])] >= FEW:
                found[index] = (level, key(places[index]))
        left = [index for index in left if index not in found]
    _hide_the_rest(found, left)
    return [found[index][0] if index in found else Shown.NONE for index in range(len(places))]


def shown_again(places: Sequence[Place], before: Sequence[Shown | None]) -> list[Shown]:
    """For each line of a corrected edition, how much of it is shown: no more than the edition before did.

    A line that is new shows none of the three.  A group that has become smaller than `FEW` shows none either, although
    the edition before is still there to be read.

    Args:
        before: how much of it was shown; None: it is new.
    """
    keys = dict(LEVELS)
    found = {
        index: (level, keys[level](place))
        for index, (place, level) in enumerate(zip(places, before, strict=True))
        if level in keys
    }
    sizes = Counter(found.values())
    found = {index: group for index, group in found.items() if sizes[group] >= FEW}
    left = [index for index in range(len(places)) if index not in found]
    _hide_the_rest(found, left)
    return [found[index][0] if index in found else Shown.NONE for index in range(len(places))]


def _hide_the_rest(
    found: dict[int, tuple[Shown, tuple[str, ...]]],
    left: list[int],
) -> None:
    """Let the smallest groups follow those that show nothing until these are `FEW` (or none)."""
    groups: dict[tuple[Shown, tuple[str, ...]], list[int]] = {}
    for index, group in found.items():
        groups.setdefault(group, []).append(index)
    order = [level for level, _ in LEVELS]
    smallest_first = sorted(groups, key=lambda group: (len(groups[group]), -order.index(group[0]), group[1]))
    for group in smallest_first:
        if not left or len(left) >= FEW:
            break
        left.extend(groups[group])
        for index in groups[group]:
            del found[index]

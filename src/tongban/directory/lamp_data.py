"""The lamps' thresholds as shipped: of each level, and ready-made others that a body may choose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tongban
from tongban.rules.lamps import LampThresholds, read_thresholds

DEFAULT_LEVEL = "province"
"""What holds for every level that states nothing of its own."""


@dataclass(frozen=True)
class ShippedThresholds:
    """Thresholds with where they come from.

    Args:
        source: language code → where they were found.
        confidence: ``practice`` (usual in many places), ``other_place`` (a rule of another place),
            ``own_practice`` (of this platform): none of them is law.
    """

    thresholds: LampThresholds
    source: Mapping[str, str]
    confidence: str


@dataclass(frozen=True)
class ShippedLamps:
    """All of them.

    Args:
        levels: level of a body → its thresholds.
        variants: code → thresholds to choose from.
    """

    levels: Mapping[str, ShippedThresholds]
    variants: Mapping[str, ShippedThresholds]

    def of_level(self, level: str) -> ShippedThresholds:
        """A level's own, or the province's."""
        return self.levels.get(level) or self.levels[DEFAULT_LEVEL]


@lru_cache(maxsize=1)
def shipped_lamps() -> ShippedLamps:
    """As shipped with this installation.

    Raises:
        LampFault: the file contradicts itself.
    """
    text = (Path(tongban.__file__).parent / "data/lamps/thresholds.json").read_text(encoding="utf-8")
    told = json.loads(text)

    def read(part: str) -> dict[str, ShippedThresholds]:
        return {
            code: ShippedThresholds(read_thresholds(one["thresholds"]), one["source"], one["confidence"])
            for code, one in told[part].items()
        }

    return ShippedLamps(read("levels"), read("variants"))

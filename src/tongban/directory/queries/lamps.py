"""The thresholds of the supervision lamps that hold for an authority on a day: its own, or those of its level."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from tongban.directory.lamp_data import ShippedThresholds, shipped_lamps
from tongban.directory.models import LampRule
from tongban.directory.queries.places import body
from tongban.kernel import time
from tongban.rules.lamps import LampThresholds, read_thresholds

Own = Mapping[int, tuple[tuple[date, LampThresholds | None], ...]]


def thresholds_of(body_id: int, on: date) -> LampThresholds:
    """What holds for an authority on a day.

    Raises:
        NotFound: there is none with this id.
    """
    for starts, thresholds in _own(time.minute()).get(body_id, ()):
        if starts <= on:
            return thresholds or level_thresholds(body_id).thresholds
    return level_thresholds(body_id).thresholds


def level_thresholds(body_id: int) -> ShippedThresholds:
    """Those of the authority's level, as shipped, with their source.

    Raises:
        NotFound: there is none with this id.
    """
    return shipped_lamps().of_level(body(body_id).level)


def forget_lamps() -> None:
    """After a change of them in this process."""
    _own.cache_clear()


@lru_cache(maxsize=2)
def _own(minute: int) -> Own:
    """Authority → its own rules, the newest first; of one day the one that was set last."""
    found: dict[int, list[tuple[date, LampThresholds | None]]] = {}
    rows = LampRule.objects.order_by("body_id", "-starts", "-id")
    for body_id, starts, stated in rows.values_list("body_id", "starts", "thresholds"):
        found.setdefault(body_id, []).append((starts, read_thresholds(stated) if stated else None))
    return {body_id: tuple(rules) for body_id, rules in found.items()}

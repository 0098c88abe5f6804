"""The thresholds of the supervision lamps that hold for an authority on a day: its own, or those of its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tongban.directory.lamp_data import ShippedThresholds, shipped_lamps
from tongban.directory.models import Body, LampRule
from tongban.directory.queries.places import body
from tongban.kernel import time
from tongban.kernel.errors import NotFound
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


@dataclass(frozen=True)
class LampsKept:
    """The thresholds of an authority as its keeper sees them.

    Args:
        now: those that hold today.
        own: the authority's own; else of its level.
        basis: of the own ones what they rest on.
        ahead: first days of those that are to come.
        level: those of the level, with their source.
        variants: code → ready-made others to choose from.
    """

    now: LampThresholds
    own: bool
    basis: str
    ahead: tuple[date, ...]
    level: ShippedThresholds
    variants: Mapping[str, ShippedThresholds]


def lamps_kept(body_code: str) -> LampsKept:
    """What holds for an authority today, and what it may choose.

    Raises:
        NotFound: no such authority.
    """
    kept = Body.objects.filter(code=body_code).first()
    if kept is None:
        raise NotFound("body")
    shipped = shipped_lamps()
    level = shipped.of_level(kept.level)
    today = time.today()
    rules = LampRule.objects.filter(body=kept)
    holds = rules.filter(starts__lte=today).order_by("-starts", "-id").first()
    own = read_thresholds(holds.thresholds) if holds is not None and holds.thresholds else None
    return LampsKept(
        own or level.thresholds,
        own is not None,
        holds.basis if holds is not None and own else "",
        tuple(rules.filter(starts__gt=today).order_by("starts").values_list("starts", flat=True)),
        level,
        shipped.variants,
    )

"""What the county offers, as the plan of a history has to know it."""

from collections.abc import Mapping

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.models import Item
from tongban.catalogue.queries import current
from tongban.kernel.time import today
from tongban.site.demo.places import TOWNSHIP
from tongban.site.history.places import POINTS
from tongban.site.history.plan import Offer
from tongban.site.history.year import SEASONS


def offers() -> Mapping[str, Offer]:
    """The items that are open, by code."""
    known = set(Item.objects.filter(layers__isnull=False).values_list("code", flat=True))
    found = {code: current(code, TOWNSHIP).definition for code in sorted(known & set(SEASONS))}
    return {code: _offer(item) for code, item in found.items() if item.open_on(today())}


def _offer(item: ItemDefinition) -> Offer:
    channels = {channel: () for channel in item.channels if channel != "village_point"}
    points = tuple(village for village in sorted(POINTS) if _files_there(item.code, village))
    promised = item.limits.get("promised")
    return Offer(
        item.code,
        {**channels, **({"village_point": points} if points else {})},
        frozenset(item.effects),
        frozenset(step.kind for step in item.steps if step.needed_if is None),
        promised.days if promised is not None else 0,
        item.decider.level,
        item.scope,
        len(item.steps),
        deferrable=_first(item, "deferral"),
        committable=_first(item, "informed_commitment"),
        statutory="statutory" in item.limits,
    )


def _files_there(code: str, village: str) -> bool:
    """Whether the village point takes in such applications itself (代办)."""
    own = current(code, village).definition
    return "village_point" in own.channels and own.village_mode not in ("assist", "inform")


def _first(item: ItemDefinition, effect: str) -> str:
    """The material that an effect names; empty where the item has none."""
    found = item.effect(effect)
    return str(found.params["materials"][0]) if found is not None else ""

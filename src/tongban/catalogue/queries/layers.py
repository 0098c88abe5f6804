"""What each division says of an item, and how the edition at a place came to be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongban.catalogue.editions import composed
from tongban.catalogue.inheritance import Applied
from tongban.catalogue.models import Item, ItemVersion, LayerVersion
from tongban.directory.queries import chain, default_place
from tongban.kernel import time
from tongban.kernel.errors import NotFound


@dataclass(frozen=True)
class LayerView:
    """One version of one division's layer."""

    layer_id: int
    item_code: str
    division_code: str
    number: int
    base: bool
    effective_from: date
    effective_to: date | None
    content: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class CoverageLine:
    """One entry of the base list at a place.

    ``state``: taken, changed (taken with changes), not_taken (``reason`` says why), ended, open (nobody has said).
    """

    code: str
    listed: dict[str, Any]
    state: str
    reason: dict[str, str] | None
    changes: int


def layers(code: str, division: str | None = None) -> tuple[LayerView, ...]:
    """Every version of an item's layers, or of one division's, by division and number."""
    rows = LayerVersion.objects.filter(item__code=code).select_related("item")
    if division is not None:
        rows = rows.filter(division_code=division)
    return tuple(_view(row) for row in rows.order_by("division_code", "number"))


def _view(row: LayerVersion) -> LayerView:
    return LayerView(
        row.id,
        row.item.code,
        row.division_code,
        row.number,
        row.base,
        row.effective_from,
        row.effective_to,
        dict(row.content),
        row.reason,
    )


def origins(version_id: int) -> tuple[Applied, ...]:
    """What the places below the base changed in an edition, and why.

    Raises:
        NotFound: there is no such edition.
    """
    row = ItemVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NotFound("item")
    found = {layer.id: layer for layer in LayerVersion.objects.filter(id__in=row.layers)}
    return composed([found[layer] for layer in row.layers]).applied


def coverage(place: str = "", codes: Collection[str] | None = None) -> tuple[CoverageLine, ...]:
    """The base list (应进必进) against what a place offers: taken in or not, and why.

    Args:
        place: a division; "": the deployment's default place.
        codes: of these entries only; None: of all.
    """
    on = time.today()
    above = chain(place or default_place())
    spoken: dict[str, list[LayerVersion]] = {}
    rows = LayerVersion.objects.filter(division_code__in=above).select_related("item")
    items = Item.objects.filter(listed__isnull=False)
    if codes is not None:
        rows, items = rows.filter(item__code__in=codes), items.filter(code__in=codes)
    for row in sorted(rows, key=lambda row: above.index(row.division_code)):
        if row.effective_from <= on and (row.effective_to is None or row.effective_to >= on):
            spoken.setdefault(row.item.code, []).append(row)
    return tuple(_line(item, spoken.get(item.code, [])) for item in items.order_by("code"))


def listed_entries() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Code and content of every entry of the base list."""
    rows = Item.objects.filter(listed__isnull=False).values_list("code", "listed")
    return tuple((code, dict(listed or {})) for code, listed in rows)


def _line(item: Item, spoken: list[LayerVersion]) -> CoverageLine:
    listed = dict(item.listed or {})
    refusing = next((row for row in spoken if not row.base and row.content.get("taken") is False), None)
    if refusing is not None:
        return CoverageLine(item.code, listed, "not_taken", refusing.content.get("reason"), 0)
    ends = listed.get("ends")
    if ends and date.fromisoformat(ends) < time.today():
        return CoverageLine(item.code, listed, "ended", listed.get("ends_reason"), 0)
    if not any(row.base for row in spoken):
        return CoverageLine(item.code, listed, "open", None, 0)
    changes = sum(len(row.content.get("changes", ())) for row in spoken if not row.base)
    return CoverageLine(item.code, listed, "changed" if changes else "taken", None, changes)

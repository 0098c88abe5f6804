"""Composing the editions of an item: for each place with a layer, one row for each span of days.

Called inside a publishing command.  Editions of the past and of today never change their content; what a new layer
alters begins on its day, and cases stay on the edition they were submitted under.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongban.catalogue.inheritance import Composition, compose
from tongban.catalogue.models import Item, ItemVersion, LayerVersion
from tongban.catalogue.structure import DefinitionFault
from tongban.directory.queries import chain
from tongban.kernel.canonical import canonical_json


@dataclass(frozen=True)
class Span:
    """What holds at a place from one day to another, by the layers that make it."""

    starts: date
    ends: date | None
    layers: tuple[LayerVersion, ...]  # the highest first


def composed(layers: Sequence[LayerVersion]) -> Composition:
    """The content that layers make, the highest first.

    Raises:
        DefinitionFault: a change finds no place in what stands above it.
    """
    return compose(layers[0].content, [(layer.division_code, layer.content) for layer in layers[1:]])


def spans(layers: Sequence[LayerVersion], division: str) -> Iterator[Span]:
    """The spans of days at a division.

    Args:
        layers: every layer version of the item.
    """
    above = chain(division)[::-1]
    mine = [layer for layer in layers if layer.division_code in above]
    starts = sorted({layer.effective_from for layer in mine})
    for number, first in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else None
        holding = {layer.division_code: layer for layer in mine if _holds(layer, first)}
        ordered = tuple(holding[code] for code in above if code in holding)
        if ordered and ordered[0].base:
            yield Span(first, following - timedelta(days=1) if following else None, ordered)


def _holds(layer: LayerVersion, day: date) -> bool:
    return layer.effective_from <= day and (layer.effective_to is None or layer.effective_to >= day)


def recompose(item: Item, division: str, *, today: date) -> None:
    """Bring the editions of a division, and of those below it that have a layer, up to the layers.

    Args:
        division: where a layer changed.
        today: editions that began before it stay.

    Raises:
        DefinitionFault: a lower layer's change would find no place any more, or would alter the past.
    """
    layers = list(LayerVersion.objects.filter(item=item).order_by("division_code", "number"))
    places = {layer.division_code for layer in layers}
    for place in sorted(places, key=lambda code: len(chain(code))):
        if division in chain(place):
            _bring_up(item, place, layers, today)


def _bring_up(item: Item, place: str, layers: Sequence[LayerVersion], today: date) -> None:
    known = list(ItemVersion.objects.filter(item=item, division_code=place).order_by("number"))
    number = known[-1].number if known else 0
    kept: set[int] = set()
    # before its first own layer a place has the edition of the place above it
    first = min(layer.effective_from for layer in layers if layer.division_code == place)
    for span in spans(layers, place):
        if span.starts < first:
            continue
        ids = [layer.id for layer in span.layers]
        row = next((row for row in known if row.layers == ids and row.effective_from == span.starts), None)
        if row is not None:
            kept.add(row.id)
            if row.effective_to != span.ends:
                row.effective_to = span.ends
                row.save(update_fields=["effective_to"])
            continue
        number += 1
        try:
            kept.add(_new_edition(item, place, number, span).id)
        except DefinitionFault as fault:
            at = str(fault.params.get("at", fault.path))
            problem = f"{place} changes {at}, which would be gone"
            raise DefinitionFault(
                f"below.{place}.{at}", problem, "breaks_below", {"division": place, "at": at}
            ) from fault
    for row in known:
        if row.id in kept:
            continue
        if row.effective_from <= today:
            raise DefinitionFault("effective_from", "would change what holds already", "in_the_past")
        row.delete()


def _new_edition(item: Item, place: str, number: int, span: Span) -> ItemVersion:
    composition = composed(span.layers)
    newest = max(span.layers, key=lambda layer: (layer.effective_from, layer.id))
    return ItemVersion.objects.create(
        item=item,
        division_code=place,
        number=number,
        effective_from=span.starts,
        effective_to=span.ends,
        definition=composition.content,
        digest=content_digest(composition.content),
        layers=[layer.id for layer in span.layers],
        taken=composition.taken,
        published=composition.content["published"],
        reason=newest.reason,
    )


def content_digest(content: Any) -> bytes:
    """SHA-256 over the canonical bytes of a content."""
    return hashlib.sha256(canonical_json(content)).digest()

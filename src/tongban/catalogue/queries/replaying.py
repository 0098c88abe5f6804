"""The catalogue's check of `ledger verify`: a layer is still the one that was published, an edition what they make."""

import hashlib
from collections.abc import Iterator

from tongban.catalogue.editions import composed, content_digest
from tongban.catalogue.models import ItemVersion, LayerVersion
from tongban.catalogue.structure import DefinitionFault
from tongban.kernel import ledger
from tongban.kernel.canonical import canonical_json
from tongban.kernel.verify import Heads, LedgerFault


def check_versions(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each layer and edition that holds, one fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    rows = LayerVersion.objects.select_related("item").order_by("item__code", "division_code", "number")
    editions = ItemVersion.objects.select_related("item").order_by("item__code", "division_code", "number")
    if only is not None:
        kind, stream = only
        if kind != "catalogue":
            return
        rows = rows.filter(item__code=stream)
        editions = editions.filter(item__code=stream)
    told: dict[tuple[str, str, int], str] = {}
    read: set[str] = set()
    layers: dict[int, LayerVersion] = {}
    for row in rows.iterator():
        code = row.item.code
        if code not in read:
            read.add(code)
            told.update(_published(code))
        layers[row.id] = row
        yield _fault(row, told.get((code, row.division_code, row.number)), heads)
    for edition in editions.iterator():
        yield _edition_fault(edition, layers)


def _published(code: str) -> Iterator[tuple[tuple[str, str, int], str]]:
    for event in ledger.read("catalogue", code):
        if event.type == "item_layer_published":
            yield (code, event.data["division"], event.data["number"]), event.data["digest"]
        elif event.type == "item_version_published":  # the first release had the highest layer alone
            top = LayerVersion.objects.filter(item__code=code, base=True).values_list(
                "division_code", flat=True
            )
            yield (code, top[0] if top else "", event.data["number"]), event.data["digest"]


def _fault(row: LayerVersion, told: str | None, heads: Heads) -> LedgerFault | None:
    code = row.item.code
    if ("catalogue", code) not in heads:
        return LedgerFault("stream_missing", "catalogue", code)
    held = hashlib.sha256(canonical_json(row.content)).hexdigest()
    if held != told or bytes(row.digest).hex() != told:
        detail = f"layer {row.division_code} version {row.number}"
        return LedgerFault("projection_differs", "catalogue", code, detail=detail)
    return None


def _edition_fault(edition: ItemVersion, layers: dict[int, LayerVersion]) -> LedgerFault | None:
    code = edition.item.code
    detail = f"edition {edition.division_code} {edition.number}"
    try:
        content = composed([layers[layer] for layer in edition.layers]).content
    except (KeyError, IndexError, DefinitionFault):
        return LedgerFault("projection_differs", "catalogue", code, detail=detail)
    if content != edition.definition or content_digest(content) != bytes(edition.digest):
        return LedgerFault("projection_differs", "catalogue", code, detail=detail)
    return None

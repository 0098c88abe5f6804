"""The catalogue's check of `ledger verify`: a published definition is still the one that was published."""

import hashlib
from collections.abc import Iterator

from tongban.catalogue.models import ItemVersion
from tongban.kernel import ledger
from tongban.kernel.canonical import canonical_json
from tongban.kernel.verify import Heads, LedgerFault


def check_versions(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each version that holds, one fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    rows = ItemVersion.objects.select_related("item").order_by("item__code", "number")
    if only is not None:
        kind, stream = only
        if kind != "catalogue":
            return
        rows = rows.filter(item__code=stream)
    told: dict[str, dict[int, str]] = {}
    for row in rows:
        code = row.item.code
        if code not in told:
            told[code] = {event.data["number"]: event.data["digest"] for event in _published(code)}
        yield _fault(row, told[code].get(row.number), heads)


def _published(code: str) -> Iterator[ledger.Recorded]:
    return (event for event in ledger.read("catalogue", code) if event.type == "item_version_published")


def _fault(row: ItemVersion, told: str | None, heads: Heads) -> LedgerFault | None:
    code = row.item.code
    if ("catalogue", code) not in heads:
        return LedgerFault("stream_missing", "catalogue", code)
    held = hashlib.sha256(canonical_json(row.definition)).hexdigest()
    if held != told or bytes(row.digest).hex() != told:
        return LedgerFault("projection_differs", "catalogue", code, detail=f"version {row.number}")
    return None

"""The projection check of `ledger verify`: every case's row is what replaying its stream gives."""

from collections.abc import Iterator

from tongban.cases.frame import state_of
from tongban.cases.models import Case
from tongban.cases.projection import columns, replay
from tongban.catalogue.queries import pinned
from tongban.kernel import ledger
from tongban.kernel.verify import Heads, LedgerFault, is_uuid


def check_projections(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each case that holds, one fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    rows = Case.objects.prefetch_related("steps", "materials").order_by("id")
    if only is not None:
        kind, stream = only
        if kind != "case" or not is_uuid(stream):
            return
        rows = rows.filter(id=stream)
    for row in rows.iterator(chunk_size=500):
        yield _fault(row, heads)


def _fault(row: Case, heads: Heads) -> LedgerFault | None:
    stream = str(row.id)
    head = heads.get(("case", stream))
    if head is None:
        return LedgerFault("stream_missing", "case", stream)
    if head != (row.ledger_seq, bytes(row.ledger_hash)):
        code = "tail_cut" if head[0] < row.ledger_seq else "head_differs"
        return LedgerFault(code, "case", stream, head[0], f"projection knows {row.ledger_seq}")
    try:
        told = replay(ledger.read("case", stream))
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        return LedgerFault("not_replayable", "case", stream, detail=type(fault).__name__)
    steps = sorted(row.steps.all(), key=lambda step: step.order)
    materials = sorted(row.materials.all(), key=lambda material: material.order)
    held = state_of(row, steps, materials, pinned(row.item_version_id))
    expected = columns(told)
    # as they stand in the row: what derives from others may have been changed by itself
    stands = {name: getattr(row, name) for name in expected}
    if stands != expected or held.steps != told.steps or held.materials != told.materials:
        return LedgerFault("projection_differs", "case", stream)
    return None

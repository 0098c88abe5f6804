"""The papers' check of `ledger verify`: every paper's row is what its stream says."""

from collections.abc import Iterator

from tongban.kernel import ledger
from tongban.kernel.verify import Heads, LedgerFault, is_uuid
from tongban.papers.models import Paper


def check_papers(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each paper that holds, one fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    rows = Paper.objects.order_by("id")
    if only is not None:
        kind, stream = only
        if kind != "paper" or not is_uuid(stream):
            return
        rows = rows.filter(id=stream)
    for row in rows.defer("snapshot").iterator(chunk_size=500):
        yield _fault(row, heads)


def _fault(row: Paper, heads: Heads) -> LedgerFault | None:
    stream = str(row.id)
    if ("paper", stream) not in heads:
        return LedgerFault("stream_missing", "paper", stream)
    told = {event.type: event.data for event in ledger.read("paper", stream)}
    fixed, written = told.get("paper_fixed", {}), told.get("paper_written", {})
    state = told.get("paper_standing", {}).get("state", Paper.State.VALID.value)
    said = (fixed.get("subject"), fixed.get("kind"), fixed.get("number"), written.get("digest"), state)
    held = (
        str(row.subject),
        row.kind,
        row.number,
        bytes(row.digest).hex() if row.digest else None,
        row.state,
    )
    return None if said == held else LedgerFault("projection_differs", "paper", stream)

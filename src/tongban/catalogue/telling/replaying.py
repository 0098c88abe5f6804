"""The check of `ledger verify` for notices: each row is what its stream says."""

from collections.abc import Iterator

from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.telling.give import STREAM
from tongban.kernel import ledger
from tongban.kernel.verify import Heads, LedgerFault, is_uuid


def check_notices(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each notice that holds, one fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    rows = NoticeGiven.objects.order_by("id")
    if only is not None:
        kind, stream = only
        if kind != STREAM or not is_uuid(stream):
            return
        rows = rows.filter(id=stream)
    for row in rows.iterator(chunk_size=500):
        yield _fault(row, heads)


def _fault(row: NoticeGiven, heads: Heads) -> LedgerFault | None:
    stream = str(row.id)
    if (STREAM, stream) not in heads:
        return LedgerFault("stream_missing", STREAM, stream)
    given = next((e for e in ledger.read(STREAM, stream) if e.type == "one_time_notice_given"), None)
    held = {
        "version": row.version_id,
        "place": row.place,
        "situation": row.situation,
        "channel": row.channel,
        "how": row.how,
        "site": row.site_id,
    }
    told = {} if given is None else {name: given.data.get(name) for name in held}
    return None if told == held else LedgerFault("projection_differs", STREAM, stream)

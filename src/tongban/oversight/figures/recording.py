"""Committing to what is public of each case, root by root: the lines are written, the ledger gets the tree over them.

A signed root says how far each case's stream had come; the lines of its days are committed to right after it, in the
stream ``figures:<month>``, which the next root holds.  What an office later publishes was therefore fixed before anybody
knew the month's figures.  Run twice or late it writes nothing twice: a stream's last line says how far it was told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from uuid import UUID, uuid4

from django.db import connection, transaction

from tongban.catalogue.queries import pinned
from tongban.directory.queries.places import site
from tongban.kernel import ledger, merkle
from tongban.kernel.actors import System
from tongban.kernel.ledger import Event, Recorded, decode
from tongban.kernel.models import LedgerEntry, LedgerRootHead
from tongban.oversight.figures.commitments import commitment, new_seed
from tongban.oversight.figures.facts import DayLine, carried, day_lines, last_day, month_of
from tongban.oversight.models import FigureCommitment, FigureLine

ACTOR = System("figures")
KIND = "figures"
COMMITTED = "lines_committed"
CLOSED = "month_closed"
AT_ONCE = 500
"""Streams of one transaction."""
MOST = 5000
"""Streams of one turn of the sweep; the next one goes on."""


@dataclass(frozen=True)
class Head:
    """How far a root says that a case had come."""

    root: int
    stream: str
    seq: int


def commit_new(now: datetime, *, most: int | None = None) -> int:
    """Commit to every day of every case that a root holds and no line tells; how many lines.

    Args:
        most: streams after which the rest is left to the next turn; None: all.
    """
    written = 0
    for count, heads in enumerate(batched_heads(most), start=1):
        with transaction.atomic():
            _alone()
            written += _commit(heads, now)
        if most is not None and count * AT_ONCE >= most:
            break
    return written


def batched_heads(most: int | None) -> Iterator[tuple[Head, ...]]:
    """The heads that lines are missing of, by root and stream, some at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(root), 0) FROM oversight_figure_commitment")
        [last] = cursor.fetchone()
        cursor.execute(
            "SELECT root_id, stream, seq FROM kernel_ledger_root_head WHERE root_id >= %s AND kind = 'case' "
            "ORDER BY root_id, stream",
            [last],
        )
        heads = [Head(*row) for row in cursor.fetchall()]
    for _, of_root in groupby(heads, key=lambda one: one.root):
        while some := tuple(islice(of_root, AT_ONCE)):
            told = _told([one.stream for one in some])
            if missing := tuple(one for one in some if told.get(one.stream, Last()).seq < one.seq):
                yield missing


@dataclass(frozen=True)
class Last:
    """The line that a case has so far: up to which entry, and its commitment."""

    seq: int = 0
    leaf: bytes = b""


def _told(streams: Sequence[str]) -> dict[str, Last]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (stream) stream, seq, leaf FROM oversight_figure_line "
            "WHERE stream = ANY(%s::uuid[]) ORDER BY stream, seq DESC, id DESC",
            [list(streams)],
        )
        return {str(stream): Last(seq, bytes(leaf)) for stream, seq, leaf in cursor.fetchall()}


def _alone() -> None:
    """One transaction at a time commits to lines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('figure-lines', 0))")


def streams_of_cases(streams: Iterable[str]) -> Iterator[tuple[str, list[Recorded]]]:
    """Whole streams, one after the other."""
    rows = LedgerEntry.objects.filter(kind="case", stream__in=list(streams)).order_by("stream", "seq")
    for stream, entries in groupby(rows.values_list("stream", "canonical"), key=lambda row: row[0]):
        yield stream, [decode(bytes(raw)) for _, raw in entries]


def _commit(heads: Sequence[Head], now: datetime) -> int:
    told = _told(
        [one.stream for one in heads]
    )  # anew: another worker may have been here before the lock was ours
    upto = {one.stream: one.seq for one in heads}
    lines = []
    for stream, events in streams_of_cases(upto):
        last = told.get(stream, Last())
        for line in day_lines(events, after=last.seq, until=upto[stream]):
            row = _row(stream, line, last.leaf)
            lines.append(row)
            last = Last(line.seq, row.leaf)
    _write(lines, heads[0].root if heads else None, now)
    return len(lines)


def _row(stream: str, line: DayLine, previous: bytes) -> FigureLine:
    row = FigureLine(
        stream=UUID(stream),
        seq=line.seq,
        month=month_of(line.on),
        day=line.on,
        first=line.first,
        item=pinned(line.item_version_id).definition.code,
        site=site(line.site_id).code,
        days=line.days,
        facts=line.facts,
        previous=previous,
        seed=new_seed(),
    )
    row.leaf = commitment(bytes(row.seed), parts_of(row))
    return row


def parts_of(row: FigureLine) -> dict[str, object]:
    """The parts of a line as they are committed to (`commitments.PARTS`)."""
    return {
        "month": row.month,
        "first": "1" if row.first else "0",
        "item": row.item,
        "site": row.site,
        "days": row.days,
        "facts": row.facts,
        "previous": bytes(row.previous).hex(),
    }


def _write(lines: Iterable[FigureLine], root: int | None, now: datetime) -> None:
    """The lines of each month under one entry of the month's stream.

    Within a tree they stand in the order of their commitments, which tells nothing of whose they are.
    """
    for month, rows in groupby(
        sorted(lines, key=lambda row: (row.month, row.leaf)), key=lambda row: row.month
    ):
        of_month = list(rows)
        tree = merkle.tree([row.leaf for row in of_month])
        event = Event(COMMITTED, {"lines": len(of_month), "tree": tree, "root": root})
        head = ledger.append(KIND, month, [event], at=now, actor=ACTOR, command_id=uuid4())
        entry = FigureCommitment.objects.create(
            month=month, seq=head.seq, root=root, lines_count=len(of_month), tree=tree, at=now
        )
        for place, row in enumerate(of_month):
            row.commitment, row.place = entry, place
        FigureLine.objects.bulk_create(_in_order_of_time(of_month), batch_size=1000)


def _in_order_of_time(rows: Sequence[FigureLine]) -> list[FigureLine]:
    """Of lines of the same entry the one with the highest id is the newest."""
    return sorted(rows, key=lambda row: (row.stream, row.seq))


_OPEN_BEFORE = """
SELECT id FROM (
  SELECT DISTINCT ON (stream) id, month, facts FROM oversight_figure_line WHERE day <= %s ORDER BY stream, seq DESC, id DESC
) newest WHERE month < %s AND facts->>'open' = '1'
"""


def carry_over(month: str, now: datetime) -> int:
    """Put in, at the end of a month, the cases that are open and in which nothing happened; how many."""
    with transaction.atomic():
        _alone()
        with connection.cursor() as cursor:
            cursor.execute(_OPEN_BEFORE, [last_day(month), month])
            ids = [row[0] for row in cursor.fetchall()]
        rows = []
        for old in FigureLine.objects.filter(id__in=ids).order_by("id"):
            row = FigureLine(
                stream=old.stream,
                seq=old.seq,
                month=month,
                day=last_day(month),
                first=False,
                carried=True,
                item=old.item,
                site=old.site,
                days=old.days,
                facts=carried(old.facts, old.days, month),
                previous=bytes(old.leaf),
                seed=new_seed(),
            )
            row.leaf = commitment(bytes(row.seed), parts_of(row))
            rows.append(row)
        _write(rows, None, now)
    return len(rows)


def close(month: str, now: datetime) -> None:
    """Say in the month's stream what it holds, so that its end cannot be cut off unnoticed.

    Nothing happens where nothing was committed to since it was closed.  Should more come later, it is closed again: the
    last closing counts.
    """
    with transaction.atomic():
        _alone()
        if not _closed_at(month):
            head = Event(CLOSED, held_by_month(month))
            ledger.append(KIND, month, [head], at=now, actor=ACTOR, command_id=uuid4())


def held_by_month(month: str, before: int | None = None) -> dict[str, object]:
    """What a closing states: month, cases, lines, and entries that commit to lines.

    Args:
        before: the entry that states it; None: it is yet to be written.
    """
    entries = FigureCommitment.objects.filter(month=month)
    entries = entries if before is None else entries.filter(seq__lt=before)
    lines = FigureLine.objects.filter(commitment__in=entries)
    return {
        "month": month,
        "cases": lines.values("stream").distinct().count(),
        "lines": lines.count(),
        "entries": entries.count(),
    }


def _closed_at(month: str) -> int:
    """The entry that closes a month after its last commitment; 0: there is none."""
    of_month = [(one.seq, one.type) for one in ledger.read(KIND, month) if one.type in (COMMITTED, CLOSED)]
    return of_month[-1][0] if of_month and of_month[-1][1] == CLOSED else 0


def is_held(month: str) -> bool:
    """Whether signed roots hold all that was committed to of a month, and its closing."""
    closed_at = _closed_at(month)
    if not closed_at:
        return False
    return LedgerRootHead.objects.filter(kind=KIND, stream=month, seq__gte=closed_at).exists()

"""The check of `ledger verify`: lines follow from the cases' streams, commitments from the lines, files are unchanged.

What an outsider cannot see, that nobody was left out of the commitments, is seen here.
"""

from collections.abc import Iterator
from itertools import groupby

from django.db import connection

from tongban.catalogue.queries import pinned
from tongban.directory.queries.places import site
from tongban.kernel import ledger, merkle
from tongban.kernel.verify import Heads, LedgerFault
from tongban.oversight.commands.publishing import PUBLISHED
from tongban.oversight.figures.commitments import commitment
from tongban.oversight.figures.documents import digest
from tongban.oversight.figures.facts import carried, day_lines
from tongban.oversight.figures.recording import (
    CLOSED,
    COMMITTED,
    KIND,
    held_by_month,
    parts_of,
    streams_of_cases,
)
from tongban.oversight.models import FigureCommitment, FigureEdition, FigureLine


def check_figures(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each month's entry, case and edition that holds, a fault for each that does not.

    Args:
        heads: the real head of every stream that was read.
        only: the one stream that was asked for, or None for all.
    """
    if only is None or only[0] == KIND:
        months = [only[1]] if only else sorted({stream for kind, stream in heads if kind == KIND})
        for month in months:
            yield from _month(month)
    if only is None:
        yield from _cases()


def _month(month: str) -> Iterator[LedgerFault | None]:
    """What the stream tells is what the tables hold."""
    commitments = {one.seq: one for one in FigureCommitment.objects.filter(month=month)}
    editions = {one.number: one for one in FigureEdition.objects.filter(month=month)}
    cases: int | None = None  # of the last closing; less than none: more was committed to since
    for entry in ledger.read(KIND, month):
        if entry.type == COMMITTED:
            cases = cases if cases is None else -1
            row = commitments.pop(entry.seq, None)
            leaves = [] if row is None else [bytes(leaf) for leaf in _leaves(row)]
            told = (entry.data["lines"], entry.data["tree"])
            holds = told == (len(leaves), merkle.tree(leaves).hex())
        elif entry.type == CLOSED:
            holds = entry.data == held_by_month(month, entry.seq)
            cases = entry.data["cases"]
        elif entry.type == PUBLISHED:
            edition = editions.pop(entry.data["edition"], None)
            files = {} if edition is None else {one.name: bytes(one.content) for one in edition.files.all()}
            holds = {name: digest(content).hex() for name, content in files.items()} == entry.data["files"]
            holds = holds and cases in (
                None,
                entry.data["lines"],
            )  # None: of a time before months were closed
        else:
            holds = False
        yield None if holds else LedgerFault("projection_differs", KIND, month, entry.seq)
    for seq in commitments:
        yield LedgerFault("tail_cut", KIND, month, seq)
    for number in editions:
        yield LedgerFault("tail_cut", KIND, month, detail=f"edition {number}")


def _leaves(row: FigureCommitment) -> Iterator[bytes]:
    for line in FigureLine.objects.filter(commitment=row).order_by("place"):
        if commitment(bytes(line.seed), parts_of(line)) == bytes(line.leaf):
            yield bytes(line.leaf)


def _cases() -> Iterator[LedgerFault | None]:
    """Each case's lines are those that its stream gives."""
    last = (
        FigureCommitment.objects.exclude(root=None).order_by("-root").values_list("root", flat=True).first()
    )
    if last is None:
        return
    lines = FigureLine.objects.order_by("stream", "seq", "id").iterator(chunk_size=2000)
    for stream, group in groupby(lines, key=lambda line: str(line.stream)):
        of_case = list(group)
        holds = False
        for _, events in streams_of_cases([stream]):
            holds = _as_given(of_case, events)
        yield None if holds else LedgerFault("projection_differs", KIND, "lines", detail=f"case:{stream}")
    yield from _left_out(last)


def _as_given(lines: list[FigureLine], events: list[ledger.Recorded]) -> bool:
    given = {one.seq: one for one in day_lines(events, until=max(line.seq for line in lines))}
    for line in lines:
        day = given.get(line.seq)
        if (
            day is None
            or line.item != pinned(day.item_version_id).definition.code
            or line.site != site(day.site_id).code
        ):
            return False
        facts = carried(day.facts, day.days, line.month) if line.carried else day.facts
        if (line.days, line.facts, line.first) != (day.days, facts, day.first and not line.carried):
            return False
    return set(given) == {line.seq for line in lines}


def _left_out(last_root: int) -> Iterator[LedgerFault]:
    """Cases that a root holds up to the last one that was told, and no line does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.stream, h.seq FROM (SELECT stream, max(seq) AS seq FROM kernel_ledger_root_head "
            "WHERE kind = 'case' AND root_id < %s GROUP BY stream) h LEFT JOIN (SELECT stream::text AS stream, "
            "max(seq) AS seq FROM oversight_figure_line GROUP BY 1) l USING (stream) "
            "WHERE h.seq > coalesce(l.seq, 0)",
            [last_root],
        )
        for stream, seq in cursor.fetchall():
            yield LedgerFault("tail_cut", KIND, "lines", seq, f"case:{stream}")

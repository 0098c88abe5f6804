"""`tongban ledger verify`: every yearly review's row is what its stream tells."""

from collections.abc import Iterator
from uuid import UUID

from tongban.cases.models import StandingReview
from tongban.cases.standing.records import STREAM
from tongban.kernel import ledger
from tongban.kernel.verify import Heads, LedgerFault, is_uuid


def check_reviews(heads: Heads, only: tuple[str, str] | None) -> Iterator[LedgerFault | None]:
    """One None for each case's reviews that hold, a fault for each row that its stream does not tell."""
    if only is not None and (only[0] != STREAM or not is_uuid(only[1])):
        return
    rows = StandingReview.objects.order_by("case_id", "year", "id")
    if only is not None:
        rows = rows.filter(case_id=UUID(only[1]))
    told: dict[UUID, list[tuple[int, str, str]]] = {}
    for case_id, year, due, result in rows.values_list("case_id", "year", "due", "result"):
        told.setdefault(case_id, []).append((year, due.isoformat(), result))
    for case_id, stand in told.items():
        replayed: dict[int, list[tuple[str, str]]] = {}
        for entry in ledger.read(STREAM, str(case_id)):
            year = int(entry.data["year"])
            if entry.type == "review_due":
                replayed[year] = [(str(entry.data["due"]), "")]
                continue
            of_year = replayed.setdefault(year, [("", "")])
            now = (of_year[-1][0], str(entry.data["result"]))
            if entry.type == "review_corrected":
                of_year.append(now)  # the one before it stays
            else:
                of_year[-1] = now
        same = stand == [(year, *one) for year in sorted(replayed) for one in replayed[year]]
        yield None if same else LedgerFault("projection_differs", STREAM, str(case_id))
    known = {str(case_id) for case_id in told}
    for kind, stream in heads:
        if kind == STREAM and stream not in known:
            yield LedgerFault("projection_differs", STREAM, stream)

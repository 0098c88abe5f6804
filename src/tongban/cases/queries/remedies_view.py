"""Where somebody can turn against what ended their matter, and until when."""

from dataclasses import dataclass
from datetime import date

from tongban.cases.frame import OpenCase
from tongban.cases.paper_contents import remedies_of
from tongban.catalogue.definition import Text
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Outcome
from tongban.rules.remedies import LastDays, last_days

AGAINST = frozenset({Outcome.REFUSED, Outcome.DECLINED, Outcome.TERMINATED, Outcome.DEEMED_WITHDRAWN})


@dataclass(frozen=True)
class RemediesView:
    """行政复议 and 行政诉讼, as the paper names them.

    ``reconsideration_body``, ``court``: empty where the item knows no such remedies; ``redress`` its own words then.
    ``known_on``: when the paper was received; None: not yet, so that nothing runs.  ``until``: the last days from then.
    """

    reconsideration_body: str
    court: str
    redress: Text | None
    known_on: date | None
    until: LastDays | None


def remedies_view(case: OpenCase) -> RemediesView | None:
    """None where nothing ended against the applicant."""
    state, row, item = case.state, case.row, case.item.definition
    ended = Outcome(state.outcome) if state.outcome else None
    if ended not in AGAINST:
        return None
    # under review a matter is ended in the name of who was to decide on it
    decided = ended == Outcome.REFUSED
    found = remedies_of(item, row.deciding_body if decided else row.body)
    known = legal_date(state.delivered_at) if state.delivered_at else None
    return RemediesView(
        reconsideration_body=found.reconsideration_body if found else "",
        court=found.court if found else "",
        redress=item.remedies_told,
        known_on=known,
        until=last_days(known, case.calendar) if known else None,
    )

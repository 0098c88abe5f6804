"""Which acts wait until a time that one person alone stated (补录) was confirmed: `rules.later_entries`, of a case."""

from tongban.cases.state import CaseState
from tongban.rules.later_entries import why_not_before_confirmed
from tongban.rules.lifecycle import Act


def why_waits(act: Act, state: CaseState) -> str:
    """A code that says why this act waits for somebody's word; empty where it does not."""
    stated = state.course.unconfirmed_receipt
    return why_not_before_confirmed(
        act, receipt=stated is not None, alive_by_it=stated is not None and stated.withdrawn is not None
    )

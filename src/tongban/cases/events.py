"""Events whose data must be worked out: an acceptance and a conclusion set dates."""

from collections.abc import Mapping

from tongban.cases.clocks import limit_of, limits_from_acceptance
from tongban.cases.frame import OpenCase
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.clock import due


def accepted_event(case: OpenCase, verdicts: Mapping[str, str]) -> Event:
    """The acceptance with the dates that follow from it."""
    accepted, item = legal_date(case.run.at), case.item.definition
    limits = limits_from_acceptance(item, accepted, case.state.clock_start, case.calendar)
    return Event("accepted", {"accepted_at": case.run.at, **limits, "verdicts": dict(verdicts)})


def concluding(case: OpenCase) -> dict[str, object]:
    """The dates that a conclusion sets: now, and the last day of delivery."""
    start = legal_date(case.run.at)
    delivery = due(start, limit_of(case.item.definition, "delivery"), case.calendar)
    return {"concluded_at": case.run.at, "delivery_due": delivery.due}

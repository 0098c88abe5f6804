"""Events whose data must be worked out: an acceptance and a conclusion set dates."""

from collections.abc import Mapping

from tongban.cases.clocks import limit_of
from tongban.cases.frame import OpenCase
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.clock import due


def accepted_event(case: OpenCase, verdicts: Mapping[str, str]) -> Event:
    """The acceptance with the dates that follow from it."""
    start = legal_date(case.run.at)
    promised = due(start, limit_of(case.item.definition, "promised"), case.calendar)
    item = case.item.definition
    received = case.state.clock_start if item.limits["statutory"].runs_from == "receipt" else None
    statutory = due(received or start, limit_of(item, "statutory"), case.calendar)
    return Event(
        "accepted",
        {
            "accepted_at": case.run.at,
            "promised_due": promised.due,
            "statutory_due": statutory.due,
            "provisional": promised.provisional or statutory.provisional,
            "verdicts": dict(verdicts),
        },
    )


def concluding(case: OpenCase) -> dict[str, object]:
    """The dates that a conclusion sets: now, and the last day of delivery."""
    start = legal_date(case.run.at)
    delivery = due(start, limit_of(case.item.definition, "delivery"), case.calendar)
    return {"concluded_at": case.run.at, "delivery_due": delivery.due}

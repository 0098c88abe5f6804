"""Events whose data must be worked out: an acceptance and a conclusion set dates."""

from collections.abc import Collection, Mapping

from tongban.cases.clocks import dates, limit_of
from tongban.cases.frame import OpenCase
from tongban.cases.promising import promises_at_acceptance
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.clock import due


def accepted_event(case: OpenCase, verdicts: Mapping[str, str], deferred: Collection[str] = ()) -> Event:
    """The acceptance with the dates that follow from it.

    Args:
        verdicts: material → its verdict.
        deferred: materials that are to follow later (容缺); sound by `promising.deferral_faults`.
    """
    data: dict[str, object] = {"accepted_at": case.run.at, "verdicts": dict(verdicts)}
    item, accepted = case.item.definition, legal_date(case.run.at)
    promises = promises_at_acceptance(case.row.id, case.state, item, case.calendar, accepted, deferred)
    if promises:
        data["promises"] = promises
    return dated(case, Event("accepted", data))


def concluding(case: OpenCase) -> dict[str, object]:
    """The dates that a conclusion sets: now, and the last day of delivery."""
    start = legal_date(case.run.at)
    delivery = due(start, limit_of(case.item.definition, "delivery"), case.calendar)
    return {"concluded_at": case.run.at, "delivery_due": delivery.due}


def dated(case: OpenCase, event: Event) -> Event:
    """The event with the last days that run once it has happened."""
    after = case.after(event)
    return Event(event.type, {**event.data, **dates(after, case.item.definition, case.calendar)})

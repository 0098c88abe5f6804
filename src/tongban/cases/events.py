"""Events whose data must be worked out: an acceptance and a conclusion set dates."""

from collections.abc import Collection, Mapping

from tongban.cases.clocks import dates, limit_of
from tongban.cases.frame import OpenCase
from tongban.cases.promising import promises_at_acceptance
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.clock import due
from tongban.rules.custody import lies_first


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


def concluding(case: OpenCase, outcome: str) -> dict[str, object]:
    """The dates that a conclusion sets, now and the last day of delivery, and where its result lies first."""
    item, start = case.item.definition, legal_date(case.run.at)
    elsewhere = case.state.deciding_body_id != case.state.body_id
    return {
        "concluded_at": case.run.at,
        "delivery_due": due(start, limit_of(item, "delivery"), case.calendar).due,
        "result_at": lies_first(outcome, item.result_kind, decided_elsewhere=elsewhere).value,
        "result_since": start,
    }


def dated(case: OpenCase, event: Event) -> Event:
    """The event with the last days that run once it has happened."""
    after = case.after(event)
    return Event(event.type, {**event.data, **dates(after, case.item.definition, case.calendar)})

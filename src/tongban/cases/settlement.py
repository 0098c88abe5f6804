"""Settle: what the date alone has done to a case, derived in every command and every query.

Law does not wait for a worker: the answer is the same whether a sweep ran or not.  An effect exists only
where the pinned item version states it with its basis.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from tongban.cases.clocks import limits_from_acceptance
from tongban.cases.projection import CaseState, apply
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import versions_with_effect
from tongban.kernel.ledger import Event
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.lifecycle import Status
from tongban.rules.workdays import WorkCalendar


def _end_of(day: date) -> datetime:
    """The moment a day is over in China."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def effects_of_date(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, now: datetime
) -> Iterator[tuple[Event, datetime]]:
    """The events that the date has brought about by ``now``, each with its moment.

    行政许可法 art. 32 (4): not told in time, accepted from the day the materials were received; only for
    items that state the effect with its basis, and never on a provisional date.
    """
    if (
        state.status == Status.SUBMITTED
        and item.effect("deemed_acceptance") is not None
        and state.intake_due is not None
        and not state.provisional
        and legal_date(now) > state.intake_due
    ):
        start = state.clock_start
        assert start is not None
        limits = limits_from_acceptance(item, start, start, calendar)
        yield (
            Event("deemed_accepted", {"accepted_at": state.received_at, **limits}),
            _end_of(state.intake_due),
        )


def past_intake(now: datetime) -> Q:
    """The condition of cases that the date has accepted while nothing wrote it down yet."""
    return Q(
        status=Status.SUBMITTED,
        intake_due__lt=legal_date(now),
        provisional=False,
        item_version_id__in=versions_with_effect("deemed_acceptance"),
    )


def settled(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, now: datetime
) -> tuple[CaseState, list[tuple[Event, datetime]]]:
    """The state as of ``now``, and the events still to be written down for it."""
    written: list[tuple[Event, datetime]] = []
    for event, at in effects_of_date(state, item, calendar, now):
        state = apply(state, event, at)
        written.append((event, at))
    return state, written

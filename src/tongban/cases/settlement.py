"""Settle: what the date alone has done to a case, derived in every command and every query.

Law does not wait for a worker: the answer is the same whether a sweep ran or not.  An effect exists only
where the pinned item version states it with its basis.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from tongban.cases.clocks import dates
from tongban.cases.projection import apply
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import versions_with_effect
from tongban.kernel.ledger import Event
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.clock import Limit, Unit, due
from tongban.rules.corrections import last_day_before_withdrawal
from tongban.rules.lifecycle import Status
from tongban.rules.receipt import counts_as
from tongban.rules.workdays import WorkCalendar

NEVER_WITHDRAWN_BY_SILENCE = frozenset({"05"})  # 行政给付


def _end_of(day: date) -> datetime:
    """The moment a day is over in China."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def effects_of_date(
    state: CaseState,
    item: ItemDefinition,
    calendar: WorkCalendar,
    now: datetime,
    *,
    counted_anew: bool = True,
) -> Iterator[tuple[Event, datetime]]:
    """The next event that the date has brought about by ``now``, with its moment; none when nothing is left.

    What a date had brought about before the calendar was published stays, though nobody wrote it down yet.

    Args:
        counted_anew: whether the dates may have been counted under another edition of the calendar.
    """
    if counted_anew:
        if happened_before(state, calendar) and (stays := _deemed_accepted(state, item, calendar, now)):
            yield stays
            return
        moved = moved_dates(state, item, calendar)
        if moved:
            yield recomputed(moved, calendar), now
            return
    deemed = (
        _deemed_accepted(state, item, calendar, now)
        or _deemed_withdrawn(state, item, calendar, now)
        or _deemed_delivered(state, calendar, now)
    )
    if deemed:
        yield deemed


def moved_dates(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> dict[str, object]:
    """What another edition of the calendar moves: last days, and from when what came after hours or on a day of rest
    counts, as long as something that runs begins on it; empty where all stand."""
    if state.status == Status.AWAITING_CORRECTIONS:
        return _moved_to_bring(state, calendar)
    told = dates(state, item, calendar)
    if len(told) == 1:
        return {}  # nothing runs
    start = _start_anew(state, item, calendar)
    if start != state.clock_start:
        anew = dates(replace(state, clock_start=start), item, calendar)
        if anew != told or state.status == Status.SUBMITTED:
            told = {**anew, "clock_start": start}
    return {name: value for name, value in told.items() if value != getattr(state, name)}


def _moved_to_bring(state: CaseState, calendar: WorkCalendar) -> dict[str, object]:
    """The day by which to bring what is missing, where it came to rest: the next working day (民法典 art. 203).

    It was told, so it never moves back; and what was over when the calendar was published stays over.
    """
    told = state.bring_by
    if told is None or (calendar.holds_from is not None and told < calendar.holds_from):
        return {}
    holds = calendar.end_of_period(told)[0]
    return {"correction_due": holds} if holds != state.correction_due else {}


def _start_anew(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> date | None:
    """The day of receipt of what a local rule of late arrivals looked at: its days of rest are the calendar's."""
    arrived = state.course.arrived
    if arrived is None or item.effect("after_hours_receipt") is None:
        return state.clock_start
    return counts_as(arrived, calendar)[0]


def recomputed(moved: Mapping[str, object], calendar: WorkCalendar) -> Event:
    """The event of dates that a calendar moves, with the calendar's edition."""
    return Event("recomputed", {**moved, "calendar": calendar.edition})


def happened_before(state: CaseState, calendar: WorkCalendar) -> bool:
    """Whether the last day of telling, as it was counted, had passed before this calendar was published."""
    return (
        calendar.holds_from is not None
        and state.deemed_due is not None
        and state.deemed_due < calendar.holds_from
    )


def _deemed_accepted(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, now: datetime
) -> tuple[Event, datetime] | None:
    """行政许可法 art. 32 (4): not told in time, accepted from the day the materials were received; only for
    items that state the effect with its basis, and never on a provisional date."""
    if (
        state.status != Status.SUBMITTED
        or item.effect("deemed_acceptance") is None
        or state.deemed_due is None
        or legal_date(now) <= state.deemed_due
    ):
        return None
    told: dict[str, object] = {"accepted_at": _certainly_in(state)}
    at = _end_of(state.deemed_due)
    after = apply(state, Event("deemed_accepted", told), at)
    return Event("deemed_accepted", {**told, **dates(after, item, calendar)}), at


def _certainly_in(state: CaseState) -> datetime | None:
    """When the materials were in: as stated, or, while nobody else confirmed that, when it was entered."""
    stated = state.course.unconfirmed_receipt
    if stated is not None:
        return stated.entered or state.entered_at
    answered = state.course.rounds[-1].answered_at if state.course.rounds else None
    return answered or state.received_at


def withdrawal_limit(item: ItemDefinition) -> Limit | None:
    """After how long a correction that does not come counts as withdrawn; None: never.

    Only where the item's rule says so with its basis, and never for what the poor are given (行政给付, type 05).
    """
    effect = item.effect("deemed_withdrawal")
    if effect is None or item.type_code in NEVER_WITHDRAWN_BY_SILENCE:
        return None
    unit: Unit = "calendar" if effect.params.get("unit") == "calendar" else "working"
    return Limit(int(effect.params["days"]), unit, f"{effect.basis.law.zh}{effect.basis.article}")


def withdrawal_day(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> date | None:
    """The last day on which a correction keeps this application alive; None: it never counts as withdrawn."""
    asked, told = state.course.open_round, state.bring_by
    if state.status != Status.AWAITING_CORRECTIONS or asked is None or told is None:
        return None
    served = legal_date(asked.served_at) if asked.served_at else None
    return last_day_before_withdrawal(told, served, withdrawal_limit(item), calendar)


def _deemed_withdrawn(
    state: CaseState, item: ItemDefinition, calendar: WorkCalendar, now: datetime
) -> tuple[Event, datetime] | None:
    last = withdrawal_day(state, item, calendar)
    if last is None or legal_date(now) <= last or _doubtful(state, item, calendar):
        return None
    if any(one.kind == "served" for one in state.course.later):
        return None  # one person alone said that the notice ever arrived (补录)
    at = _end_of(last)
    told: dict[str, object] = {"outcome": "deemed_withdrawn", "concluded_at": at}
    if legal_date(now) > legal_date(at):
        told["told_on"] = legal_date(now)  # the paper and the message go out with the event
    return Event("deemed_withdrawn", told), at


def _doubtful(state: CaseState, item: ItemDefinition, calendar: WorkCalendar) -> bool:
    """Whether the date told, or the period after the delivery, rests on a day that a notice may still change."""
    asked, limit = state.course.open_round, withdrawal_limit(item)
    if asked is None or asked.served_at is None or limit is None:
        return False
    told = calendar.end_of_period(state.bring_by or asked.bring_by)[1]
    return told or due(legal_date(asked.served_at), limit, calendar).provisional


def _deemed_delivered(
    state: CaseState, calendar: WorkCalendar, now: datetime
) -> tuple[Event, datetime] | None:
    """公告送达: what was announced counts as delivered when the days of the announcement are over.

    Not on a day that came to be one of rest by a later notice (民法典 art. 203), nor in doubt whether it is one.
    """
    if state.status != Status.CONCLUDED or state.course.announced is None:
        return None
    last, doubtful = calendar.end_of_period(state.course.announced[1])
    if doubtful or legal_date(now) <= last:
        return None
    at = _end_of(last)
    return Event("deemed_delivered", {"delivered_at": at, "mode": "announcement"}), at


def past_intake(now: datetime) -> Q:
    """The condition of cases that the date has accepted while nothing wrote it down yet."""
    return Q(
        status=Status.SUBMITTED,
        deemed_due__lt=legal_date(now),
        item_version_id__in=versions_with_effect("deemed_acceptance"),
    )


def past_correction(now: datetime) -> Q:
    """The condition of cases that may count as withdrawn by now; `settled` knows.

    Where no delivery was ever proven, nothing runs: such a case waits, and nobody looks at it again and again.
    """
    return Q(
        status=Status.AWAITING_CORRECTIONS,
        course__contains='"served_at"',
        correction_due__lt=legal_date(now),
        item_version_id__in=versions_with_effect("deemed_withdrawal"),
    )


def past_announcement(now: datetime) -> Q:
    """The condition of cases whose result was announced; `settled` knows when the days are over."""
    return Q(status=Status.CONCLUDED, course__contains='"announced"')


def settled(
    state: CaseState,
    item: ItemDefinition,
    calendar: WorkCalendar,
    now: datetime,
    *,
    counted_anew: bool = True,
) -> tuple[CaseState, list[tuple[Event, datetime]]]:
    """The state as of ``now``, and the events still to be written down for it."""
    written: list[tuple[Event, datetime]] = []
    while found := next(effects_of_date(state, item, calendar, now, counted_anew=counted_anew), None):
        event, at = found
        state = apply(state, event, at)
        written.append((event, at))
    return state, written

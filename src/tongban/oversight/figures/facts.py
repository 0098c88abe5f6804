"""What is public of a case at the end of a day: folded from its stream, as texts, with nothing of a person.

The facts of a line are those of its month: what came before is not told again, so that a line of one month does not
lead to the same case's line of another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from tongban.cases.projection import EVENTS, apply
from tongban.cases.state import CaseState
from tongban.kernel.ledger import Recorded
from tongban.kernel.time import legal_date
from tongban.rules.corrections import FurtherDemand
from tongban.rules.lifecycle import Status

OPEN = frozenset({Status.SUBMITTED, Status.AWAITING_CORRECTIONS, Status.IN_REVIEW})
TOLD_EVENTS = frozenset(
    {
        "submitted",
        "accepted",
        "deemed_accepted",
        "declined",
        "corrections_requested",
        "notice_served",
        "corrected",
        "restored",
        "special_procedure_started",
        "special_procedure_ended",
        "extended",
        "decided",
        "withdrawn",
        "deemed_withdrawn",
        "terminated",
        "delivered",
        "deemed_delivered",
        "redone",
        "reopened",
    }
)
"""Kinds of event that an extract names; the others move no date that is published."""
ENDED_BY = {
    "declined": ("declined",),
    "decided": ("decided",),
    "withdrawn": ("withdrawn", "deemed_withdrawn"),
    "terminated": ("terminated",),
}
ONE_DAY = timedelta(days=1)

Texts = dict[str, str]


@dataclass(frozen=True)
class DayLine:
    """A case as it stood when a day was over.

    Args:
        seq: of its stream, the last event of the day.
        first: whether it is the case's first day.
        days: moments as days (ISO) or empty; several with a space between.
    """

    seq: int
    on: date
    first: bool
    item_version_id: int
    site_id: int
    days: Texts
    facts: Texts


def month_of(day: date) -> str:
    """``2026-11``."""
    return day.isoformat()[:7]


def last_day(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - ONE_DAY


def day_lines(events: Iterable[Recorded], *, after: int = 0, until: int | None = None) -> Iterator[DayLine]:
    """A line for each day on which something happened.

    Args:
        events: the case's stream from its beginning.
        after: days whose last event is no later than this entry were told before.
        until: the last entry to look at.
    """
    state, known, waited = CaseState(), [], _Waited()
    read = (one for one in events if until is None or one.seq <= until)
    for on, group in groupby(read, key=lambda one: legal_date(one.at)):
        day = list(group)
        for event in day:
            if event.type in EVENTS:
                state = apply(state, event, event.at)
                known.append((month_of(on), event, len(state.course.rounds)))
                if event.type == "decided":
                    waited = _waited(state)
        if day[-1].seq <= after:
            continue
        yield DayLine(
            seq=day[-1].seq,
            on=on,
            first=day[0].seq == 1,
            item_version_id=state.item_version_id,
            site_id=state.handling_site_id,
            days=_days(state),
            facts=_facts(state, month_of(on), known, waited),
        )


def carried(facts: Texts, days: Texts, month: str) -> Texts:
    """The facts of a later month in which nothing happened: it is still open."""
    still = {name: "" if name in BLANK else "0" for name in facts}
    return still | {"open": facts["open"]} | _overdue(facts["stage"], days, month) | {"stage": facts["stage"]}


@dataclass(frozen=True)
class _Waited:
    promise_kept: str = ""
    statute_kept: str = ""
    office: str = ""
    applicant: str = ""


BLANK = frozenset(
    {"outcome", "promise_kept", "statute_kept", "office_days", "applicant_days", "events", "stage"}
)


def _facts(
    state: CaseState, month: str, known: Sequence[tuple[str, Recorded, int]], waited: _Waited
) -> Texts:
    now = [(event, rounds) for when, event, rounds in known if when == month]
    types = [event.type for event, _ in now]
    asked = [(event, rounds) for event, rounds in now if event.type == "corrections_requested"]
    is_open = state.status in OPEN
    decided = "decided" in types and state.outcome in ("granted", "refused")
    ended = {fact: _yes(not is_open and any(one in types for one in by)) for fact, by in ENDED_BY.items()}
    days = _days(state)
    return {
        "entered": _yes(any(event.seq == 1 for event, _ in now)),
        "accepted": _yes("accepted" in types),
        "deemed": _yes("deemed_accepted" in types),
        **ended,
        "decided": _yes(decided),
        "outcome": state.outcome if not is_open and any(one == "1" for one in ended.values()) else "",
        "promise_kept": waited.promise_kept if decided else "",
        "statute_kept": waited.statute_kept if decided else "",
        "office_days": waited.office if decided else "",
        "applicant_days": waited.applicant if decided else "",
        "told_once": str(sum(rounds == 1 for _, rounds in asked)),
        "told_again": str(sum(rounds > 1 for _, rounds in asked)),
        "told_in_parts": str(sum(event.data.get("ground") == FurtherDemand.BREACH for event, _ in asked)),
        "extended": str(types.count("extended")),
        "open": _yes(is_open),
        **_overdue(state.status if is_open else "", days, month),
        "stage": state.status if is_open else "",
        "events": " ".join(one for one in types if one in TOLD_EVENTS),
    }


def _overdue(stage: str, days: Texts, month: str) -> Texts:
    """Whether a last day is past when the month is: what is due on the month's last day and still open then is."""
    end = last_day(month).isoformat()

    def past(when: str, of: str) -> str:
        return _yes(stage == of and days[when] != "" and days[when] <= end)

    return {
        "overdue_check": past("check_due", Status.SUBMITTED),
        "overdue_promise": past("promised_due", Status.IN_REVIEW),
        "overdue_statute": past("statutory_due", Status.IN_REVIEW),
    }


def _days(state: CaseState) -> Texts:
    rounds = state.course.rounds
    told: dict[str, Sequence[date | None]] = {
        "received": [state.received_at],
        "accepted": [state.accepted_at],
        "asked": [one.asked_at for one in rounds],
        "answered": [one.answered_at for one in rounds],
        "check_due": [state.intake_due],
        "promised_due": [state.promised_due],
        "statutory_due": [state.statutory_due],
        "ended": [state.concluded_at],
        "delivered": [state.delivered_at],
    }
    return {name: " ".join(_day(one) for one in moments if one) for name, moments in told.items()}


def _day(value: date) -> str:
    return (legal_date(value) if isinstance(value, datetime) else value).isoformat()


def _waited(state: CaseState) -> _Waited:
    """Of a decision: whether it came by the last days, and whose turn it was on each day since the receipt."""
    assert state.concluded_at is not None and state.received_at is not None
    decided = legal_date(state.concluded_at)
    begun = state.course.restarted_on or legal_date(state.received_at)
    applicant: set[date] = set()
    for one in state.course.rounds:
        if one.served_at:
            until = legal_date(one.answered_at) if one.answered_at else decided
            applicant |= _after(max(begun, legal_date(one.served_at)), min(until, decided))
    procedures: set[date] = set()
    for span in state.course.procedures:
        procedures |= _after(max(begun, span.first - ONE_DAY), min(span.ended or span.told_last, decided))
    everything = _after(begun, decided)
    return _Waited(
        promise_kept=_kept(decided, state.promised_due),
        statute_kept=_kept(decided, state.statutory_due),
        office=str(len(everything - applicant - procedures)),
        applicant=str(len(applicant)),
    )


def _after(begun: date, through: date) -> set[date]:
    """The days after one through another: the first does not count (民法典 art. 201)."""
    return {begun + n * ONE_DAY for n in range(1, (through - begun).days + 1)}


def _kept(decided: date, due: date | None) -> str:
    return "" if due is None else _yes(decided <= due)


def _yes(told: bool) -> str:
    return "1" if told else "0"

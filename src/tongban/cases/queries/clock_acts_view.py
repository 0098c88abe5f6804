"""What was done to a case's clock, and what may be: procedures, the extension, as a page needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.authority import confirms
from tongban.cases.clock_acts import extension_rule, kinds_allowed
from tongban.cases.clocks import ClockView, clock_views, procedure_basis
from tongban.cases.correcting import ANSWERED_LATER
from tongban.cases.course import SERVICES, LaterEntry
from tongban.cases.frame import OpenCase
from tongban.cases.judging import kept_rounds
from tongban.cases.said_of_clock import said
from tongban.cases.sealed import open_values
from tongban.catalogue.definition import Basis
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.ledger import Recorded
from tongban.kernel.time import legal_date
from tongban.rules.receipt import AFTER_HOURS, REST_DAY, counts_as
from tongban.rules.special_procedures import beyond_told


@dataclass(frozen=True)
class ProcedureView:
    """One special procedure.

    ``beyond``: it outlived the length told, so days count again.  ``basis``: None where the item's edition no
    longer takes it out.
    """

    kind: str
    first: date
    told_last: date
    ended: date | None
    beyond: bool
    basis: Basis | None
    reason: str
    result: str


@dataclass(frozen=True)
class ExtendedView:
    """The extension that was granted; ``void``: the limit was over already, as a procedure's real end showed."""

    days: int
    unit: str
    at: datetime
    reason: str
    void: bool = False


@dataclass(frozen=True)
class ClockActsView:
    """All of it; ``kinds``: the procedures that the item takes out of its limits, each with its basis.

    ``promise_stands``: the day promised is still to come, or was kept; an extension never moves it.
    """

    kinds: tuple[str, ...] = ()
    procedures: tuple[ProcedureView, ...] = ()
    extension: ExtendedView | None = None
    extension_days: int = 0
    extension_unit: str = "working"
    statutory_last: date | None = None
    promised_last: date | None = None
    promise_stands: bool = True

    @property
    def running(self) -> ProcedureView | None:
        """The procedure that is not ended."""
        last = self.procedures[-1] if self.procedures else None
        return last if last is not None and last.ended is None else None


@dataclass(frozen=True)
class ReceiptView:
    """From which day the application counts: the code of `rules.receipt`, and of a later entry (补录) who confirmed
    its time and why it was entered later; ``waits_for``: who still is to confirm it, and ``otherwise`` the day if not."""

    day: date | None = None
    reason: str = ""
    later_reason: str = ""
    confirmed_by: str = ""
    waits_for: str = ""
    otherwise: date | None = None


@dataclass(frozen=True)
class LaterEntryView:
    """A time before its entry (补录) that waits for its second person.

    ``kind``: ``received``, ``answered``, ``served``, ``delivered``, ``paper``.  ``otherwise``: the day that counts if it is not confirmed; of a
    service it counts meanwhile.  ``withdrawn``: unconfirmed, the application counts as withdrawn after all.  ``name``: what
    tells it from the others; ``mine``: it is for who reads this to confirm.
    """

    kind: str
    at: datetime
    entered: datetime
    reason: str
    waits_for: str
    otherwise: date
    withdrawn: bool
    name: str
    mine: bool

    @property
    def service(self) -> bool:
        """Whether it is a service, of which it may turn out that nobody ever got it."""
        return self.kind in SERVICES


def later_of(case: OpenCase, actor: Actor, labels: Mapping[int, str]) -> tuple[LaterEntryView, ...]:
    """The later entries that wait, oldest first."""
    return tuple(_later_entry(case, actor, later, labels) for later in case.state.course.later)


def _later_entry(
    case: OpenCase, actor: Actor, later: LaterEntry, labels: Mapping[int, str]
) -> LaterEntryView:
    state = case.state
    of_application = later.kind == "received"
    at, entered = (state.received_at, state.entered_at) if of_application else (later.at, later.entered)
    assert at is not None and entered is not None
    rounds = kept_rounds(case)
    of = int(later.ref) if later.ref.isdigit() and later.kind != "paper" else len(rounds)
    key = ANSWERED_LATER if later.kind == "answered" else "later_reason"
    why = str(rounds[of - 1].get(key, "")) if 0 < of <= len(rounds) else ""
    if later.kind == "delivered":
        why = str(open_values(case.row.handover, case.vault, "case.handover").get("later_reason", ""))
    if later.kind == "paper":
        lines = (line for line in reversed(said(case, "served")) if later.ref in ("", line["paper"]))
        why = next((str(line.get("later_reason", "")) for line in lines), "")
    return LaterEntryView(
        later.kind,
        at,
        entered,
        case.content.later_reason if of_application else why,
        labels.get(later.named, ""),
        later.otherwise,
        later.withdrawn is not None,
        later.name,
        isinstance(actor, Staff) and confirms(actor, state, later),
    )


def receipt_of(case: OpenCase, events: Sequence[Recorded], labels: Mapping[int, str]) -> ReceiptView:
    """How the day of receipt came about.

    Args:
        events: the case's stream, whose first event is the submission.
        labels: names of the assignments in it.
    """
    told = events[0].data if events else {}
    later = _of_application(case)
    return ReceiptView(
        case.state.clock_start,
        _counted_by(case, str(told.get("counted_from", ""))),
        case.content.later_reason,
        labels.get(_confirmed_by(case, events), ""),
        labels.get(later.named, "") if later else "",
        later.otherwise if later else None,
    )


def _of_application(case: OpenCase) -> LaterEntry | None:
    return next((one for one in case.state.course.later if one.kind == "received"), None)


def _confirmed_by(case: OpenCase, events: Sequence[Recorded]) -> int:
    """The assignment that confirmed a later entry; 0: nobody did, or nothing was to be confirmed.

    Before November 2026 who entered it named the one who had confirmed it.
    """
    settled = next(
        (one for one in events if one.type == "later_entry_settled" and "kind" not in one.data), None
    )
    if settled is not None:
        return int(settled.data["by"]) if settled.data["held"] else 0
    return int(events[0].data.get("confirmed_by", 0)) if events and _of_application(case) is None else 0


def counted_from(case: OpenCase, events: Sequence[Recorded]) -> ReceiptView:
    """The day of receipt and the code of its reason alone, for people outside."""
    told = events[0].data if events else {}
    return ReceiptView(case.state.clock_start, _counted_by(case, str(told.get("counted_from", ""))))


def _counted_by(case: OpenCase, told: str) -> str:
    """The reason as the calendar that holds gives it; ``worked_after_all``: it came on a day that rested no longer."""
    arrived = case.state.course.arrived
    if arrived is None:
        return told
    day, moved = counts_as(arrived, case.calendar)
    if day != case.state.clock_start:
        return told
    return moved or ("worked_after_all" if told in (AFTER_HOURS, REST_DAY) else told)


def clock_acts_of(case: OpenCase, *, words: bool = True) -> ClockActsView:
    """What was done to the clock of an open case, as of the moment it was opened for.

    Args:
        words: with what was said of it; False: kinds and days alone.
    """
    course, today = case.state.course, legal_date(case.run.at)
    rule = extension_rule(case)
    lines = said(case, "extension") if words and course.extension else []
    concluded = case.state.concluded_at
    met = legal_date(concluded) if concluded else today
    promised = case.state.promised_due
    granted = course.extension
    return ClockActsView(
        kinds=kinds_allowed(case.item.definition),
        procedures=_procedures(case, today, words),
        extension=ExtendedView(
            granted.days,
            rule[1] if rule else "working",
            granted.at,
            str(lines[-1]["reason"]) if lines else "",
            granted.void,
        )
        if granted
        else None,
        extension_days=rule[0] if rule else 0,
        extension_unit=rule[1] if rule else "working",
        statutory_last=case.state.statutory_due,
        promised_last=promised,
        promise_stands=promised is None or met <= promised,
    )


def step_clocks(case: OpenCase) -> dict[str, ClockView]:
    """The limits of the steps that have begun, by step."""
    today = legal_date(case.run.at)
    views = clock_views(case.state, case.item.definition, case.calendar, today)
    return {view.step: view for view in views if view.kind == "step" and view.due is not None}


def _procedures(case: OpenCase, today: date, words: bool) -> tuple[ProcedureView, ...]:
    course = case.state.course
    if not course.procedures:
        return ()
    lines = said(case, "procedures") if words else []
    reasons = [str(line["reason"]) for line in lines if "reason" in line][-len(course.procedures) :]
    ended = [one for one in course.procedures if one.ended is not None]
    results = [str(line["result"]) for line in lines if "result" in line][-len(ended) :] if ended else []
    views = []
    for number, one in enumerate(course.procedures):
        basis = procedure_basis(case.item.definition, one.kind)
        views.append(
            ProcedureView(
                kind=one.kind,
                first=one.first,
                told_last=one.told_last,
                ended=one.ended,
                beyond=beyond_told(one.non_counted(""), today),
                basis=basis,
                reason=reasons[number] if number < len(reasons) else "",
                result=results[number] if one.ended is not None and number < len(results) else "",
            )
        )
    return tuple(views)

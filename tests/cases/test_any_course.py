"""Any course of any case, without a database: acts and days and calendars in random order.

Two records of the same acts: one is looked at every day, the other only when somebody acts.  They never differ.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tongban.cases import clocks
from tongban.cases.commands.later_entry import counts_as_withdrawn, what_follows
from tongban.cases.course import LaterEntry, course_of
from tongban.cases.later_entries import why_waits
from tongban.cases.projection import apply, replay
from tongban.cases.settlement import settled, withdrawal_limit
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.parsing import read_definition
from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.kernel.calendars import calendar_for
from tongban.kernel.canonical import canonical_json
from tongban.kernel.ledger import Event
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.explanation import spans, totals
from tongban.rules.lifecycle import OUTCOMES_BY_ACT, OUTCOMES_WITH_PAPER, Act, Outcome, Status, acts_from
from tongban.rules.special_procedures import told_last, why_not_begin, why_not_end
from tongban.rules.workdays import DayRule, Layer, WorkCalendar
from tongban.site import demo

BASIS = {
    "law": {"zh": "《试验规定》", "en": "A rule made up for a check"},
    "article": "第一条",
    "duty": {"zh": "只在检查里有这条规定。", "en": "The rule exists in a check alone."},
}
YEARS = frozenset(range(2020, 2032))
MOST_BACK = 5  # working days that a later entry reaches back
BACK = st.sampled_from([0, 0, 1, 2, 4])  # days ago, as somebody says
FIRST = date(2026, 9, 7)  # holidays, make-up days and the unpublished year lie ahead
ACTOR, COMMAND = System("proof"), UUID(int=7)


def item_with_everything(kind: str) -> ItemDefinition:
    """An item that states every effect of date with a basis.

    Args:
        kind: ``licence`` runs from acceptance, ``service`` has a limit from receipt.
    """
    code = "NJ-001" if kind == "licence" else "SB-001"
    content = next(one for one in demo.read_catalogue() if one["code"] == code)
    stated: dict[str, Mapping[str, Any]] = {
        "deemed_acceptance": {},
        "deemed_withdrawal": {"days": 7, "unit": "working"},
        "special_procedure": {"kinds": ["appraisal", "hearing"]},
        "extension": {"days": 10, "unit": "working", "approved_by": "leadership"},
    }
    content["effects"] = {name: BASIS | {"params": params} for name, params in stated.items()}
    return read_definition(content)


ITEMS = {kind: item_with_everything(kind) for kind in ("licence", "service")}
NINGXIA = calendar_for("640121")


def corrected(calendar: WorkCalendar, day: date, number: int, on: date) -> WorkCalendar:
    """The calendar with one day turned round by a notice of a later day."""
    works = not calendar.is_working(day)
    reason = "make_up_workday" if works else "public_holiday"
    layer = Layer(
        f"通知{number}", "", 100 + number, YEARS, {day: DayRule(works, reason, "试验", True, "试验")}
    )
    return WorkCalendar((*calendar.layers, layer), holds_from=on)


class Record:
    """A case's stream and what it folds to."""

    def __init__(self, item: ItemDefinition) -> None:
        self.item = item
        self.state = CaseState()
        self.told: list[ledger.Recorded] = []
        self.head = ledger.Head()

    def write(self, event: Event, at: datetime) -> None:
        """Append an event to the stream and fold it in."""
        entries, self.head = ledger.chain(
            "case", "1", self.head, [event], at=at, actor=ACTOR, command_id=COMMAND
        )
        self.told += [ledger.decode(entry.canonical) for entry in entries]
        self.state = apply(self.state, event, at)

    def happen(self, event: Event, at: datetime, calendar: WorkCalendar) -> None:
        """An act with the dates that follow from it."""
        after = apply(self.state, event, at)
        self.write(Event(event.type, {**event.data, **clocks.dates(after, self.item, calendar)}), at)

    def settle(self, now: datetime, calendar: WorkCalendar) -> None:
        """What the date has brought about is written down."""
        for event, at in settled(self.state, self.item, calendar, now)[1]:
            self.write(event, at)


class AnyCourse(RuleBasedStateMachine):
    """A case, its days, its calendars."""

    @initialize(
        kind=st.sampled_from(sorted(ITEMS)),
        later=st.integers(0, 110),
        hour=st.integers(0, 23),
        asked=st.booleans(),
        back=BACK,
    )
    def hand_in(self, kind: str, later: int, hour: int, asked: bool, back: int) -> None:
        self.calendar, self.notices = NINGXIA, 0
        self.now = datetime.combine(FIRST + timedelta(days=later), time(hour), SHANGHAI)
        self.daily, self.lazy = Record(ITEMS[kind]), Record(ITEMS[kind])
        self.served: date | None = None  # the day of a delivery that was entered that day, or confirmed
        received = self.now - timedelta(days=back)
        self.begun = legal_date(received)  # the day of receipt, as stated
        steps = [
            {"code": step.code, "position_id": number, "side_by_side": step.side_by_side}
            for number, step in enumerate(ITEMS[kind].steps, 1)
        ]
        self.do(
            "submitted",
            item_version_id=1,
            body_id=1,
            received_at=received,
            entered_at=self.now,
            clock_start=self.begun,
            steps=steps,
            materials=[{"code": "identity_card", "required": True, "form": "paper_original"}],
            **({"later": LaterEntry(1, 2, self.today).plain()} if back else {}),
        )
        if asked:  # half of them wait for an answer some days later: times of an earlier day are stated there
            self.ask(days=3, handed_over=False)
            self.days_pass(days=3, hour=hour)

    @property
    def today(self) -> date:
        return legal_date(self.now)

    @property
    def state(self) -> CaseState:
        return self.daily.state

    def do(self, type_: str, **data: Any) -> None:
        """One act, in both records."""
        self.lazy.settle(self.now, self.calendar)
        for record in (self.daily, self.lazy):
            record.happen(Event(type_, data), self.now, self.calendar)

    def may(self, act: Act) -> bool:
        return act in acts_from(self.state.status) and not why_waits(act, self.state)

    def working_day(self, days: int) -> date:
        return self.calendar.working_day_from(self.today + timedelta(days=days))

    @rule(days=st.integers(1, 12), hour=st.integers(0, 23))
    def days_pass(self, days: int, hour: int) -> None:
        """Day by day the one record is looked at; the other sleeps."""
        for _ in range(days):
            self.now = datetime.combine(self.today + timedelta(days=1), time(hour), SHANGHAI)
            self.daily.settle(self.now, self.calendar)

    @rule(day=st.integers(-20, 40))
    def a_notice_turns_a_day_round(self, day: int) -> None:
        self.lazy.settle(self.now, self.calendar)  # publishing writes down what has happened until then
        self.notices += 1
        self.calendar = corrected(self.calendar, self.today + timedelta(days=day), self.notices, self.today)
        self.daily.settle(self.now, self.calendar)

    @precondition(lambda self: self.may(Act.ACCEPT))
    @rule()
    def accept(self) -> None:
        self.do("accepted", accepted_at=self.now, verdicts={"identity_card": "ok"})

    @precondition(lambda self: self.may(Act.REQUEST_CORRECTIONS))
    @rule(days=st.integers(1, 20), handed_over=st.booleans())
    def ask(self, days: int, handed_over: bool) -> None:
        served = {"served_at": self.now, "served_by": "handed_over"} if handed_over else {}
        self.do(
            "corrections_requested",
            verdicts={"identity_card": "faulty"},
            bring_by=self.working_day(days),
            materials=["identity_card"],
            answers=[],
            **served,
        )
        self.served = self.today if handed_over else None

    @precondition(lambda self: self.may(Act.SERVE_NOTICE))
    @rule(back=BACK)
    def serve(self, back: int) -> None:
        """It arrived today, or some days ago as somebody says; the period does not begin with that."""
        asked = self.state.course.open_round
        if asked and not asked.served_at:
            stated = max(self.now - timedelta(days=back), asked.told_at)
            more = self.stated("served", stated) if legal_date(stated) < self.today else {}
            self.do("notice_served", served_at=self.now if more else stated, mode="post", **more)
            self.served = self.today

    @precondition(lambda self: self.state.status == Status.AWAITING_CORRECTIONS)
    @rule(back=BACK)
    def correct(self, back: int) -> None:
        asked = self.state.course.open_round
        assert asked is not None
        stated = max(self.now - timedelta(days=back), asked.told_at)
        self.bring(stated, self.stated("answered", stated) if legal_date(stated) < self.today else {})

    @precondition(lambda self: self.state.outcome == Outcome.DEEMED_WITHDRAWN)
    @rule()
    def bring_what_was_handed_over_in_time(self) -> None:
        withdrawn = self.state.concluded_at
        assert withdrawn is not None
        stated = max(withdrawn - timedelta(hours=3), self.state.course.rounds[-1].told_at)
        if self.calendar.working_days_between(legal_date(stated), self.today) <= MOST_BACK:
            self.bring(stated, self.stated("answered", stated, withdrawn=withdrawn))

    def stated(self, kind: str, moment: datetime, **more: Any) -> dict[str, Any]:
        of = str(len(self.state.course.rounds))
        later = LaterEntry(1, 2, self.today, kind=kind, at=moment, entered=self.now, ref=of, **more)
        return {"later": later.plain()}

    def bring(self, moment: datetime, more: dict[str, Any]) -> None:
        self.do(
            "corrected",
            materials={"identity_card": "paper_original"},
            answers=[],
            answered_at=moment,
            clock_start=legal_date(moment),
            **more,
        )
        self.begun = legal_date(moment)

    @precondition(lambda self: self.may(Act.CONFIRM_LATER_ENTRY) and self.state.course.later)
    @rule(held=st.booleans(), which=st.integers(0, 3))
    def the_second_person_speaks(self, held: bool, which: int) -> None:
        waiting = self.state.course.later
        later = waiting[which % len(waiting)]
        told = what_follows(self.state, later, self.daily.item, self.calendar, self.now, held=held)
        if later.ref:
            told["ref"] = later.ref
        if "served_at" in told:
            self.served = self.today if told["served_at"] == self.now else legal_date(later.at or self.now)
        self.begun = later.otherwise if "clock_start" in told else self.begun
        alive = self.state.status == Status.AWAITING_CORRECTIONS
        self.do("later_entry_settled", held=held, by=2, **told)
        for record in (self.daily, self.lazy):
            ended = None if held else counts_as_withdrawn(record.state, later, self.today)
            if ended:
                record.write(ended, self.now)
            record.settle(self.now, self.calendar)
        assert later not in self.state.course.later
        if later.kind == "served":
            assert self.state.outcome != Outcome.DEEMED_WITHDRAWN or not alive, "ended by the word itself"

    @precondition(lambda self: self.may(Act.START_SPECIAL_PROCEDURE))
    @rule(
        kind=st.sampled_from(["appraisal", "hearing", "site_visit"]),
        days=st.integers(1, 15),
        unit=st.sampled_from(["working", "calendar"]),
        ahead=st.integers(0, 4),
    )
    def begin_procedure(self, kind: str, days: int, unit: str, ahead: int) -> None:
        first = self.today + timedelta(days=ahead)
        before = tuple(one.non_counted("") for one in self.state.course.procedures)
        allowed = self.daily.item.effects["special_procedure"].params["kinds"]
        last = told_last(first, days, unit, self.calendar)
        limit = self.state.statutory_due or self.state.promised_due
        within = self.calendar.working_days_between(self.today, last)
        if not why_not_begin(
            kind, first, days, today=self.today, allowed=allowed, before=before, limit=limit, working=within
        ):
            self.do("special_procedure_started", kind=kind, first=first, told_last=last)

    @precondition(lambda self: self.may(Act.END_SPECIAL_PROCEDURE))
    @rule(back=st.integers(0, 6))
    def end_procedure(self, back: int) -> None:
        running = self.state.course.open_procedure
        ended = self.today - timedelta(days=back)
        if running and not why_not_end(running.non_counted(""), ended, today=self.today):
            self.do("special_procedure_ended", ended=ended)

    @precondition(lambda self: self.may(Act.EXTEND))
    @rule(days=st.integers(1, 10))
    def extend(self, days: int) -> None:
        last = self.state.statutory_due
        if self.state.course.extension is None and last and self.today <= last:
            self.do("extended", days=days, by=1)

    @precondition(lambda self: self.may(Act.GIVE_OPINION))
    @rule(agrees=st.booleans())
    def give_opinion(self, agrees: bool) -> None:
        step = next((one for one in self.state.steps if one.state == "open"), None)
        if step:
            self.do("opinion_given", step=step.code, agrees=agrees, by=1)

    @precondition(lambda self: self.may(Act.DECIDE) and self.state.course.open_procedure is None)
    @rule(outcome=st.sampled_from(["granted", "refused"]))
    def decide(self, outcome: str) -> None:
        self.do("decided", outcome=outcome, concluded_at=self.now)

    @precondition(lambda self: self.may(Act.WITHDRAW))
    @rule(really=st.sampled_from([True, *[False] * 7]))  # else most lives end here
    def withdraw(self, really: bool) -> None:
        if really:
            self.do("withdrawn", outcome="withdrawn", concluded_at=self.now)

    @precondition(lambda self: self.may(Act.RESTORE) and self.state.outcome == "deemed_withdrawn")
    @rule(days=st.integers(1, 20), handed_over=st.booleans())
    def restore(self, days: int, handed_over: bool) -> None:
        served = {"served_at": self.now, "served_by": "handed_over"} if handed_over else {}
        self.do("restored", bring_by=self.working_day(days), **served)
        self.served = self.today if handed_over else None

    @precondition(lambda self: self.may(Act.DELIVER) and self.state.outcome in OUTCOMES_WITH_PAPER)
    @rule()
    def deliver(self) -> None:
        self.do("delivered", delivered_at=self.now, mode="handed_over")

    @precondition(lambda self: self.may(Act.ANNOUNCE) and self.state.outcome in OUTCOMES_WITH_PAPER)
    @rule(days=st.integers(1, 30))
    def announce(self, days: int) -> None:
        if self.state.course.announced is None:
            self.do("announced", first=self.today, last=self.today + timedelta(days=days))

    @precondition(lambda self: self.may(Act.REDO))
    @rule()
    def redo(self) -> None:
        self.do("redone", restarted_on=self.today)

    @invariant()
    def looked_at_daily_or_once_it_is_the_same(self) -> None:
        state, _ = settled(self.lazy.state, self.lazy.item, self.calendar, self.now)
        assert state == self.daily.state

    @invariant()
    def looking_again_changes_nothing(self) -> None:
        state, written = settled(self.state, self.daily.item, self.calendar, self.now)
        assert (state, written) == (self.state, [])

    @invariant()
    def the_stream_replayed_is_the_state(self) -> None:
        for record in (self.daily, self.lazy):
            assert replay(record.told) == record.state

    @invariant()
    def the_column_of_the_course_reads_back(self) -> None:
        assert course_of(self.state.course.text) == self.state.course
        json.loads(canonical_json(self.state.course.plain()))

    @invariant()
    def every_derivation_has_each_day_once_and_sums(self) -> None:
        for window in clocks.windows(self.state, self.daily.item):
            if window.start is None:
                continue
            due = window.due(self.calendar)
            days = [entry.date for entry in due.days]
            assert days == [window.start + timedelta(days=n) for n in range(len(days))]
            more = window.extension.days if window.extension else 0
            assert sum(entry.counted for entry in due.days) == window.limit.days + more
            assert totals(spans(due.days)).counted == window.limit.days + more
            out = {day for span in window.spans for day in days if span.first <= day <= span.last}
            assert not [entry for entry in due.days if entry.counted and entry.date in out]

    @invariant()
    def the_dates_on_record_are_those_of_the_clocks(self) -> None:
        for name, value in clocks.dates(self.state, self.daily.item, self.calendar).items():
            if name != "provisional":
                assert getattr(self.state, name) == value, name

    @invariant()
    def no_period_begins_by_one_person_s_word_about_the_past(self) -> None:
        rounds = self.state.course.rounds
        if rounds:
            served = rounds[-1].served_at
            assert (legal_date(served) if served else None) == self.served
        assert self.state.clock_start == self.begun

    @invariant()
    def no_date_accepts_by_one_person_s_word(self) -> None:
        stated = self.state.course.unconfirmed_receipt
        if stated is None or self.state.status not in (Status.SUBMITTED, Status.IN_REVIEW):
            return
        told = self.state.deemed_due
        assert told is None or told >= stated.otherwise + timedelta(days=5), (
            "five working days from the entry"
        )
        if self.state.course.deemed:
            assert self.state.accepted_at and legal_date(self.state.accepted_at) >= stated.otherwise

    @invariant()
    def a_status_has_what_it_needs(self) -> None:
        status, outcome = self.state.status, self.state.outcome
        outcomes = {one.value for act in OUTCOMES_BY_ACT for one in OUTCOMES_BY_ACT[act]}
        if status in (Status.CONCLUDED, Status.DELIVERED):
            assert outcome in outcomes and self.state.concluded_at
        else:
            assert outcome == ""
        if status == Status.AWAITING_CORRECTIONS:
            assert self.state.course.open_round and self.state.correction_due
        if status == Status.DELIVERED:
            assert self.state.delivered_at and outcome in OUTCOMES_WITH_PAPER
        if outcome == Outcome.DEEMED_WITHDRAWN:
            assert withdrawal_limit(self.daily.item) and self.state.course.rounds[-1].served_at


TestAnyCourse = AnyCourse.TestCase
TestAnyCourse.settings = settings(
    max_examples=60,  # many more in `make prove`
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

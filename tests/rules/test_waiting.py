"""For whom a case waits: one at a time, and the spans add up to the whole."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tongban.kernel.calendars import calendar_for
from tongban.rules.clock import ExcludedSpan
from tongban.rules.waiting import Asked, WaitsFor, turn_now, waited, waits

NINGXIA = calendar_for("640121")
MONDAY = date(2026, 11, 2)


def day(number: int) -> date:
    return date(2026, 11, number)


def test_without_a_question_the_case_waits_for_the_office() -> None:
    lines = waits(MONDAY, day(13), [], [], NINGXIA)
    assert [(one.waits_for, one.first, one.last) for one in lines] == [("office", day(3), day(13))]
    assert waited(lines).office == 9


def test_the_day_of_the_notice_is_the_office_s_and_the_day_of_the_answer_the_applicant_s() -> None:
    lines = waits(MONDAY, day(13), [Asked(day(4), day(11))], [], NINGXIA)
    assert [(one.waits_for, one.first.day, one.last.day, one.working_days) for one in lines] == [
        ("office", 3, 4, 2),
        ("applicant", 5, 11, 5),
        ("office", 12, 13, 2),
    ]


def test_what_is_brought_on_the_day_of_the_notice_costs_the_applicant_nothing() -> None:
    lines = waits(MONDAY, day(6), [Asked(day(4), day(4))], [], NINGXIA)
    assert waited(lines).applicant == 0


def test_an_open_notice_waits_through_today() -> None:
    assert waits(MONDAY, day(20), [Asked(day(4))], [], NINGXIA)[-1].waits_for is WaitsFor.APPLICANT


def test_a_procedure_is_nobody_s_delay() -> None:
    hearing = ExcludedSpan(day(9), day(11), "hearing", "《行政许可法》第四十五条")
    sums = waited(waits(MONDAY, day(13), [], [hearing], NINGXIA))
    assert (sums.office, sums.applicant, sums.procedure) == (6, 0, 3)


def test_on_the_day_of_receipt_nobody_has_waited_yet() -> None:
    assert waits(MONDAY, MONDAY, [], [], NINGXIA) == ()


def test_on_the_day_of_the_notice_it_already_waits_for_the_applicant() -> None:
    now = turn_now(MONDAY, day(4), [Asked(day(4))], [])
    assert (now.waits_for, now.days) == (WaitsFor.APPLICANT, 0)


def test_since_the_answer_it_waits_for_the_office_again() -> None:
    now = turn_now(MONDAY, day(13), [Asked(day(4), day(11))], [])
    assert (now.waits_for, now.days) == (WaitsFor.OFFICE, 2)


def test_while_a_procedure_runs_it_waits_for_that_and_afterwards_for_the_office() -> None:
    hearing = ExcludedSpan(day(9), day(11), "hearing", "《行政许可法》第四十五条")
    during = turn_now(MONDAY, day(10), [], [hearing])
    assert (during.waits_for, during.days, during.reason) == (WaitsFor.PROCEDURE, 2, "hearing")
    after = turn_now(MONDAY, day(13), [], [hearing])
    assert (after.waits_for, after.days) == (WaitsFor.OFFICE, 2)


class ACase(RuleBasedStateMachine):
    """A case lives on day by day; notices go out, answers come, procedures run, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = date(2026, 9, 21)
        self.today = self.begun
        self.rounds: list[Asked] = []
        self.procedures: list[ExcludedSpan] = []

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @precondition(lambda self: not self.rounds or self.rounds[-1].answered)
    @rule()
    def a_notice_goes_out(self) -> None:
        self.rounds.append(Asked(self.today))

    @precondition(lambda self: self.rounds and not self.rounds[-1].answered)
    @rule()
    def its_answer_comes(self) -> None:
        self.rounds[-1] = Asked(self.rounds[-1].asked, self.today)

    @rule(after=st.integers(0, 5), length=st.integers(0, 20), kind=st.sampled_from(["hearing", "appraisal"]))
    def a_procedure_runs(self, after: int, length: int, kind: str) -> None:
        first = self.today + timedelta(days=after)
        self.procedures.append(ExcludedSpan(first, first + timedelta(days=length), kind, "45"))

    @invariant()
    def who_has_the_turn_had_it_on_each_day_that_is_said(self) -> None:
        now = turn_now(self.begun, self.today, self.rounds, self.procedures)
        lines = waits(self.begun, self.today, self.rounds, self.procedures, NINGXIA)
        told = {one.first + timedelta(days=n): one.waits_for for one in lines for n in range(one.days)}
        assert {told[self.today - timedelta(days=n)] for n in range(now.days)} <= {now.waits_for}
        before = self.today - timedelta(days=now.days)
        if now.waits_for is WaitsFor.OFFICE and before > self.begun:
            assert told[before] is not WaitsFor.OFFICE

    @invariant()
    def each_day_waits_for_one_and_the_sums_are_the_whole(self) -> None:
        lines = waits(self.begun, self.today, self.rounds, self.procedures, NINGXIA)
        told = [one.first + timedelta(days=n) for one in lines for n in range(one.days)]
        whole = (self.today - self.begun).days
        assert told == [self.begun + timedelta(days=n) for n in range(1, whole + 1)]
        sums = waited(lines)
        assert sums.office + sums.applicant + sums.procedure == NINGXIA.working_days_between(
            self.begun, self.today
        )
        beside = pairwise(lines)
        assert all((one.waits_for, one.reason) != (other.waits_for, other.reason) for one, other in beside)


TestACase = ACase.TestCase
TestACase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)

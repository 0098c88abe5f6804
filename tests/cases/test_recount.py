"""After a calendar changed every open case is counted anew: as an act on it would have counted it, and told once.

The days are those before National Day 2026; the correction makes the 8th of October, a Thursday, a day of rest.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from tests.cases.deemed import publish_with_effect
from tests.cases.open_cases import Pattern, copies, corrected_2026, patterns

from tongban.cases.calendar import progress
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.queries import deemed_otherwise
from tongban.cases.calendar.recount import DUE, recount
from tongban.cases.calendar.telling import new_days, told_change
from tongban.cases.commands.settling import settle_one
from tongban.cases.course import Course, Extended
from tongban.cases.models import Case, DateChange
from tongban.cases.projection import columns, replay
from tongban.cases.queries import case_for
from tongban.cases.state import CaseState
from tongban.kernel import calendars_in_force, ledger
from tongban.kernel.actors import System
from tongban.kernel.calendars_in_force import in_force
from tongban.kernel.errors import InputFaults
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.models import CalendarNotice, Message
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

OPERATOR = System("operator")


def at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=SHANGHAI)


def publish(text: str) -> None:
    publish_calendar(OPERATOR, text, idempotency_key=uuid4().hex)


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(at(28)))
        yield days


@pytest.fixture
def made(clock: ExitStack) -> list[Pattern]:
    """Six open cases of two days; it is the last day before the holiday."""
    found = patterns([at(28), at(29)])
    clock.enter_context(frozen(at(30)))
    return found


def stream(number: str) -> tuple[ledger.Recorded, ...]:
    return ledger.read("case", str(Case.objects.values_list("id", flat=True).get(number=number)))


def counted(number: str) -> tuple[object, ...]:
    return Case.objects.values_list(*DUE, "provisional", "calendar_edition", "version", "status").get(
        number=number
    )


class TestInBulk:
    def test_it_gives_what_an_act_on_each_would_have_given(self, made: list[Pattern]) -> None:
        before = {one.row.number for one in made}
        copies(made, len(made))
        copied = list(Case.objects.exclude(number__in=before).order_by("number"))
        twins = {copy.number: made[index].row.number for index, copy in enumerate(copied)}
        publish(corrected_2026())
        for number in before:
            settle_one(number, at(30))
        recount()
        for copy, original in twins.items():
            assert counted(copy) == counted(original)
            ours, theirs = stream(copy)[-1], stream(original)[-1]
            assert (ours.type, ours.actor["kind"]) == (theirs.type, theirs.actor["kind"])
            if ours.type == "recomputed":
                assert dict(ours.data) == dict(theirs.data)
        assert verify().holds

    def test_an_event_only_where_a_date_moves_the_edition_everywhere(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        done = recount()
        assert done is not None
        assert (done.total, done.checked, done.complete) == (6, 6, True)
        moved = {one.row.number for one in made if stream(one.row.number)[-1].type == "recomputed"}
        assert len(moved) == done.moved
        # who was only handed in on the 28th is answered on the 29th, before the holiday: its law's limit moves alone
        assert set(Case.objects.values_list("calendar_edition", flat=True)) == {in_force("640121").edition}
        assert recount() is None
        assert verify().holds

    def test_a_date_that_was_met_stays_as_it_was(self, clock: ExitStack) -> None:
        matter = Scenario(serial=1)
        matter.decided()
        before = counted(matter.number)
        clock.enter_context(frozen(at(30)))
        publish(corrected_2026())
        recount()
        after = counted(matter.number)
        assert after[DUE.index("promised_due")] == before[DUE.index("promised_due")]
        assert after[DUE.index("statutory_due")] == before[DUE.index("statutory_due")]
        assert after[DUE.index("delivery_due")] == date(2026, 10, 19)  # ten working days, one of them lost
        assert before[DUE.index("delivery_due")] == date(2026, 10, 16)

    def test_its_page_keeps_the_days_it_was_counted_by(self, clock: ExitStack) -> None:
        matter = Scenario(serial=2)
        matter.decided()
        before = {one.kind: one.due for one in case_for(staff("clerk"), matter.number).clocks}
        clock.enter_context(frozen(at(30)))
        publish(corrected_2026())
        recount()
        after = {one.kind: one.due for one in case_for(staff("clerk"), matter.number).clocks}
        for kind in ("promised", "statutory"):
            assert after[kind] == before[kind]
            row = Case.objects.values_list(f"{kind}_due", flat=True).get(number=matter.number)
            assert after[kind] is not None and after[kind].due == row
        assert after["delivery"] != before["delivery"]

    def test_a_day_that_a_correction_leaves_alone_rests_on_its_first_notice(self, clock: ExitStack) -> None:
        first = in_force("640121").day(date(2026, 10, 1))
        publish(corrected_2026())
        after = in_force("640121")
        assert after.day(date(2026, 10, 1)) == first
        assert "试验" in after.day(date(2026, 10, 8)).source
        with pytest.raises(InputFaults):
            publish(corrected_2026())  # nothing in it is new

    def test_in_batches_of_two_it_comes_to_the_same(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        seen: list[int] = []
        recount(lambda run: seen.append(run.checked), at_once=2)
        assert seen == [2, 4, 6]


class TestTelling:
    def test_who_has_a_phone_gets_one_message_with_both_dates(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        recount()
        told = [content_of(row) for row in Message.objects.filter(template="date_changed")]
        by_number = {one["values"]["number"]: one["values"] for one in told}
        accepted = made[1].row.number  # accepted on the 28th, promised by the 8th of October
        assert by_number[accepted]["was"] == "2026年10月8日" or by_number[accepted]["what"] == "法定办结日期"
        assert "试验〔2026〕1号" in by_number[accepted]["reason"]
        assert len(by_number) == len(told)

    def test_after_an_extension_both_dates_are_told_and_a_doubtful_one_is_called_so(self) -> None:
        state = CaseState(
            status="in_review",
            clock_start=date(2026, 12, 1),
            promised_due=date(2026, 12, 29),
            statutory_due=date(2026, 12, 30),
        )
        moved: dict[str, object] = {"promised_due": date(2026, 12, 30), "statutory_due": date(2027, 1, 4)}
        plain = told_change(state, moved, in_force("640121"))
        assert plain is not None and new_days(plain) == "2026年12月30日"
        granted = Course(extension=Extended(10, 1, at(1, 12)))
        both = told_change(replace(state, course=granted), moved, in_force("640121"))
        assert both is not None
        assert new_days(both) == ("2026年12月30日，法定办结日期由2026年12月30日改为2027年1月4日（暂定）")

    def test_who_has_none_comes_onto_the_list(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        done = recount()
        assert done is not None
        without = {made[2].row.id, made[5].row.id}
        assert {row.case_id for row in DateChange.objects.all()} <= without
        assert done.in_person == DateChange.objects.count() == 2

    def test_an_act_on_a_case_tells_too_unless_it_ends_the_limit(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        settle_one(made[4].row.number, at(30))
        settle_one(made[5].row.number, at(30))
        assert Message.objects.filter(template="date_changed").count() == 1
        assert DateChange.objects.get().case_id == made[5].row.id
        recount()
        assert verify().holds


class TestTheDayToBring:
    def test_it_moves_off_a_new_day_of_rest_is_told_and_never_comes_back(self, clock: ExitStack) -> None:
        with_phone, without = Scenario(serial=1), Scenario(serial=2, phone=False)
        for matter in (with_phone, without):
            matter.submitted()
            matter.told_what_is_missing(date(2026, 10, 8))
        clock.enter_context(frozen(at(30)))
        publish(corrected_2026())
        done = recount()
        assert done is not None and (done.checked, done.moved) == (2, 2)
        for matter in (with_phone, without):
            row = Case.objects.get(number=matter.number)
            assert (row.status, row.correction_due) == ("awaiting_corrections", date(2026, 10, 9))
            state = replay(stream(matter.number))
            assert {name: getattr(row, name) for name in columns(state)} == columns(state)
            asked = case_for(staff("clerk"), matter.number).correction
            assert asked is not None and asked.bring_by == date(2026, 10, 9)
        (told,) = [content_of(row)["values"] for row in Message.objects.filter(template="date_changed")]
        assert (told["what"], told["was"]) == ("补正材料的最后日期", "2026年10月8日")
        assert told["due"] == "2026年10月9日"
        assert DateChange.objects.get().kind == "correction"
        publish(corrected_2026("2026-10-07", "试验〔2026〕2号"))  # the 8th is a working day again
        recount()
        assert set(Case.objects.values_list("correction_due", flat=True)) == {date(2026, 10, 9)}
        assert Message.objects.filter(template="date_changed").count() == 1
        assert verify().holds

    def test_what_was_over_when_the_calendar_came_stays_over(self, clock: ExitStack) -> None:
        matter = Scenario(serial=1)
        matter.submitted()
        matter.told_what_is_missing(date(2026, 10, 8))
        clock.enter_context(frozen(at(20, 10)))
        publish(corrected_2026())
        recount()
        assert Case.objects.get(number=matter.number).correction_due == date(2026, 10, 8)
        assert stream(matter.number)[-1].type == "corrections_requested"


class TestWhatHasHappenedStays:
    def test_a_deemed_acceptance_before_the_correction(self, clock: ExitStack) -> None:
        publish_with_effect(date(2026, 9, 28))
        clock.enter_context(frozen(at(30)))
        matter = Scenario(serial=1)
        matter.submitted()
        last = Case.objects.get(number=matter.number).deemed_due
        assert last is not None
        clock.enter_context(frozen(datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)))
        publish(corrected_2026())  # nobody had written it down before
        recount()
        assert [event.type for event in stream(matter.number)][:2] == ["submitted", "deemed_accepted"]
        assert Case.objects.get(number=matter.number).status == "in_review"
        for who in ("clerk", "sysadmin"):
            (told,) = deemed_otherwise(staff(who))
            assert (told.number, told.happened_after) == (matter.number, last)
            assert told.would_be > last
        assert deemed_otherwise(staff("clerk-mz")) == ()
        assert verify().holds

    def test_who_was_accepted_by_hand_in_time_is_counted_once(self, clock: ExitStack) -> None:
        clock.enter_context(frozen(at(1)))
        publish_with_effect(date(2026, 9, 1))
        matter = Scenario(serial=1)
        matter.submitted()
        matter.accepted()
        clock.enter_context(frozen(datetime(2026, 10, 20, 10, tzinfo=SHANGHAI)))
        publish(corrected_2026())  # none of its last days reaches that far
        rounds: list[int] = []

        def told(run: progress.Progress) -> None:
            rounds.append(run.checked)
            assert rounds == [1], "it is counted again and again"

        recount(told)
        assert [event.type for event in stream(matter.number)] == ["submitted", "accepted"]
        assert Case.objects.get(number=matter.number).calendar_edition == in_force("640121").edition
        assert recount() is None

    def test_what_has_not_happened_yet_moves_with_the_calendar(self, clock: ExitStack) -> None:
        publish_with_effect(date(2026, 9, 28))
        clock.enter_context(frozen(at(30)))
        matter = Scenario(serial=1)
        matter.submitted()
        publish(corrected_2026())
        clock.enter_context(frozen(at(9, 10)))  # the last day of telling, no longer the day after it
        settle_one(matter.number, at(9, 10))
        assert [event.type for event in stream(matter.number)] == ["submitted", "recomputed"]
        settle_one(matter.number, at(10, 10))
        assert stream(matter.number)[-1].type == "deemed_accepted"


class TestPublishing:
    def test_a_correction_takes_the_place_of_what_was_published(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        recount()
        publish(corrected_2026("2026-10-07", "试验〔2026〕2号"))
        first, second = CalendarNotice.objects.order_by("id")
        assert (first.superseded_at is None, second.superseded_at) == (False, None)
        assert [event.type for event in ledger.read("calendar", "nation")] == [
            "calendar_published",
            "calendar_corrected",
        ]
        before = Message.objects.filter(template="date_changed").count()
        recount()
        assert Message.objects.filter(template="date_changed").count() == 2 * before
        assert counted(made[1].row.number)[:-3] == tuple(
            getattr(made[1].row, name) for name in (*DUE, "provisional")
        )

    def test_a_run_that_another_publication_came_before_is_over(self, made: list[Pattern]) -> None:
        publish(corrected_2026())
        progress.begin("another", "", 5)
        recount()
        newest, other = progress.lately()
        assert (newest.complete, other.complete, other.ended_at is not None) == (True, False, True)


class _Behind:
    """What a process that has not asked for a while believes: that nothing was ever published."""

    def __init__(self, real: Callable[[int], int]) -> None:
        self._real, self.asked_again = real, False

    def __call__(self, minute: int) -> int:
        return self._real(minute) if self.asked_again else 0

    def cache_clear(self) -> None:
        self.asked_again = True


def test_a_process_that_is_behind_counts_no_date_back(
    made: list[Pattern], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(corrected_2026())
    recount()
    before = counted(made[1].row.number)
    monkeypatch.setattr(
        calendars_in_force, "_generation", _Behind(calendars_in_force._generation.__wrapped__)
    )
    assert in_force("640121").is_working(date(2026, 10, 8))  # so it believes
    assert not settle_one(made[1].row.number, at(30))
    assert counted(made[1].row.number) == before

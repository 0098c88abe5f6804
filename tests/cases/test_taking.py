"""Taking from a position's queue: a mark that holds while its owner is here, and never longer."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.counting import statements

from tongban.cases import commands
from tongban.cases.models import Case, CaseStep, StepEntry
from tongban.cases.queries import case_for, my_list
from tongban.cases.requests import Done, Verdict
from tongban.directory.commands import enter_absence
from tongban.kernel import time
from tongban.kernel.errors import InputFaults, KeyReused, NotAuthorized, NotFound, Refusal
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}


def version(number: str) -> int:
    return Case.objects.values_list("version", flat=True).get(number=number)


def frame(number: str) -> dict[str, object]:
    return {"expected_version": version(number), "idempotency_key": uuid4().hex}


def take(username: str, number: str) -> Done:
    return commands.take(staff(username), number, **frame(number))


def accept(username: str, number: str) -> Done:
    return commands.accept(staff(username), number, verdicts=VERDICTS, **frame(number))


def away(username: str, days: int = 0) -> None:
    person, today = staff(username), time.today()
    enter_absence(
        person,
        staff_id=person.staff_id,
        kind="leave",
        starts=today,
        ends=today + timedelta(days=days),
        idempotency_key=uuid4().hex,
    )


def refused(act: Callable[[], object], code: str) -> dict[str, object]:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value.params


def submitted(serial: int = 1) -> str:
    return Scenario(serial=serial).submitted().number


def under_review(serial: int = 1) -> str:
    return Scenario(serial=serial).accepted().number


class TestAMark:
    def test_keeps_a_colleague_who_is_told_who_holds_it(self) -> None:
        number = submitted()
        take("clerk-b", number)
        assert refused(lambda: accept("clerk", number), "taken_by_colleague") == {
            "by": staff("clerk-b").label
        }
        assert accept("clerk-b", number)

    def test_on_nothing_keeps_nobody(self) -> None:
        number = submitted()
        assert accept("clerk-b", number)

    def test_is_not_put_over_anothers(self) -> None:
        number = submitted()
        take("clerk-b", number)
        refused(lambda: take("clerk", number), "taken_by_colleague")
        refused(lambda: take("clerk-b", number), "already_yours")

    def test_put_back_frees_it(self) -> None:
        number = submitted()
        take("clerk-b", number)
        refused(lambda: commands.put_back(staff("clerk"), number, **frame(number)), "not_taken_by_you")
        commands.put_back(staff("clerk-b"), number, **frame(number))
        assert accept("clerk", number)

    def test_of_somebody_away_today_does_not_hold(self) -> None:
        number = submitted()
        take("clerk-b", number)
        away("clerk-b")
        assert Case.objects.get(number=number).holder_id == staff("clerk-b").assignment_id
        assert accept("clerk", number)

    def test_holds_again_when_its_owner_is_back(self) -> None:
        number = submitted()
        take("clerk-b", number)
        away("clerk-b")
        with time.frozen(time.now() + timedelta(days=1)):
            refused(lambda: accept("clerk", number), "taken_by_colleague")

    def test_of_somebody_whose_assignment_ended_does_not_hold(self) -> None:
        number = submitted()
        take("clerk-b", number)
        held = Case.objects.get(number=number).holder
        assert held is not None
        held.ended_at = time.now()
        held.save()
        assert accept("clerk", number)

    def test_ends_with_the_part_it_was_put_on(self) -> None:
        number = submitted()
        take("clerk", number)
        accept("clerk", number)
        assert Case.objects.get(number=number).holder_id is None

    def test_on_a_step_stays_when_its_opinion_is_given_and_the_next_step_is_free(self) -> None:
        number = (
            Scenario(answers={"enrolled_elsewhere": "yes", "elsewhere_place": "银川市"}).accepted().number
        )
        take("reviewer", number)
        commands.give_opinion(
            staff("reviewer"),
            number,
            step_code="township_review",
            agrees=True,
            opinion="同意",
            **frame(number),
        )
        marks = dict(CaseStep.objects.filter(case__number=number).values_list("code", "taken_by"))
        assert marks == {"township_review": staff("reviewer").assignment_id, "county_check": None}

    def test_on_a_step_keeps_the_other_reviewer(self) -> None:
        number = under_review()
        take("reviewer", number)
        opinion = {"step_code": "township_review", "agrees": True, "opinion": "同意"}
        refused(
            lambda: commands.give_opinion(staff("deputy"), number, **opinion, **frame(number)),
            "taken_by_colleague",
        )
        away("reviewer")
        assert commands.give_opinion(staff("deputy"), number, **opinion, **frame(number))

    def test_does_not_keep_the_applicants_own_wish(self) -> None:
        number = submitted()
        take("clerk-b", number)
        assert commands.withdraw(
            staff("clerk"), number, reason="本人到窗口要求撤回", signed=True, **frame(number)
        )

    def test_is_not_put_by_who_is_away(self) -> None:
        number = submitted()
        away("clerk-b")
        refused(lambda: take("clerk-b", number), "you_are_away")

    def test_is_not_put_by_other_positions_or_on_anothers_step(self) -> None:
        number = submitted()
        with pytest.raises(NotFound):
            take("clerk-mz", number)
        refused(lambda: take("reviewer", number), "nothing_to_take")
        refused(lambda: take("approver", number), "not_your_role_take")

    def test_is_on_the_record(self) -> None:
        number = submitted()
        take("clerk-b", number)
        commands.put_back(staff("clerk-b"), number, **frame(number))
        told = [one.type for one in case_for(staff("clerk"), number).timeline]
        assert told[-2:] == ["taken", "put_back"]
        assert verify().holds


class TestTheNext:
    def test_is_the_one_that_is_due_first(self) -> None:
        with time.frozen(time.now() - timedelta(days=1)):
            older = submitted(1)
        submitted(2)
        done = commands.take_next(staff("clerk"), idempotency_key="a")
        assert done is not None and done.number == older

    def test_is_one_that_nobody_here_holds(self) -> None:
        first, second = submitted(1), submitted(2)
        take("clerk-b", first)
        done = commands.take_next(staff("clerk"), idempotency_key="a")
        assert done is not None and done.number == second
        assert commands.take_next(staff("clerk"), idempotency_key="b") is None
        away("clerk-b")
        done = commands.take_next(staff("clerk"), idempotency_key="c")
        assert done is not None and done.number == first

    def test_repeated_with_the_same_key_is_the_same(self) -> None:
        submitted(1), submitted(2)
        first = commands.take_next(staff("clerk"), idempotency_key="a")
        again = commands.take_next(staff("clerk"), idempotency_key="a")
        assert first is not None and again is not None
        assert (again.number, again.version, again.replayed) == (first.number, first.version, True)
        assert Case.objects.filter(holder__isnull=False).count() == 1

    def test_under_a_key_of_something_else_is_refused(self) -> None:
        number = submitted(1)
        submitted(2)
        asked = frame(number)
        commands.accept(staff("clerk"), number, verdicts=VERDICTS, **asked)
        with pytest.raises(KeyReused):
            commands.take_next(staff("clerk"), idempotency_key=str(asked["idempotency_key"]))

    def test_of_a_reviewer_is_a_step(self) -> None:
        number = under_review()
        done = commands.take_next(staff("reviewer"), idempotency_key="a")
        assert done is not None and done.number == number
        assert (
            CaseStep.objects.get(case__number=number, state="open").taken_by_id
            == staff("reviewer").assignment_id
        )
        assert commands.take_next(staff("deputy"), idempotency_key="b") is None

    def test_is_nobodys_who_takes_nothing(self) -> None:
        refused(lambda: commands.take_next(staff("approver"), idempotency_key="a"), "not_your_role_take")


class TestReassigning:
    def to(
        self, username: str, number: str, by: str = "approver", reason: str = "马晓燕下午去县里开会"
    ) -> Done:
        return commands.reassign(
            staff(by), number, to=staff(username).assignment_id, reason=reason, **frame(number)
        )

    def test_gives_the_matter_to_somebody_else(self) -> None:
        number = submitted()
        take("clerk", number)
        self.to("clerk-b", number)
        refused(lambda: accept("clerk", number), "taken_by_colleague")
        assert accept("clerk-b", number)
        assert verify().holds

    def test_keeps_the_reason_sealed_with_the_case(self) -> None:
        number = submitted()
        self.to("clerk-b", number)
        entry = StepEntry.objects.get(kind="reassigned")
        assert "开会".encode() not in bytes(entry.record)

    def test_of_a_step_goes_to_who_may_do_it(self) -> None:
        number = under_review()
        self.to("deputy", number)
        assert (
            CaseStep.objects.get(case__number=number, state="open").taken_by_id
            == staff("deputy").assignment_id
        )
        faults = self.faults(lambda: self.to("clerk", number))
        assert faults == {("to", "not_here_today")}

    def test_goes_to_nobody_who_is_away(self) -> None:
        number = submitted()
        away("clerk-b")
        assert self.faults(lambda: self.to("clerk-b", number)) == {("to", "not_here_today")}

    def test_to_who_holds_it_already_changes_nothing(self) -> None:
        number = submitted()
        take("clerk", number)
        assert self.faults(lambda: self.to("clerk", number)) == {("to", "already_theirs")}

    @pytest.mark.parametrize("reason", ["", "无", "其他原因"])
    def test_needs_a_reason_that_says_something(self, reason: str) -> None:
        number = submitted()
        ((field, _),) = self.faults(lambda: self.to("clerk-b", number, reason=reason))
        assert field == "reason"

    def test_is_the_heads_of_that_authority(self) -> None:
        number = submitted()
        for username in ("clerk", "reviewer"):
            refused(
                lambda username=username: self.to("clerk-b", number, by=username), "not_your_role_reassign"
            )
        with pytest.raises(NotFound):
            self.to("clerk-b", number, by="county-mz-head")

    def faults(self, act: Callable[[], object]) -> set[tuple[str, str]]:
        with pytest.raises(InputFaults) as refusal:
            act()
        return {(one.field, one.code) for one in refusal.value.faults}


def test_an_act_on_what_nobody_took_costs_no_statement_more() -> None:
    with statements() as sent:
        accept("clerk", submitted())
    assert not any("directory_absence" in one for one in sent)


def test_a_person_of_another_county_office_takes_no_step_that_is_not_theirs() -> None:
    number = Scenario(answers={"enrolled_elsewhere": "yes", "elsewhere_place": "银川市"}).accepted().number
    with pytest.raises(NotFound):
        take("county", number)
    with pytest.raises((NotFound, NotAuthorized)):
        take("county-mz", number)


class TestThePage:
    def test_says_who_holds_it_and_offers_to_put_it_back(self) -> None:
        number = submitted()
        take("clerk-b", number)
        own, others = case_for(staff("clerk-b"), number), case_for(staff("clerk"), number)
        assert [(one.holder, one.mine) for one in own.taking.held] == [(staff("clerk-b").label, True)]
        assert [one.mine for one in others.taking.held] == [False]
        assert {one.act for one in own.acts} >= {"put_back"}
        assert {one.act for one in others.acts}.isdisjoint({"take", "put_back", "reassign"})
        assert {one.why_not for one in others.acts if one.act == "accept"} == {"taken_by_colleague"}

    def test_tells_both_who_was_given_it_and_why(self) -> None:
        number = submitted()
        take("clerk", number)
        head = case_for(staff("approver"), number)
        ((place, people),) = [(one.place, one.people) for one in head.taking.givable]
        assert (place, [name for _, name in people]) == ("", [staff("clerk-b").label])
        TestReassigning().to("clerk-b", number)
        for username in ("clerk", "clerk-b"):
            (told,) = case_for(staff(username), number).taking.assigned
            assert (told.to, told.before) == (staff("clerk-b").label, staff("clerk").label)
            assert told.reason == "马晓燕下午去县里开会"

    def test_of_the_applicant_says_nothing_of_it(self) -> None:
        matter = Scenario(channel="portal", serial=3)
        number = matter.submitted().number
        take("clerk", number)
        assert case_for(matter.citizen, number).taking.held == ()


class TestTheList:
    def rows(self, username: str, **asked: bool) -> dict[str, tuple[str, bool]]:
        return {row.number: (row.holder, row.held_by_me) for row in my_list(staff(username), **asked).rows}

    def test_says_on_each_line_who_holds_it(self) -> None:
        free, taken = submitted(1), submitted(2)
        take("clerk-b", taken)
        assert self.rows("clerk") == {free: ("", False), taken: (staff("clerk-b").label, False)}
        assert self.rows("clerk-b")[taken] == (staff("clerk-b").label, True)
        away("clerk-b")
        assert self.rows("clerk")[taken] == ("", False)

    def test_can_be_of_what_one_took_alone(self) -> None:
        submitted(1)
        taken = submitted(2)
        take("clerk-b", taken)
        assert set(self.rows("clerk-b", mine=True)) == {taken}
        assert self.rows("clerk", mine=True) == {}

    def test_of_a_reviewer_has_the_steps_marks(self) -> None:
        number = under_review()
        take("deputy", number)
        assert self.rows("reviewer") == {number: (staff("deputy").label, False)}
        assert set(self.rows("deputy", mine=True)) == {number}

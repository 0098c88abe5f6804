"""Special procedures, the one extension and termination, through the commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tongban.cases.commands import (
    decide,
    deliver,
    start_special_procedure,
)
from tongban.cases.models import Case
from tongban.cases.projection import replay
from tongban.cases.queries import case_for, could_see, my_list, preview_paper
from tongban.cases.queries.lists import lines_of
from tongban.catalogue import queries as catalogue
from tongban.kernel import ledger
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import Message
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site.scenario import staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LICENCE = "NJ-001"
MONDAY = date(
    2026, 9, 14
)  # accepted: the promise of 12 working days ends on 30 September (20 September is worked, 25–27 a holiday)


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@contextmanager
def on(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    with frozen(datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)):
        yield


@pytest.fixture
def matter() -> ItemScenario:
    """A homestead accepted on Monday, 14 September 2026."""
    told = ItemScenario(LICENCE)
    with on(MONDAY):
        told.accepted()
    return told


def row(matter: ItemScenario) -> Case:
    return Case.objects.get(number=matter.number)


def papers(matter: ItemScenario, kind: str) -> int:
    return Paper.objects.filter(subject=row(matter).id, kind=kind).count()


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def without_effect(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Every edition as if the item did not state this effect with its basis."""
    real = catalogue.pinned

    def stripped(version_id: int) -> catalogue.PinnedItem:
        item = real(version_id)
        effects = {name: one for name, one in item.definition.effects.items() if name != code}
        return replace(item, definition=replace(item.definition, effects=effects))

    for module in ("tongban.cases.frame", "tongban.cases.queries.lists"):
        monkeypatch.setattr(f"{module}.pinned", stripped)


class TestSpecialProcedure:
    def test_takes_its_whole_days_out_of_promise_and_law_and_tells_the_applicant(
        self, matter: ItemScenario
    ) -> None:
        before = row(matter)
        with on(date(2026, 9, 15)):
            matter.procedure_begun(days=5)
        after = row(matter)
        assert before.promised_due and after.promised_due and before.statutory_due and after.statutory_due
        # 16 17 18 September, the made-up Sunday the 20th, and Monday the 21st
        assert after.promised_due > before.promised_due
        with on(date(2026, 9, 15)):
            view = case_for(matter.head, matter.number)
        (told,) = view.clock_acts.procedures
        assert (told.kind, told.first, told.told_last) == ("appraisal", date(2026, 9, 16), date(2026, 9, 21))
        assert "看地基" in told.reason
        promised = next(clock for clock in view.clocks if clock.kind == "promised")
        assert promised.due is not None
        out = [day.date for day in promised.due.days if day.reason == "appraisal"]
        assert (out[0], out[-1], len(out)) == (date(2026, 9, 16), date(2026, 9, 21), 6)
        assert papers(matter, "special_procedure_notice") == 1
        assert Message.objects.filter(template="procedure_started").count() == 1
        assert verify().holds

    def test_is_not_begun_again_without_something_else_to_look_at(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)):
            matter.procedure_begun(days=2)
        with on(date(2026, 9, 17)):
            matter.procedure_ended()
            with pytest.raises(InputFaults) as refused:
                matter.procedure_begun(days=2)
            assert codes(refused) == ["procedure_done_before"]
            with pytest.raises(InputFaults) as refused:
                matter.procedure_begun("expert_review", days=365, unit="calendar")
            assert codes(refused) == ["procedures_too_long"]
            matter.procedure_begun(
                days=2, subject="院子里的老井", reason="邻居提出那口老井离新房太近，也要量一量。"
            )
        assert papers(matter, "special_procedure_notice") == 2

    def test_pauses_nothing_that_is_over_and_takes_nothing_out_of_it(self, matter: ItemScenario) -> None:
        promised, law = row(matter).promised_due, row(matter).statutory_due
        assert promised is not None and law is not None and promised < law
        with on(law), pytest.raises(InputFaults) as refused:
            matter.procedure_begun(days=5)
        assert codes(refused) == ["procedure_after_the_limit"]
        with on(promised + timedelta(days=1)):
            matter.procedure_begun(days=5)
        assert row(matter).promised_due == promised and row(matter).statutory_due > law  # type: ignore[operator]  # it runs
        with on(promised + timedelta(days=3)):
            (line,) = lines_of([row(matter)], masked=True)
            clocks = {one.kind: one.lamp for one in case_for(matter.head, matter.number).clocks}
        assert (line.lamp, clocks["promised"], clocks["statutory"]) == ("overdue", "overdue", "paused")

    def test_that_ends_early_gives_the_days_back_and_its_result_is_sealed(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)):
            matter.procedure_begun(days=5)
        told = row(matter).promised_due
        with on(date(2026, 9, 18)):
            matter.procedure_ended(date(2026, 9, 17))
            view = case_for(matter.head, matter.number)
        assert told is not None and row(matter).promised_due < told  # type: ignore[operator]  # it runs
        (ended,) = view.clock_acts.procedures
        assert ended.ended == date(2026, 9, 17) and "地基稳固" in ended.result
        assert "地基稳固".encode() not in bytes(row(matter).afterwards or b"")
        assert verify().holds

    def test_that_lasts_longer_than_told_lets_the_clock_run_again(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)):
            matter.procedure_begun(days=2)
        told = row(matter).promised_due
        with on(date(2026, 9, 22)):
            view = case_for(matter.head, matter.number)
            assert view.clock_acts.running is not None and view.clock_acts.running.beyond
            matter.procedure_ended()
        assert row(matter).promised_due == told

    def test_keeps_the_decision_waiting_until_it_is_ended(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)):
            matter.reviewed()
            matter.procedure_begun(actor=matter.head)
            option = next(act for act in case_for(matter.head, matter.number).acts if act.act == "decide")
            assert option.why_not == "procedure_open"
            with pytest.raises(InputFaults) as refused:
                decide(
                    matter.head,
                    matter.number,
                    expected_version=matter.version,
                    idempotency_key="decide-too-early",
                    granted=True,
                    reason="",
                )
        assert codes(refused) == ["procedure_open"]

    def test_one_at_a_time_and_none_without_its_basis(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)):
            with pytest.raises(InputFaults) as refused:
                matter.procedure_begun("site_visit")
            assert codes(refused) == ["procedure_without_basis"]
            matter.procedure_begun()
            with pytest.raises(InputFaults) as refused:
                matter.procedure_begun("hearing")
        assert codes(refused) == ["procedure_still_open"]

    def test_without_the_item_s_rule_it_neither_begins_nor_takes_a_day_out(
        self, matter: ItemScenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = row(matter).promised_due
        with on(date(2026, 9, 15)):
            matter.procedure_begun()
            without_effect(monkeypatch, "special_procedure")
            view = case_for(matter.head, matter.number)
            promised = next(clock for clock in view.clocks if clock.kind == "promised")
            assert promised.due is not None and promised.due.due == plain
            assert "start_special_procedure" not in {act.act for act in view.acts}
            matter.procedure_ended()
            with pytest.raises(InputFaults) as refused:
                matter.procedure_begun()
        assert codes(refused) == ["procedure_without_basis"]

    def test_is_the_open_step_s_or_the_deciding_head_s(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)), pytest.raises(NotAuthorized):
            matter.procedure_begun(actor=matter.clerk)

    def test_a_reason_that_says_nothing_stops_no_clock(self, matter: ItemScenario) -> None:
        with on(date(2026, 9, 15)), pytest.raises(InputFaults) as refused:
            start_special_procedure(
                matter.head,
                matter.number,
                expected_version=matter.version,
                idempotency_key="no-reason",
                kind="hearing",
                days=5,
                unit="working",
                reason="按有关规定不符合要求",
            )
        assert codes(refused) == ["reason_says_nothing"]


class TestExtension:
    def test_moves_the_law_s_limit_once_and_leaves_the_promise(self, matter: ItemScenario) -> None:
        before = row(matter)
        assert before.statutory_due is not None
        with on(before.statutory_due):  # on its very last day
            matter.extended()
            view = case_for(matter.head, matter.number)
            with pytest.raises(Refusal, match="extended_before"):
                matter.extended()
        after = row(matter)
        calendar_days = (after.statutory_due - before.statutory_due).days  # type: ignore[operator]  # it runs
        assert calendar_days == 14 and after.promised_due == before.promised_due
        assert not view.clock_acts.promise_stands  # twelve days were promised, twenty have passed
        assert papers(matter, "extension_notice") == 1
        assert Message.objects.filter(template="extended").count() == 1
        assert verify().holds

    def test_comes_too_late_the_day_after(self, matter: ItemScenario) -> None:
        last = row(matter).statutory_due
        assert last is not None
        with on(last + timedelta(days=1)), pytest.raises(Refusal, match="extension_too_late"):
            matter.extended()

    def test_falls_where_a_procedure_had_ended_before_and_the_limit_was_over(
        self, matter: ItemScenario
    ) -> None:
        last = row(matter).statutory_due
        assert last is not None
        with on(MONDAY):
            matter.procedure_begun(days=60, unit="calendar")
        with on(last + timedelta(days=14)):  # by the law's own days it is over, by the procedure's it is not
            matter.extended()
            matter.procedure_ended(MONDAY)
            told = case_for(matter.head, matter.number).clock_acts
            assert told.extension is not None and told.extension.void
            with pytest.raises(Refusal, match="extended_before"):
                matter.extended()
        assert row(matter).statutory_due == last
        assert verify().holds

    def test_without_the_item_s_rule_there_is_none(
        self, matter: ItemScenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_effect(monkeypatch, "extension")
        with on(MONDAY), pytest.raises(Refusal, match="extension_not_allowed"):
            matter.extended()

    def test_is_approved_by_the_position_that_the_item_names(self, matter: ItemScenario) -> None:
        other = replace(matter.head, position_code="somebody_else")
        with on(MONDAY), pytest.raises(NotAuthorized, match="not_the_extender"):
            matter.extended(actor=other)

    def test_of_joint_handling_where_two_departments_look_side_by_side(self) -> None:
        forest = ItemScenario(LICENCE, serial=2, answers={"land_now": "forest"})
        with on(MONDAY):
            forest.accepted()
        joint = row(forest)
        assert joint.statutory_due is not None
        with on(MONDAY):
            view = case_for(forest.head, forest.number)
            clock = next(one for one in view.clocks if one.kind == "statutory")
            assert clock.due is not None and max(day.ordinal or 0 for day in clock.due.days) == 45
            assert view.clock_acts.extension_days == 15
            forest.extended()
        assert row(forest).statutory_due > joint.statutory_due  # type: ignore[operator]  # it runs

    def test_by_the_county_s_head_once_a_step_has_come_to_the_county_and_not_before(self) -> None:
        matter = ItemScenario("NJ-002", serial=9)
        head = staff("county-zr-head")
        with on(MONDAY):
            matter.accepted()
            with pytest.raises(NotFound):
                case_for(head, matter.number)
            while matter.open_step is not None and matter.open_step.level != "county":
                matter.opinion()
            assert matter.open_step is not None
            before = row(matter).statutory_due
            matter.extended(actor=head)
            assert [line.number for line in my_list(head).rows] == []  # nothing to decide yet
            today = could_see(staff("auditor"), head.staff_id, MONDAY)
        assert any(matter.number in sight.numbers for sight in today.sights)
        after = row(matter)
        assert after.statutory_due > before  # type: ignore[operator]  # it runs
        paper = Paper.objects.get(subject=after.id, kind="extension_notice")
        assert paper.body_id == after.deciding_body_id != after.body_id


class TestTermination:
    def test_before_acceptance_is_the_counter_s_and_has_its_paper_to_deliver(self) -> None:
        matter = ItemScenario(LICENCE, serial=3)
        with on(MONDAY):
            matter.submitted()
            with pytest.raises(NotAuthorized):
                matter.terminated(actor=matter.head)
            matter.terminated()
            deliver(
                matter.clerk,
                matter.number,
                expected_version=matter.version,
                idempotency_key="hand-over",
                mode="handed_over",
                receiver_name="马小军",
                relation="child",
                lives_together=True,
                identification="居民身份证",
            )
        assert (row(matter).status, row(matter).outcome) == ("delivered", "terminated")
        assert papers(matter, "termination_decision") == 1

    @pytest.mark.parametrize("ground", ["object_gone", "other_by_law"])
    def test_who_lives_is_told(self, matter: ItemScenario, ground: str) -> None:
        with on(MONDAY):
            with pytest.raises(InputFaults) as refused:
                matter.terminated(ground=ground, nobody=True)
            assert [(one.field, one.code) for one in refused.value.faults] == [("nobody", "somebody_is_left")]
            matter.terminated(ground=ground)
        assert row(matter).delivery_due is not None

    def test_with_nobody_left_is_filed_and_waits_for_no_delivery(self, matter: ItemScenario) -> None:
        with on(MONDAY):
            with pytest.raises(NotAuthorized):
                matter.terminated(actor=matter.clerk)
            matter.terminated(nobody=True)
            assert row(matter).next_act == ""
            with pytest.raises(ActNotAllowed):
                deliver(
                    matter.clerk,
                    matter.number,
                    expected_version=matter.version,
                    idempotency_key="hand-over",
                    mode="handed_over",
                    receiver_name="无人",
                    relation="other",
                    identification="无",
                )
        held = row(matter)
        assert held.delivery_due is None
        assert replay(ledger.read("case", str(held.id))).course.nobody
        assert verify().holds

    def test_is_previewed_as_it_would_be_issued(self, matter: ItemScenario) -> None:
        with on(MONDAY):
            document = preview_paper(
                matter.head,
                matter.number,
                act="terminate",
                ground="object_gone",
                reason="要盖房的那块地2026年9月已被征收。",
                basis="《中华人民共和国土地管理法》第四十七条",
                nobody=False,
            )
        assert document.startswith(b"%PDF")

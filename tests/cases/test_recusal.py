"""Kin do not decide for kin, by whatever name or role they come; who acts instead is said, and is who can."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.counting import statements

from tongban.cases import commands
from tongban.cases.frame import load
from tongban.cases.kin_before import file_acts_before
from tongban.cases.kinship import CONTEXT, digests_of
from tongban.cases.models import Case, CaseStep, KinFiling
from tongban.cases.queries import case_for, who_can
from tongban.cases.requests import Done, PersonInput, Representation, Verdict
from tongban.cases.sealed import open_values
from tongban.cases.steps.records import Visit, check_record
from tongban.catalogue.queries import current
from tongban.directory.commands import assign, declare_kin, end_kin, enter_absence
from tongban.directory.commands.assignments import Post
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of, officers_of_body
from tongban.kernel import time
from tongban.kernel.actors import Staff, System
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotAuthorized, NotFound, Refusal
from tongban.kernel.models import CommandRecord, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, citizen_number, person, staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}
TWO_STEPS = {"enrolled_elsewhere": "yes", "elsewhere_place": "银川市"}


def declares(username: str, serial: int = 1, *, number: str = "", relation: str = "sibling") -> int:
    return declare_kin(
        staff(username),
        relation=relation,
        name=person(serial).name,
        number=number or citizen_number(serial),
        idempotency_key=uuid4().hex,
    )


def frame(number: str) -> dict[str, object]:
    version = Case.objects.values_list("version", flat=True).get(number=number)
    return {"expected_version": version, "idempotency_key": uuid4().hex}


def accept(username: str, number: str) -> Done:
    return commands.accept(staff(username), number, verdicts=VERDICTS, **frame(number))


def opinion(actor: Staff, number: str, step: str = "township_review") -> Done:
    return commands.give_opinion(actor, number, step_code=step, agrees=True, opinion="同意", **frame(number))


def decide(actor: Staff, number: str) -> Done:
    return commands.decide(actor, number, granted=True, reason="", **frame(number))


def recuse(username: str, number: str, **more: object) -> Done:
    told = {"relation": "sibling", **more}
    return commands.recuse(staff(username), number, **told, **frame(number))


def refused(act: Callable[[], object], code: str) -> dict[str, object]:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value.params


def away(username: str) -> None:
    actor, today = staff(username), time.today()
    enter_absence(
        actor, staff_id=actor.staff_id, kind="leave", starts=today, ends=today, idempotency_key=uuid4().hex
    )


def second_reviewer() -> Staff:
    """The B clerk reviews too."""
    clerk = staff("clerk-b")
    post = Post(clerk.staff_id, clerk.position_id, "reviewer", "B", time.today())
    assign(System("setup"), post, idempotency_key=uuid4().hex)
    return next(one for one in acting("clerk-b") if one.role == "reviewer")


def acting(username: str) -> tuple[Staff, ...]:
    return assignments_of(Account.objects.get(username=username).id)


class TestTheBlock:
    def test_a_clerk_does_not_accept_for_kin_and_is_told_who_can(self) -> None:
        declares("clerk")
        number = Scenario().submitted().number
        assert refused(lambda: accept("clerk", number), "near_kin") == {"to": staff("clerk-b").label}
        assert accept("clerk-b", number)

    def test_of_whom_nobody_declared_the_act_asks_the_register_nothing(self) -> None:
        declares("clerk")
        number = Scenario().submitted().number
        with statements() as sent:
            accept("clerk-b", number)
        assert not any("directory_kin" in text for text in sent)

    def test_one_statement_where_somebody_was_declared(self) -> None:
        declares("clerk", serial=7)
        number = Scenario().submitted().number
        with statements() as sent:
            accept("clerk", number)
        assert sum("directory_kin" in text for text in sent) == 1

    def test_a_reviewer_gives_no_opinion_and_it_would_go_to_the_county(self) -> None:
        declares("reviewer")
        declares("deputy")
        number = Scenario().accepted().number
        to = refused(lambda: opinion(staff("reviewer"), number), "near_kin_county")["to"]
        assert "居民养老保险岗" in str(to)

    def test_a_head_does_not_decide(self) -> None:
        declares("approver")
        matter = Scenario()
        matter.reviewed()
        refused(lambda: decide(staff("approver"), matter.number), "near_kin_county")

    def test_the_page_greys_what_is_barred_and_leaves_the_rest(self) -> None:
        declares("clerk")
        number = Scenario().submitted().number
        acts = {one.act: one.why_not for one in case_for(staff("clerk"), number).acts}
        assert acts["accept"] == acts["decline"] == "near_kin"
        assert acts.get("withdraw", "") == ""

    def test_who_can_counts_who_is_kin_and_names_nobody(self) -> None:
        declares("clerk")
        number = Scenario().submitted().number
        told = who_can(staff("sysadmin"), "cases.accept", site_id=staff("clerk").site_id, number=number)
        assert told.unnamed == 1
        assert staff("clerk").staff_id not in {one.actor.staff_id for one in (*told.able, *told.nearly)}
        assert staff("clerk-b").staff_id in {one.actor.staff_id for one in told.able}


class TestWaysRound:
    def test_kin_come_as_representatives(self) -> None:
        declares("clerk", serial=2)
        matter = Scenario(phone=True)
        told = matter.application()
        by_kin = told.__class__(
            **{
                **told.__dict__,
                "representation": Representation(
                    "representative", PersonInput(person(2).name, citizen_number(2)), "child", True
                ),
            }
        )
        number = commands.submit(staff("clerk-b"), by_kin, idempotency_key=uuid4().hex).number
        refused(lambda: accept("clerk", number), "near_kin")

    def test_oneself_is_a_party(self) -> None:
        declares("clerk", relation="self")
        number = Scenario().submitted().number
        refused(lambda: accept("clerk", number), "near_kin")

    def test_a_number_typed_with_a_small_x_is_the_same(self) -> None:
        serial = next(one for one in range(1, 99) if citizen_number(one).endswith("X"))
        declares("clerk", serial, number=citizen_number(serial).lower())
        number = Scenario(serial=serial).submitted().number
        refused(lambda: accept("clerk", number), "near_kin")

    def test_ending_the_entry_frees_nobody_for_what_lies_there(self) -> None:
        kin_id = declares("clerk")
        number = Scenario().submitted().number
        end_kin(staff("clerk"), kin_id, idempotency_key="end")
        refused(lambda: accept("clerk", number), "near_kin")

    def test_what_comes_in_soon_after_the_end_is_a_matter_of_kin_still(self) -> None:
        kin_id = declares("clerk")
        end_kin(staff("clerk"), kin_id, idempotency_key="end")
        with time.frozen(time.now() + timedelta(days=29)):
            number = Scenario().submitted().number
            refused(lambda: accept("clerk", number), "near_kin")

    def test_what_comes_in_after_the_waiting_time_is_free(self) -> None:
        kin_id = declares("clerk")
        end_kin(staff("clerk"), kin_id, idempotency_key="end")
        with time.frozen(time.now() + timedelta(days=31)):
            number = Scenario().submitted().number
            assert accept("clerk", number)

    def test_a_second_role_of_the_same_person_is_the_same_person(self) -> None:
        declares("clerk-b")
        reviewer = second_reviewer()
        number = Scenario().accepted().number
        assert refused(lambda: opinion(reviewer, number), "near_kin") == {
            "to": f"{staff('reviewer').label}、{staff('deputy').label}"
        }

    def test_whoever_holds_a_lent_power_is_asked_too(self) -> None:
        declares("deputy")
        matter = Scenario()
        matter.reviewed()
        deputy = next(one for one in acting("deputy") if one.delegated_by is not None)
        assert refused(lambda: decide(deputy, matter.number), "near_kin") == {"to": staff("approver").label}

    def test_nobody_lends_a_power_they_may_not_use_themselves(self) -> None:
        declares("approver")
        matter = Scenario()
        matter.reviewed()
        deputy = next(one for one in acting("deputy") if one.delegated_by is not None)
        refused(lambda: decide(deputy, matter.number), "near_kin_county")

    def test_the_queue_gives_kin_the_next_one(self) -> None:
        declares("clerk")
        own, other = Scenario().submitted().number, Scenario(serial=2).submitted().number
        assert commands.take_next(staff("clerk"), idempotency_key="1").number == other  # type: ignore[union-attr]
        assert commands.take_next(staff("clerk"), idempotency_key="2") is None
        assert commands.take_next(staff("clerk-b"), idempotency_key="3").number == own  # type: ignore[union-attr]

    def test_a_child_of_the_household_is_a_party(self, whole_county: None) -> None:
        item = current("MZ-001", "640121200000").definition
        asked = next(question.code for question in item.questions if question.kind == "people")
        child = "640121201601010019"
        told = digests_of(item, {"number": citizen_number(1)}, {}, {asked: f"马小宝|{child}|孙子"})
        assert keyed_digest("citizen_number", child) in told


class TestDeclaredAfterwards:
    def test_an_opinion_given_before_is_filed_once_and_told_to_the_head(self) -> None:
        other, number = Scenario(serial=2).accepted().number, Scenario().accepted().number
        for one in (other, number):
            opinion(staff("reviewer"), one)
        declares("reviewer")
        told = CommandRecord.objects.get(name="directory.declare_kin").id
        for _again in range(2):
            file_acts_before(told)
        (line,) = case_for(staff("approver"), number).kin
        assert (line.act, line.effect, line.relation) == ("give_opinion", "before", "sibling")
        assert case_for(staff("approver"), other).kin == ()
        assert decide(staff("approver"), number)
        assert verify().holds


class TestTheMark:
    def test_kin_open_nothing_that_is_masked(self) -> None:
        declares("clerk")
        number = Scenario().submitted().number
        look = {"field": "applicant.number", "reason": "核对身份证号"}
        refused(lambda: commands.unmask(staff("clerk"), number, **look), "near_kin_look")
        assert commands.unmask(staff("clerk-b"), number, **look) == citizen_number(1)

    def test_a_mark_of_kin_holds_nobody(self) -> None:
        number = Scenario().submitted().number
        commands.take(staff("clerk"), number, **frame(number))
        assert commands.take_next(staff("clerk-b"), idempotency_key="held") is None
        declares("clerk")
        acts = {one.act: one.why_not for one in case_for(staff("clerk-b"), number).acts}
        assert not acts["accept"]
        assert commands.take_next(staff("clerk-b"), idempotency_key="free").number == number  # type: ignore[union-attr]
        assert accept("clerk-b", number)

    def test_nothing_is_assigned_to_kin(self) -> None:
        declares("clerk-b")
        number = Scenario().submitted().number
        told = {"to": staff("clerk-b").assignment_id, "reason": "马晓燕手上的件太多，请白玉莲办"}
        refused(lambda: commands.reassign(staff("approver"), number, **told, **frame(number)), "input_faults")

    def test_where_nobody_of_the_counter_may_the_head_gives_it_to_another_counter(self) -> None:
        declares("clerk")
        declares("clerk-b")
        number = Scenario().submitted().number
        other = staff("clerk-mz")
        assert other.label in str(refused(lambda: accept("clerk", number), "near_kin_head")["to"])
        with pytest.raises(NotFound):
            accept("clerk-mz", number)
        told = {"to": other.assignment_id, "reason": "社保窗口两个人都是近亲属"}
        commands.reassign(staff("approver"), number, **told, **frame(number))
        assert accept("clerk-mz", number)
        assert verify().holds

    def test_kin_go_along_on_no_visit(self) -> None:
        declares("deputy")
        reviewer, number = staff("reviewer"), Scenario().accepted().number
        case = load(reviewer, number, lock=False)
        case.run.at = time.now()
        step = replace(case.state.steps[0], kind="two_officer_verification")
        second = {one.staff_id: one.assignment_id for one in officers_of_body(reviewer)}
        codes = {
            name: {
                fault.code
                for fault in check_record(
                    case,
                    reviewer,
                    step,
                    Visit(time.today(), "村东头", "家里三口人都在", second[staff(name).staff_id]),
                    agrees=True,
                )[1]
            }
            for name in ("deputy", "clerk")
        }
        assert "officer_barred" in codes["deputy"] and "officer_barred" not in codes["clerk"]


class TestTheFiling:
    def test_an_assister_takes_in_for_kin_on_record(self) -> None:
        declares("assister")
        number = Scenario(channel="village_point").submitted().number
        row = KinFiling.objects.get(case__number=number)
        assert (row.act, row.effect) == ("submit", "filed")
        accept("clerk", number)
        (told,) = case_for(staff("reviewer"), number).kin
        assert (told.act, told.relation) == ("submit", "sibling")
        (told,) = case_for(staff("clerk"), number).kin
        assert (told.act, told.relation) == ("submit", "")  # the counter need not know how they are kin

    def test_handing_over_goes_on_on_record(self) -> None:
        declares("clerk")
        matter = Scenario()
        matter.submitted(staff("clerk-b"))
        accept("clerk-b", matter.number)
        opinion(staff("reviewer"), matter.number)
        decide(staff("approver"), matter.number)
        commands.deliver(
            staff("clerk"),
            matter.number,
            mode="handed_over",
            receiver_name=matter.applicant.name,
            relation="self",
            identification="居民身份证",
            **frame(matter.number),
        )
        assert list(KinFiling.objects.values_list("act", "effect")) == [("deliver", "filed")]
        assert Case.objects.get(number=matter.number).course.count('"kin"') == 1
        assert verify().holds

    def test_the_note_lies_under_the_cases_key(self) -> None:
        declares("assister")
        number = Scenario(channel="village_point").submitted().number
        row = KinFiling.objects.select_related("case__key").get()
        assert b"sibling" not in bytes(row.note)
        assert open_values(row.note, open_vault(row.case.key), CONTEXT)["relation"] == "sibling"
        assert number

    def test_people_outside_see_nothing_of_it(self) -> None:
        declares("assister")
        matter = Scenario(channel="village_point")
        matter.submitted()
        assert case_for(matter.citizen, matter.number).kin == ()


class TestRecusal:
    def test_with_a_colleague_here_the_step_stays_and_the_person_is_kept_from_it(self) -> None:
        number = Scenario().accepted().number
        recuse("reviewer", number)
        refused(lambda: opinion(staff("reviewer"), number), "near_kin")
        assert KinFiling.objects.get().effect == "passed_on"
        assert opinion(staff("deputy"), number)

    def test_with_nobody_else_the_step_goes_to_the_county(self) -> None:
        away("deputy")
        number = Scenario().accepted().number
        recuse("reviewer", number)
        step = CaseStep.objects.get(case__number=number, code="township_review")
        assert step.position_id == staff("county").position_id
        refused(lambda: opinion(staff("reviewer"), number), "not_your_step")
        assert opinion(staff("county"), number)
        assert verify().holds

    def test_a_village_s_step_goes_to_the_township(self, whole_county: None) -> None:
        matter = ItemScenario(
            "JS-003", channel="village_point", answers={"household_village": "640121200201"}
        )
        matter.accepted()
        step = CaseStep.objects.get(case__number=matter.number, state="open")
        assert step.position_id == staff("assister").position_id
        recuse("assister", matter.number)
        step.refresh_from_db()
        assert step.position_id == matter.clerk.position_id
        assert KinFiling.objects.get().effect == "passed_on"

    def test_a_colleague_who_is_away_keeps_nothing(self) -> None:
        away("deputy")
        number = Scenario().accepted().number
        recuse("reviewer", number)
        assert KinFiling.objects.get().effect == "to_county"

    def test_the_decision_goes_to_the_county_body(self) -> None:
        matter = Scenario()
        matter.reviewed()
        recuse("approver", matter.number)
        head = staff("county-sb-head")
        assert Case.objects.get(number=matter.number).deciding_body_id == head.body_id
        with pytest.raises(NotAuthorized):
            decide(staff("approver"), matter.number)
        assert decide(head, matter.number)
        assert verify().holds

    def test_the_applicant_is_told(self) -> None:
        matter = Scenario()
        matter.accepted()
        recuse("reviewer", matter.number)
        assert Message.objects.filter(template="recused").count() == 1
        assert any(one.type == "recused" for one in case_for(matter.citizen, matter.number).timeline)

    def test_a_head_recuses_a_reviewer_of_the_own_body(self) -> None:
        number = Scenario().accepted().number
        recuse(
            "approver",
            number,
            who=staff("reviewer").assignment_id,
            place="township_review",
            relation="other",
            words="申请人反映两家正在打官司",
        )
        refused(lambda: opinion(staff("reviewer"), number), "near_kin")
        assert opinion(staff("deputy"), number)

    def test_a_reviewer_speaks_for_themselves_alone(self) -> None:
        number = Scenario().accepted().number
        refused(lambda: recuse("reviewer", number, who=staff("deputy").assignment_id), "input_faults")
        refused(lambda: recuse("reviewer", number, who=staff("clerk").assignment_id), "input_faults")

    def test_once_recused_is_enough(self) -> None:
        number = Scenario().accepted().number
        recuse("reviewer", number)
        refused(lambda: recuse("reviewer", number), "recused_already")

    def test_who_does_not_see_the_case_learns_nothing(self) -> None:
        number = Scenario().accepted().number
        with pytest.raises(NotFound):
            recuse("county", number)

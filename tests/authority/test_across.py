"""通办: what the counter that takes in for another township can see and do, attacked; and how a result travels once."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.authority import second_township

from tongban.cases import commands, queries
from tongban.cases.authority import IN_PART, ROLES
from tongban.cases.custody.register import register
from tongban.cases.frame import act_on
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.cases.queries.across import taken_for_others
from tongban.cases.queries.in_part import CUT, SHOWN, _hidden
from tongban.cases.queries.shapes import CaseView
from tongban.cases.requests import Application, Done, MaterialInput, Verdict
from tongban.cases.visibility import visible_to
from tongban.directory.commands import Appointment, appoint
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import ledger
from tongban.kernel.actors import Staff
from tongban.kernel.calendars import calendar_for
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import Message
from tongban.kernel.time import frozen, now, today
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.rules.lifecycle import Act
from tongban.site import demo
from tongban.site.demo.county import PASSWORD, SETUP, SINCE
from tongban.site.scenario import PICTURE, Scenario, staff
from tongban.site.scenario_afterwards import Afterwards

HANDED = {"mode": "handed_over", "receiver_name": "本人", "relation": "self", "identification": "居民身份证"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001", "MZ-001", "JS-002"])
    second_township.load()


def application(**changes: Any) -> Application:
    """The pension enrolment of somebody of 许旺村, with a scan of the identity card."""
    usual = Scenario(serial=61).application()
    scanned = tuple(
        MaterialInput(one.code, "paper_original", content=PICTURE, file_name="p.png")
        if one.code == "identity_card"
        else one
        for one in usual.materials
    )
    return replace(usual, materials=scanned, **changes)


def taken_in(by: str = "mn-clerk", **changes: Any) -> Scenario:
    matter = Scenario(serial=61)
    matter.number = commands.submit(staff(by), application(**changes), idempotency_key=uuid4().hex).number
    return matter


def act(command: Any, actor: Staff, number: str, **inputs: Any) -> Done:
    version = Case.objects.values_list("version", flat=True).get(number=number)
    done: Done = command(actor, number, expected_version=version, idempotency_key=uuid4().hex, **inputs)
    return done


def _asked(number: str) -> dict[str, Any]:
    """What a notice about the identity card says; everything else was looked at and is in order."""
    act(
        commands.judge_materials,
        staff("clerk-b"),
        number,
        verdicts={
            one.code: Verdict("faulty", "身份证2026年10月1日已经过期了")
            if one.code == "identity_card"
            else Verdict("ok" if one.form else "missing")
            for one in case_for(staff("clerk-b"), number).materials
        },
    )
    return {"bring_by": calendar_for("640121").add_working_days(today(), 10)}


def hats(username: str) -> dict[str, Staff]:
    """The assignments of one account by their site's centre."""
    found = assignments_of(Account.objects.get(username=username).id)
    return {"SL" if one.position_code == "civil_affairs" else "MN": one for one in found}


def test_a_field_of_a_case_that_no_list_names_is_empty_for_another_township_s_counter() -> None:
    names = {one.name for one in fields(CaseView)}
    assert names >= SHOWN | CUT and not SHOWN & CUT
    inner = {
        "steps",
        "cautions",
        "decision_reason",
        "afterwards",
        "taking",
        "fees",
        "notes",
        "replaced",
        "breaches",
    }
    assert inner <= set(_hidden()) == names - SHOWN - CUT
    assert not any(value for name, value in _hidden().items() if isinstance(value, str | tuple | dict | bool))


@pytest.mark.usefixtures("county")
class TestTheReceivingCounter:
    def test_the_township_of_the_village_handles_what_another_takes_in(self) -> None:
        matter = taken_in()
        row = Case.objects.select_related("intake_site", "handling_site", "collect_site", "body").get(
            number=matter.number
        )
        assert (row.intake_site.code, row.handling_site.code, row.body.code) == ("MN", "SL", "SL")
        assert row.collect_site.code == "MN"
        view = case_for(staff("mn-clerk"), matter.number, in_part=True)
        assert (view.in_part, view.handling_site) == (True, "胜利乡民生服务中心")
        assert [paper.kind for paper in view.papers] == ["intake_receipt"]
        assert case_for(staff("clerk"), matter.number).in_part is False

    def test_it_alone_sees_its_part_and_nobody_else_of_its_township_anything(self) -> None:
        number = taken_in().number
        for who in ("mn-clerk-mz", "mn-reviewer", "mn-approver", "mn-assister", "clerk-mz", "assister"):
            assert not visible_to(staff(who), in_part=True).filter(number=number).exists(), who
        two = hats("two-hats")
        assert visible_to(two["MN"], in_part=True).filter(number=number).exists()
        assert not visible_to(two["SL"], in_part=True).filter(number=number).exists()
        # what does not ask for parts never gets one: lists, boards, searches, desks
        for actor in (staff("mn-clerk"), two["MN"], two["SL"]):
            assert not visible_to(actor).exists()
            assert queries.my_list(actor, group="all", search=number).count == 0

    def test_the_code_that_opens_the_applicant_s_page_is_there_on_the_day_of_intake_alone(self) -> None:
        number = taken_in().number
        assert case_for(staff("mn-clerk"), number, in_part=True).query_code
        with frozen(now() + timedelta(days=1, minutes=1)):
            view = case_for(staff("mn-clerk"), number, in_part=True)
            assert (view.query_code, view.papers) == ("", ())
            receipt = case_for(staff("clerk"), number).papers[0]
            with pytest.raises((NotFound, NotAuthorized)):
                queries.paper_file(staff("mn-clerk"), number, receipt.id)

    def test_it_does_nothing_but_its_four_acts(self) -> None:
        matter = taken_in()
        for act_name in sorted(set(ROLES) - IN_PART):
            for who in (staff("mn-clerk"), hats("two-hats")["MN"]):
                with (
                    pytest.raises(NotFound),
                    act_on(
                        Act(act_name),
                        who,
                        matter.number,
                        expected_version=1,
                        idempotency_key=uuid4().hex,
                        body={},
                    ),
                ):
                    pass

    def test_it_opens_nothing_and_reads_no_inner_page(self) -> None:
        matter, clerk = taken_in(), staff("mn-clerk")
        matter.reviewed()
        number = matter.number
        looks = (
            lambda: commands.unmask(clerk, number, field="applicant.number", reason="核对身份"),
            lambda: queries.explain(clerk, number),
            lambda: queries.preview_paper(clerk, number, act="decide", granted=True, reason="", basis=""),
            lambda: queries.external_fields(clerk, number),
            lambda: case_for(clerk, number),
        )
        for look in looks:
            with pytest.raises(NotFound):
                look()
        view = case_for(clerk, number, in_part=True)
        assert (view.steps, view.afterwards.heard, view.decision_reason, view.fees.to_pay) == ((), (), "", ())
        assert not any(one.verdict or one.reason for one in view.materials)
        assert not (view.applicant.opens_number or any(answer.openable for answer in view.answers))
        assert {entry.type for entry in view.timeline} == {"submitted", "accepted"}
        assert not any(entry.by or entry.params for entry in view.timeline)

    def test_it_sees_the_files_it_brought_and_no_other(self) -> None:
        matter, clerk = taken_in(), staff("mn-clerk")
        assert queries.material_file(clerk, matter.number, "identity_card").content
        matter.told_what_is_missing()
        own = staff("clerk")
        picture = MaterialInput("identity_card", "electronic", content=PICTURE, file_name="p.png")
        act(commands.correct, own, matter.number, materials=(picture,))
        assert queries.material_file(own, matter.number, "identity_card").content
        with pytest.raises(NotFound):
            queries.material_file(clerk, matter.number, "identity_card")
        view = case_for(clerk, matter.number, in_part=True)
        assert not any(one.upload_id for one in view.materials)

    def test_it_hands_the_notice_on_and_takes_the_correction_in_whoever_holds_the_matter(self) -> None:
        matter, clerk = taken_in(), staff("mn-clerk")
        act(commands.take, staff("clerk"), matter.number)
        act(
            commands.reassign,
            staff("approver"),
            matter.number,
            to=staff("clerk-b").assignment_id,
            reason="轮岗，交给王建宁接着办",
        )
        act(
            commands.request_corrections,
            staff("clerk-b"),
            matter.number,
            **_asked(matter.number),
        )
        view = case_for(clerk, matter.number, in_part=True)
        assert view.correction is not None and [one.code for one in view.correction.lines] == [
            "identity_card"
        ]
        assert {one.act for one in view.acts if one.allowed} == {"correct", "serve_notice"}
        assert taken_for_others(clerk)[0].to_do == "correct"
        act(
            commands.serve_notice,
            clerk,
            matter.number,
            mode="handed_over",
            receiver_name=matter.applicant.name,
            relation="self",
        )
        act(
            commands.correct,
            clerk,
            matter.number,
            materials=(MaterialInput("identity_card", "electronic", content=PICTURE, file_name="p.png"),),
        )
        assert Case.objects.get(number=matter.number).status == "submitted"
        assert queries.material_file(clerk, matter.number, "identity_card").content
        assert {one.act for one in case_for(clerk, matter.number, in_part=True).acts} == set()

    def test_an_item_for_the_own_township_alone_says_where_to_go(self) -> None:
        away = Afterwards("MZ-001", serial=62)
        with pytest.raises(InputFaults) as refused:
            away.submitted(staff("mn-clerk-mz"))
        [fault] = refused.value.faults
        assert (fault.code, fault.params["site"]) == ("not_served_here", "胜利乡民生服务中心")
        assert not Case.objects.exists()

    def test_a_point_takes_in_for_another_township_and_sees_a_part(self) -> None:
        usual = Scenario(serial=61, channel="village_point").application()
        number = commands.submit(staff("mn-assister"), usual, idempotency_key=uuid4().hex).number
        assert not visible_to(staff("mn-assister")).filter(number=number).exists()
        view = case_for(staff("mn-assister"), number, in_part=True)
        assert view.in_part and view.handling_site == "胜利乡民生服务中心"
        with pytest.raises(NotFound):
            act(commands.withdraw, staff("mn-assister"), number, reason="不办了", signed=True)

    def test_a_paper_from_the_record_is_handed_over_where_it_is_collected(self) -> None:
        matter, clerk = taken_in(), staff("mn-clerk")
        matter.decided()
        assert [(row.number, row.acts) for row in register(clerk).rows] == [(matter.number, ("deliver",))]
        [line] = register(staff("clerk")).rows  # offered at one place alone
        assert (line.acts, line.collect_site_away) == ((), True)
        paper = Paper.objects.get(kind="decision")
        assert paper.kind in {one.kind for one in case_for(clerk, matter.number, in_part=True).papers}
        act(commands.deliver, clerk, matter.number, **(HANDED | {"receiver_name": matter.applicant.name}))
        assert Case.objects.get(number=matter.number).result_at == "out"

    def test_collected_at_the_handling_centre_it_is_not_handed_over_here_nor_its_paper_shown(self) -> None:
        matter, clerk = taken_in(collect_site_code="SL"), staff("mn-clerk")
        matter.decided()
        with pytest.raises(NotAuthorized, match="collected_elsewhere"):
            act(commands.deliver, clerk, matter.number, **HANDED)
        view = case_for(clerk, matter.number, in_part=True)
        assert "decision" not in {one.kind for one in view.papers}
        with pytest.raises(NotFound):
            queries.paper_file(clerk, matter.number, Paper.objects.get(kind="decision").id)
        assert register(clerk).rows == ()


@pytest.mark.usefixtures("county")
def test_a_certificate_leaves_one_site_is_received_at_the_other_and_is_handed_over_once() -> None:
    clerk = Appointment(
        "MN-09", "纳永红", "", "MN", "family_planning", "clerk", "A", SINCE, "mn-clerk-js", PASSWORD
    )
    appoint(SETUP, clerk, idempotency_key="across-clerk")
    matter, there = Afterwards("JS-002", serial=63), staff("mn-clerk-js")
    matter.submitted(there)
    matter.accepted()
    matter.decided()
    number, here = matter.number, matter.clerk
    told = HANDED | {"receiver_name": matter.applicant.name}

    def told_by_message() -> str:
        return Message.objects.order_by("created_at").values_list("template", flat=True).last() or ""

    def row(actor: Staff, group: str) -> tuple[str, ...]:
        return register(actor, group=group).rows[0].acts

    assert told_by_message() == "granted_to_come"
    assert row(here, "window") == ("send_result", "deliver")
    with pytest.raises(Refusal, match="not_sent_here"):
        act(commands.deliver, there, number, **told)
    with pytest.raises(NotFound):
        act(commands.send_result, there, number, site_code="MN", carrier="班车")
    with pytest.raises(InputFaults) as refused:
        act(commands.send_result, here, number, site_code="SL", carrier="")
    assert {fault.field for fault in refused.value.faults} == {"site_code", "carrier"}
    act(commands.send_result, here, number, site_code="MN", carrier="马晓燕随车送去")
    for actor, code in ((here, "sent_elsewhere"), (there, "on_its_way")):
        with pytest.raises(Refusal, match=code):
            act(commands.deliver, actor, number, **told)
    with pytest.raises(NotAuthorized, match="collected_elsewhere"):
        act(commands.receive_sent_result, here, number)
    assert row(there, "sent") == ("receive_sent_result",)
    assert row(here, "sent") == ("bring_back_result",)
    act(commands.receive_sent_result, there, number)
    assert told_by_message() == "result_ready"
    assert row(there, "elsewhere") == ("deliver",)
    with pytest.raises(Refusal, match="sent_elsewhere"):
        act(commands.deliver, here, number, **told)
    act(commands.deliver, there, number, **told)
    for actor in (here, there):
        with pytest.raises(Refusal):
            act(commands.deliver, actor, number, **told)
    assert verify().holds


@pytest.mark.usefixtures("county")
def test_another_place_than_the_chosen_one_is_agreed_to_on_record_and_told_at_once() -> None:
    matter = Afterwards("JS-002", serial=63)
    matter.submitted()
    matter.accepted()
    matter.decided()
    act(commands.send_result, matter.clerk, matter.number, site_code="MN", carrier="班车", agreed=True)
    stream = str(Case.objects.values_list("id", flat=True).get(number=matter.number))
    assert ledger.read("case", stream)[-1].data["agreed"] is True
    assert Message.objects.order_by("created_at").values_list("template", flat=True).last() == "result_sent"
    with frozen(now() + timedelta(days=60)):
        [line] = register(matter.clerk, group="sent").rows
        assert line.old  # under way for too long

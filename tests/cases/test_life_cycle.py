"""One matter from application to delivery: one record, one clock, three channels."""

from datetime import UTC, date, datetime

import pytest

from tongban.cases.commands import decide
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.kernel.errors import InputFaults
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db) -> None:
    demo.load(items=["SB-001"])


@pytest.mark.parametrize("channel", ["portal", "window", "village_point"])
def test_a_matter_runs_from_application_to_delivery_in_every_channel(channel: str) -> None:
    matter = Scenario(channel=channel)
    matter.delivered()
    view = case_for(staff("clerk"), matter.number)
    assert (view.status, view.outcome) == ("delivered", "granted")
    assert [entry.type for entry in view.timeline] == [
        "submitted",
        "accepted",
        "opinion_given",
        "decided",
        "delivered",
    ]
    assert [paper.kind for paper in view.papers] == [
        "intake_receipt",
        "acceptance_notice",
        "decision",
        "service_return",
    ]
    assert view.channel == channel
    assert verify().holds


def test_a_condition_brings_the_county_in() -> None:
    matter = Scenario(answers={"enrolled_elsewhere": "yes", "elsewhere_place": "银川市金凤区"})
    matter.delivered()
    view = case_for(staff("county"), matter.number)
    assert [(step.code, step.state) for step in view.steps] == [
        ("township_review", "done"),
        ("county_check", "done"),
    ]


def test_a_refusal_has_its_reason_and_its_paper() -> None:
    matter = Scenario()
    matter.decided(granted=False)
    row = Case.objects.get(number=matter.number)
    assert (row.status, row.outcome) == ("concluded", "refused")
    assert Paper.objects.filter(subject=row.id, kind="decision").exists()


def test_the_phone_of_an_application_is_the_one_that_was_proven() -> None:
    matter = Scenario(channel="portal", serial=3)
    with pytest.raises(InputFaults) as refused:
        matter.submitted(actor=citizen_with_phone("19900000099"))
    assert [fault.code for fault in refused.value.faults] == ["phone_not_the_proven_one"]


def test_a_grant_against_an_opinion_says_why() -> None:
    matter = Scenario()
    done = matter.reviewed(agrees=False)
    asked = {"expected_version": done.version, "granted": True}
    with pytest.raises(InputFaults) as refused:
        decide(staff("approver"), matter.number, idempotency_key="a", reason="", **asked)
    assert [fault.code for fault in refused.value.faults] == ["reason_against_opinion"]
    decide(
        staff("approver"),
        matter.number,
        idempotency_key="b",
        reason="经复核，材料已核实属实，符合条件。",
        **asked,
    )


def test_a_limit_that_the_law_counts_from_the_application_runs_from_it() -> None:
    with frozen(datetime(2026, 9, 7, 2, tzinfo=UTC)):
        matter = Scenario()
        matter.submitted()
    with frozen(datetime(2026, 9, 9, 2, tzinfo=UTC)):
        matter.accepted()
        clocks = {clock.kind: clock for clock in case_for(staff("clerk"), matter.number).clocks}
    assert clocks["statutory"].start == date(2026, 9, 7)
    assert clocks["promised"].start == date(2026, 9, 9)


def test_who_does_not_meet_a_condition_is_told_and_so_is_the_officer() -> None:
    matter = Scenario(answers={"student": "yes", "employee_insured": "yes"})
    matter.submitted()
    told = [text.zh for text in case_for(staff("clerk"), matter.number).cautions]
    assert told == ["在校学生一般不用参保，毕业后再办。", "单位正在给您交职工养老保险，两种保险不能同时交。"]
    usual = Scenario(serial=2)
    usual.submitted()
    assert case_for(staff("clerk"), usual.number).cautions == ()

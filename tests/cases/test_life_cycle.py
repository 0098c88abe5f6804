"""One matter from application to delivery: one record, one clock, three channels."""

import pytest

from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db) -> None:
    demo.load()


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

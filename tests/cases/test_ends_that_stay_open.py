"""What must not shut too early, nor stay open for ever: filing, and the sweep behind the dates."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from uuid import uuid4

import pytest
from tests.cases.deemed import at

from tongban.cases.commands import archive, settling, withdraw
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.kernel import time
from tongban.kernel.errors import Refusal
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.promised_matters import PICTURES, AskedMatter, award_without_pictures
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("db", "own_files")]


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    demo.load(items=["JS-002", "NJ-002"])
    with ExitStack() as days:
        days.enter_context(frozen(at(9, 1)))
        yield days


def filed(matter: ItemScenario) -> None:
    archive(matter.clerk, matter.number, expected_version=matter.version, idempotency_key=uuid4().hex)


def test_what_may_be_taken_up_again_is_not_filed_before_that_time_is_over(clock: ExitStack) -> None:
    matter = AskedMatter()
    matter.submitted()
    matter.asked()
    clock.enter_context(frozen(at(10, 12)))
    view = case_for(matter.clerk, matter.number)
    assert view.outcome == "deemed_withdrawn"
    assert [one.why_not for one in view.acts if one.act == "archive"] == ["still_restorable"]
    with pytest.raises(Refusal, match="still_restorable"):
        filed(matter)
    settle_overdue(at(10, 12))  # told: from here run the days of taking it up again
    clock.enter_context(frozen(at(11, 30)))
    filed(matter)
    assert Case.objects.get(number=matter.number).status == "archived"


def test_what_was_taken_up_twice_has_a_paper_for_each_time(clock: ExitStack) -> None:
    matter = AskedMatter()
    matter.submitted()
    matter.asked()
    clock.enter_context(frozen(at(10, 12)))
    matter.restored(bring_by=date(2026, 10, 26), handed_over=True)
    clock.enter_context(frozen(at(11, 30)))
    assert case_for(matter.clerk, matter.number).outcome == "deemed_withdrawn"
    matter.restored(bring_by=date(2026, 12, 14))
    row = Case.objects.get(number=matter.number)
    assert (row.status, row.correction_due) == ("awaiting_corrections", date(2026, 12, 14))
    assert Paper.objects.filter(subject=row.id, kind="restoration_notice").count() == 2
    assert verify().holds


def test_a_paper_that_was_to_follow_holds_up_no_file_of_a_matter_that_ended(clock: ExitStack) -> None:
    matter = award_without_pictures()
    matter.submitted()
    matter.accepted_with(PICTURES)
    withdraw(
        matter.clerk,
        matter.number,
        expected_version=matter.version,
        idempotency_key=uuid4().hex,
        reason="家里商量好了，今年先不办。",
        signed=True,
    )
    filed(matter)
    assert Case.objects.get(number=matter.number).status == "archived"


def test_what_waits_for_its_proof_of_delivery_keeps_nobody_else_from_the_sweep(
    clock: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written for a notice that nobody proved to have arrived, however often the sweep comes by."""
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    waiting = [AskedMatter(serial=serial) for serial in (1, 2)]
    arrived = AskedMatter(serial=3)
    for matter in (*waiting, arrived):
        matter.submitted()
        matter.asked(handed_over=matter is arrived)
    clock.enter_context(frozen(at(10, 12)))
    assert settling.settle_overdue(time.now()) == 1
    assert Case.objects.get(number=arrived.number).outcome == "deemed_withdrawn"
    assert set(Case.objects.exclude(number=arrived.number).values_list("status", flat=True)) == {
        "awaiting_corrections"
    }

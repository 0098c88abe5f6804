"""容缺受理: accepted while a secondary paper is still to come, on the applicant's signed word and by a date."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from tests.cases.deemed import at

from tongban.cases.models import CaseMaterial
from tongban.cases.queries import case_for
from tongban.kernel.errors import InputFaults
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.promised_matters import PICTURES, PromisedMatter, award_without_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("db", "own_files")]


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    demo.load(items=["JS-002"])
    with ExitStack() as days:
        days.enter_context(frozen(at(11, 23)))
        yield days


def faults(refusal: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def row(matter: PromisedMatter) -> CaseMaterial:
    return CaseMaterial.objects.get(case__number=matter.number, code=PICTURES)


def test_only_what_is_missing_named_and_signed_for_follows_later(clock: ExitStack) -> None:
    matter = award_without_pictures()
    matter.submitted()
    with pytest.raises(InputFaults) as refusal:
        matter.accepted_with()  # what may follow is still needed
    assert faults(refusal) == {(f"verdicts.{PICTURES}", "material_not_in_order")}
    with pytest.raises(InputFaults) as refusal:
        matter.accepted_with(PICTURES, "identity_card", signed=False)
    assert faults(refusal) == {
        (f"deferred.{PICTURES}", "deferral_not_signed"),
        ("deferred.identity_card", "deferral_not_offered"),
    }


def test_the_clock_runs_while_a_paper_is_to_follow_and_late_is_noted(clock: ExitStack) -> None:
    matter = award_without_pictures()
    matter.submitted()
    matter.accepted_with(PICTURES)
    view = case_for(matter.clerk, matter.number)
    assert view.status == "in_review" and any(one.kind == "promised" for one in view.clocks)
    assert (row(matter).promise, row(matter).promise_due) == ("deferred", date(2026, 12, 7))
    clock.enter_context(frozen(at(12, 8)))
    matter.brought(PICTURES)
    assert (row(matter).promise_kept, row(matter).verdict) == (False, "ok")
    assert verify().holds


def test_who_signed_on_the_phone_signs_no_second_time(clock: ExitStack) -> None:
    matter = award_without_pictures(channel="portal", promised=True)
    matter.submitted()
    matter.accepted_with(PICTURES, signed=False)
    assert row(matter).promise == "deferred"


def test_another_name_is_no_signature(clock: ExitStack) -> None:
    class Other(PromisedMatter):
        def application(self):
            usual = super().application()
            for one in usual.materials:
                if one.signed:
                    object.__setattr__(one, "signed", "别人")
            return usual

    with pytest.raises(InputFaults) as refusal:
        Other("JS-002", channel="portal", promised={PICTURES: "later"}).submitted()
    assert faults(refusal) == {(f"materials.{PICTURES}", "signature_not_the_name")}

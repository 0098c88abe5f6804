"""容缺受理: accepted while a secondary paper is still to come, on the applicant's signed word and by a date."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

import pytest
from tests.cases.deemed import at
from tests.cases.open_cases import corrected_2026

from tongban.cases.calendar import recount as recounting
from tongban.cases.calendar.commands import note_date_told
from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.queries import dates_to_tell
from tongban.cases.calendar.recount import recount
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries import case_for
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.models import Message
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


class TestItsDayComesToRest:
    """Accepted on 17 September, the award's pictures follow by Thursday 8 October, which a correction makes a day of rest."""

    @pytest.fixture
    def awaited(self) -> Iterator[PromisedMatter]:
        demo.load(items=["JS-002"])
        with frozen(at(9, 21)):
            matter = award_without_pictures()
            matter.submitted()
            matter.accepted_with(PICTURES)
        CaseMaterial.objects.filter(case__number=matter.number, code=PICTURES).update(
            promise_due=date(2026, 10, 8)
        )
        with frozen(at(9, 30)):
            yield matter

    def publish(self, *texts: str) -> None:
        for text in texts:
            publish_calendar(System("operator"), text, idempotency_key=uuid4().hex)
            recount()

    def test_who_has_a_phone_is_told_once_and_again_when_it_is_back(self, awaited: PromisedMatter) -> None:
        self.publish(corrected_2026(), corrected_2026(number="试验〔2026〕2号"))
        (told,) = [one for one in messages() if "后补材料" in one["what"]]
        assert (told["was"], told["due"]) == ("2026年10月8日", "2026年10月9日")
        view = case_for(awaited.clerk, awaited.number)
        assert view.promises[0].due == date(2026, 10, 9)
        self.publish(corrected_2026(last="2026-10-07", number="试验〔2026〕3号"))
        dues = {one["due"] for one in messages() if "后补材料" in one["what"]}
        assert dues == {"2026年10月9日", "2026年10月8日"}

    def test_who_has_none_is_a_task_of_the_window(self, awaited: PromisedMatter) -> None:
        Case.objects.filter(number=awaited.number).update(contact_digest=None)
        with patch.object(recounting, "open_content", lambda *_: SimpleNamespace(contact_phone="")):
            self.publish(corrected_2026())
        (row,) = dates_to_tell(awaited.clerk)
        days = {row.kind: row.becomes, **{kind: becomes for kind, _, becomes in row.also}}
        assert days["deferred"] == date(2026, 10, 9)
        note_date_told(awaited.clerk, awaited.number, "letter", idempotency_key="t")
        assert dates_to_tell(awaited.clerk) == ()


def messages() -> list[dict[str, str]]:
    found = Message.objects.filter(template="date_changed").order_by("created_at")
    return [content_of(one)["values"] for one in found]


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

"""An organization's application is accepted only once somebody saw by what its handler acts."""

import copy
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from tests.cases.deemed import EFFECT, at, content
from tests.catalogue.walking import credit_code

from tongban.cases.clocks import calendar_of
from tongban.cases.commands import (
    accept,
    attach_correction,
    confirm_address,
    confirm_mandate,
    correct,
    decide,
    give_opinion,
    judge_materials,
    request_corrections,
    serve_notice,
    withdraw,
)
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.queries import case_for
from tongban.cases.requests import Application, Done, PersonInput, Representation, Verdict
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import frozen, now, today
from tongban.kernel.verify import verify
from tongban.parties.commands import end_mandate
from tongban.parties.mandates import Scope
from tongban.parties.models import Mandate
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

COOPERATIVE = PersonInput("永宁县演示种植合作社", credit_code(7), "", "organization")


@pytest.fixture(autouse=True)
def item(county: None) -> None:
    definition = content() | {"code": "ORG-1", "addressees": ["cooperative"]}
    publish_version(System("setup"), definition, effective_from=SINCE, reason="试验", idempotency_key="i")


class OfACooperative(Scenario):
    """Filed by its handler."""

    until: date | None = None

    def application(self) -> Application:
        seen = self.channel != "portal"
        until = self.until if seen else None
        acting = Representation("representative", person(5), "handler", seen, mandate_until=until)
        return replace(super().application(), applicant=COOPERATIVE, representation=acting)


def filed(channel: str = "portal", until: date | None = None) -> OfACooperative:
    matter = OfACooperative(channel=channel, serial=5, item_code="ORG-1")
    matter.until = until
    matter.submitted()
    return matter


def accepted(matter: Scenario) -> Done:
    view = case_for(staff("clerk"), matter.number)
    return accept(
        staff("clerk"),
        matter.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        verdicts={one.code: Verdict("ok") for one in view.materials},
    )


def filed_of_an_item_that_the_date_accepts() -> OfACooperative:
    definition = content() | {"code": "ORG-2", "addressees": ["cooperative"]}
    definition["effects"] = {"deemed_acceptance": copy.deepcopy(EFFECT)}
    publish_version(System("setup"), definition, effective_from=SINCE, reason="试验", idempotency_key="d")
    matter = OfACooperative(channel="portal", serial=5, item_code="ORG-2")
    matter.submitted()
    return matter


def give_every_opinion(matter: Scenario) -> None:
    for actor in (staff("reviewer"), staff("county")):
        view = case_for(staff("approver"), matter.number)
        for step in view.steps:
            if step.state == "open" and (step.level == "county") == (actor.role == "county_reviewer"):
                give_opinion(
                    actor,
                    matter.number,
                    expected_version=case_for(staff("approver"), matter.number).version,
                    idempotency_key=uuid4().hex,
                    step_code=step.code,
                    agrees=True,
                    opinion="经审核，材料齐全，符合参保条件。",
                )


def found_in_order(matter: Scenario) -> None:
    """What the date accepted was looked at by nobody yet."""
    view = case_for(staff("clerk"), matter.number)
    judge_materials(
        staff("clerk"),
        matter.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        verdicts={one.code: Verdict("ok") for one in view.materials if one.form},
    )


def granted(matter: Scenario) -> Done:
    version = case_for(staff("approver"), matter.number).version
    return decide(
        staff("approver"),
        matter.number,
        expected_version=version,
        idempotency_key=uuid4().hex,
        granted=True,
        reason="",
    )


def ended() -> None:
    end_mandate(staff("clerk"), Mandate.objects.get().id, reason="合作社换了经办人", idempotency_key="k")


def confirmed(matter: Scenario, username: str = "clerk", *, items: tuple[str, ...] = ("ORG-1",)) -> None:
    scope = Scope(items, today())
    confirm_mandate(staff(username), matter.number, scope, seen=True, idempotency_key=uuid4().hex)


def test_a_minor_s_mandate_is_not_confirmed_any_more_than_it_is_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matter = filed()
    monkeypatch.setattr("tongban.rules.minors.FULL_AGE", 150)
    with pytest.raises(InputFaults) as refused:
        confirmed(matter)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("mandate.seen", "mandate_of_minor")
    ]
    assert not Mandate.objects.exists()


def test_from_the_phone_it_is_not_accepted_before_the_mandate_was_seen() -> None:
    matter = filed()
    assert case_for(staff("clerk"), matter.number).mandate_missing
    with pytest.raises(InputFaults) as refused:
        accepted(matter)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("mandate", "mandate_not_confirmed")
    ]
    confirmed(matter)
    view = case_for(staff("clerk"), matter.number)
    assert (view.mandate_missing, view.mandate_in_register) == (False, True)
    accepted(matter)
    with pytest.raises(Refusal, match="mandate_not_needed"):
        confirmed(matter)
    assert verify().holds


def test_one_in_the_register_covers_the_next_application_until_it_is_ended() -> None:
    confirmed(filed(), items=())
    accepted(filed())
    waiting = filed()
    end_mandate(staff("clerk"), Mandate.objects.get().id, reason="合作社换了经办人", idempotency_key="k")
    with pytest.raises(InputFaults):
        accepted(waiting)


def test_what_a_counter_saw_with_an_application_is_in_the_register() -> None:
    accepted(filed("window"))
    mandate = Mandate.objects.get()
    assert (mandate.items, mandate.seen_by_id) == (["ORG-1"], staff("clerk").assignment_id)
    accepted(filed())  # and it covers the one from the phone


def test_a_mandate_for_other_items_or_unseen_is_refused() -> None:
    matter = filed()
    with pytest.raises(InputFaults) as refused:
        scope = Scope(("NJ-002",), today())
        confirm_mandate(staff("clerk"), matter.number, scope, seen=False, idempotency_key="k")
    assert {fault.code for fault in refused.value.faults} == {
        "mandate_of_other_items",
        "mandate_original_not_seen",
    }


def test_accepted_by_the_date_alone_it_is_granted_only_once_the_mandate_was_seen() -> None:
    with frozen(at(4, 14)):
        matter = filed_of_an_item_that_the_date_accepts()
    with frozen(at(4, 16)):
        settle_overdue(now())
        give_every_opinion(matter)
        found_in_order(matter)
        with pytest.raises(InputFaults) as refused:
            granted(matter)
        assert [fault.code for fault in refused.value.faults] == ["mandate_not_confirmed"]
        assert case_for(staff("clerk"), matter.number).mandate_missing
        confirm_mandate(
            staff("clerk"), matter.number, Scope((), today()), seen=True, idempotency_key=uuid4().hex
        )
        granted(matter)
        assert case_for(staff("clerk"), matter.number).outcome == "granted"


def test_one_that_ended_before_acceptance_does_not_count_though_it_was_seen_with_the_application() -> None:
    matter = filed("window")
    ended()
    view = case_for(staff("clerk"), matter.number)
    assert (view.mandate_seen, view.mandate_missing) == (True, True)
    with pytest.raises(InputFaults):
        accepted(matter)
    with pytest.raises(Refusal, match="mandate_over_meanwhile"):
        withdraw(matter.citizen, matter.number, expected_version=1, idempotency_key="w", reason="不办了")
    confirmed(matter)
    accepted(matter)


def test_one_past_its_last_day_does_not_count_either() -> None:
    with frozen(at(4, 14)):
        matter = filed("window", until=date(2026, 4, 14))
    with frozen(at(4, 15)), pytest.raises(InputFaults):
        accepted(matter)


def test_what_was_accepted_while_it_held_stays_accepted() -> None:
    matter = filed("window")
    accepted(matter)
    ended()
    assert not case_for(staff("approver"), matter.number).mandate_missing
    with pytest.raises(Refusal, match="mandate_over_meanwhile"):
        withdraw(matter.citizen, matter.number, expected_version=2, idempotency_key="w", reason="不办了")


def test_only_a_counter_that_sees_the_case_confirms() -> None:
    matter = filed()
    for username in ("reviewer", "approver"):
        with pytest.raises(NotAuthorized):
            confirmed(matter, username)
    with pytest.raises(NotFound):
        confirmed(matter, "assister")


def test_who_acts_no_longer_moves_no_paper_and_brings_nothing() -> None:
    matter = filed("window")
    asked_for_everything(matter)
    ended()
    told = {"number": matter.number, "expected_version": 3, "idempotency_key": "k"}
    acts = (
        partial(serve_notice, mode="electronic_read"),
        partial(confirm_address, address="银川市兴庆区某街1号", way="electronic", electronic=True),
        partial(correct, answers={"any": "thing"}),
    )
    for act in acts:
        with pytest.raises(Refusal, match="mandate_over_meanwhile"):
            act(matter.citizen, **told)
    with pytest.raises(Refusal, match="mandate_over_meanwhile"):
        attach_correction(
            matter.citizen, matter.number, material="household_register", content=b"", file_name="a.png"
        )


def asked_for_everything(matter: Scenario) -> None:
    """A notice that is out, and whose delivery nobody has proven."""
    clerk = staff("clerk")
    view = case_for(clerk, matter.number)
    wrong = {
        one.code: Verdict("faulty", "照片里看不清姓名和号码，要重新拍一张")
        for one in view.materials
        if one.form
    }
    rest = {one.code: Verdict("missing") for one in view.materials if not one.form}
    judge_materials(
        clerk, matter.number, expected_version=view.version, idempotency_key="j", verdicts={**rest, **wrong}
    )
    request_corrections(
        clerk,
        matter.number,
        expected_version=view.version + 1,
        idempotency_key="r",
        bring_by=calendar_of("640121").add_working_days(today(), 10),
    )

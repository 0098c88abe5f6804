"""Organizations apply through a handler: one record, sealed and found like a person's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cases.deemed import content
from tests.catalogue.walking import credit_code

from tongban.cases.checking import kind_faults
from tongban.cases.commands import (
    DraftPieces,
    save_applicant_kind,
    save_person,
    save_pieces,
    start_draft,
    submit,
)
from tongban.cases.commands.erasure import erase_applicant
from tongban.cases.models import Case, Draft
from tongban.cases.queries import application_from, case_for, draft, my_list
from tongban.cases.requests import Application, PersonInput, Representation, Submitted
from tongban.catalogue.commands import publish_version
from tongban.catalogue.parsing import read_definition
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased, InputFaults
from tongban.kernel.time import today
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.parties.models import Party
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, person, staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NAME = "永宁县演示种植合作社"
COOPERATIVE = PersonInput(NAME, credit_code(7), "", "organization")


@pytest.fixture(autouse=True)
def items(county: None) -> None:
    """The pension item for persons and cooperatives, and for cooperatives alone."""
    for code, addressees in (("BOTH-1", ["person", "cooperative"]), ("ORG-1", ["cooperative"])):
        definition = content() | {"code": code, "addressees": addressees}
        publish_version(
            System("setup"), definition, effective_from=SINCE, reason="试验", idempotency_key=f"i-{code}"
        )


def application(code: str = "ORG-1") -> Application:
    asked = Scenario(item_code=code).application()
    handler = Representation("representative", person(5), "handler", True)
    return replace(asked, applicant=COOPERATIVE, representation=handler)


def sent(asked: Application) -> Submitted:
    return submit(staff("clerk"), asked, idempotency_key="k")


def faults(asked: Application) -> dict[str, str]:
    with pytest.raises(InputFaults) as refused:
        sent(asked)
    return {fault.field: fault.code for fault in refused.value.faults}


def test_an_organization_is_shown_with_its_code_and_found_by_its_name() -> None:
    number = sent(application()).number
    view = case_for(staff("clerk"), number)
    assert (view.applicant.name, view.applicant.number_kind) == (NAME, "credit_code")
    assert view.representative is not None and view.representative.name == person(5).name
    assert [row.number for row in my_list(staff("clerk"), group="all", search="种植合作").rows] == [number]
    party = Party.objects.get(id=Case.objects.get(number=number).applicant_id)
    assert party.number_kind == "credit_code" and NAME.encode() not in bytes(party.content)


def test_an_organization_does_not_come_by_itself() -> None:
    for kind in ("self", "assister"):
        told = faults(replace(application(), representation=Representation(kind)))
        assert told["representation.kind"] in ("organization_needs_handler", "assister_only_at_village_point")


def test_a_handler_is_no_relative_and_a_relative_no_handler() -> None:
    handler = application().representation
    assert "representation.relation" in faults(
        replace(application(), representation=replace(handler, relation="child"))
    )
    asked = replace(application("BOTH-1"), applicant=person(6))
    assert "representation.relation" in faults(asked)


def test_a_counter_looks_at_the_mandate_of_who_acts_for_an_organization() -> None:
    unseen = replace(application().representation, mandate_seen=False)
    told = faults(replace(application(), representation=unseen))
    assert told == {"representation.mandate_seen": "mandate_not_seen"}


def test_a_mandate_is_good_to_its_last_day_and_not_a_day_longer() -> None:
    yesterday, last = today() - timedelta(days=1), today()
    over = replace(application().representation, mandate_until=yesterday)
    told = faults(replace(application(), representation=over))
    assert told == {"representation.mandate_until": "mandate_expired"}
    good = replace(application().representation, mandate_until=last)
    view = case_for(staff("clerk"), sent(replace(application(), representation=good)).number)
    assert (view.mandate_seen, view.mandate_until) == (True, last)


def test_a_relatives_mandate_runs_out_too() -> None:
    over = Representation("representative", person(5), "child", True, today() - timedelta(days=1))
    asked = replace(application("BOTH-1"), applicant=person(6), representation=over)
    assert faults(asked) == {"representation.mandate_until": "mandate_expired"}


def test_a_minor_holds_no_mandate_seen_with_an_application_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.rules.minors.FULL_AGE", 150)
    assert faults(application()) == {"representation.mandate_seen": "mandate_of_minor"}


def test_a_draft_keeps_the_mandates_last_day_and_refuses_what_is_no_date() -> None:
    token = start_draft(staff("clerk"), "ORG-1", "window")
    assert save_pieces(token, DraftPieces(mandate_until="2026-12-31")) == ()
    (fault,) = save_pieces(token, DraftPieces(mandate_until="31. December"))
    assert (fault.field, fault.code) == ("representation.mandate_until", "not_a_date")
    assert application_from(token, consent=True).representation.mandate_until == date(2026, 12, 31)
    assert save_pieces(token, DraftPieces(mandate_until="")) == ()
    assert draft(token).mandate_until == ""


def test_only_whom_the_item_is_for_may_apply() -> None:
    assert faults(replace(application(), applicant=person(6)))["applicant.kind"] == "applicant_kind_not_taken"
    assert faults(application("SB-001"))["applicant.kind"] == "applicant_kind_not_taken"


def test_a_wrong_code_is_told_as_a_code() -> None:
    wrong = replace(
        COOPERATIVE, number=COOPERATIVE.number[:-1] + ("0" if COOPERATIVE.number[-1] != "0" else "1")
    )
    assert faults(replace(application(), applicant=wrong))["applicant.number"] == "credit_code_check_digit"


def test_erasing_takes_the_organization_its_cases_and_its_drafts() -> None:
    number = sent(application()).number
    token = start_draft(staff("clerk"), "ORG-1", "window")
    save_person(token, "applicant", COOPERATIVE)
    assert (
        erase_applicant(
            System("operator"),
            number,
            reason="court_order",
            legal_ground="民事裁定书第1号",
            idempotency_key="e",
        )
        == 1
    )
    with pytest.raises(Erased):
        case_for(staff("clerk"), number)
    assert not Draft.objects.exists()


class TestDraft:
    def test_for_organizations_alone_it_begins_as_one(self) -> None:
        view = draft(start_draft(staff("clerk"), "ORG-1", "window"))
        assert (view.applicant_kind, view.applicant_kinds) == ("organization", ("organization",))
        assert (view.representation, view.relation) == ("representative", "handler")

    def test_where_both_may_apply_it_asks_and_forgets_what_was_of_the_other(self) -> None:
        token = start_draft(staff("clerk"), "BOTH-1", "window")
        assert "applicant.kind" in {fault.field for fault in draft(token).faults}
        save_applicant_kind(token, "person")
        save_person(token, "applicant", person(6))
        save_applicant_kind(token, "organization")
        view = draft(token)
        assert view.applicant == PersonInput("", "", "", "organization")
        assert application_from(token, consent=True).representation.relation == "handler"
        save_applicant_kind(token, "person")
        assert draft(token).representation == ""

    def test_a_kind_that_the_item_is_not_for_is_refused(self) -> None:
        token = start_draft(staff("clerk"), "SB-001", "window")
        with pytest.raises(InputFaults):
            save_applicant_kind(token, "organization")


def test_what_an_organization_builds_it_applies_for_itself() -> None:
    item = read_definition(content("NJ-002"))
    answers = dict(item.sample.answers)
    assert [fault.code for fault in kind_faults(item, answers, "person")] == ["answer_of_organization"]
    assert kind_faults(item, answers, "organization") == []
    house = {**answers, "project_kind": "house"}
    assert [fault.code for fault in kind_faults(item, house, "organization")] == ["answer_of_person"]
    assert kind_faults(item, house, "person") == []


def test_a_cooperative_s_workshop_is_not_applied_for_in_a_person_s_own_name() -> None:
    county_item = content("NJ-002")
    publish_version(System("setup"), county_item, effective_from=SINCE, reason="试验", idempotency_key="nj")
    matter = ItemScenario("NJ-002", channel="portal")
    in_own_name = replace(matter.application(), applicant=person(1), representation=Representation("self"))
    with pytest.raises(InputFaults) as refused:
        submit(citizen_with_phone(person(1).phone), in_own_name, idempotency_key="k")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("answers.project_kind", "answer_of_organization")
    ]

"""Who comes for an organization needs its mandate in force; who comes for a ward shows they are its guardian."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.privacy_desk import URL, appointed, card, desk, key
from tests.catalogue.walking import credit_code

from tongban.cases.models import PrivacyRequest
from tongban.cases.privacy.commands import (
    Behalf,
    Wish,
    ask_about_data,
    hand_over_copy,
    release_copy,
    see_identity,
)
from tongban.cases.privacy.queries import request_view, requests_of
from tongban.kernel import ledger
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.time import today
from tongban.parties.commands import Named, Vouched, end_mandate, record_mandate, sign_in_by_platform
from tongban.parties.mandates import Scope
from tongban.parties.models import Party
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db

NAME, CODE = "永宁县演示种植合作社", credit_code(7)
HANDLER = person(5)
FOR_IT = Behalf("mandate", NAME, CODE, True)


@pytest.fixture(autouse=True)
def administrators(county: None) -> None:
    appointed()


def mandated(items: tuple[str, ...] = ()) -> UUID:
    scope = Scope(items, today(), today() + timedelta(days=100))
    grantor, holder = Named(NAME, CODE, "", "organization"), Named(HANDLER.name, HANDLER.number)
    return record_mandate(staff("clerk"), grantor, holder, scope, seen=True, idempotency_key=key())


def at_counter(behalf: Behalf, kind: str = "copy") -> str:
    seen = card(HANDLER.name, HANDLER.number)
    clerk = staff("clerk")
    return ask_about_data(clerk, Wish(kind), person=seen, behalf=behalf, idempotency_key=key()).number


def fault_of(behalf: Behalf) -> tuple[str, str]:
    with pytest.raises(InputFaults) as refused:
        at_counter(behalf)
    (fault,) = refused.value.faults
    return fault.field, fault.code


def test_without_a_mandate_in_force_nobody_asks_for_an_organization() -> None:
    assert fault_of(FOR_IT) == ("behalf.number", "no_mandate_in_register")
    made = mandated()
    end_mandate(staff("clerk"), made, reason="合作社换了经办人", idempotency_key="e")
    assert fault_of(FOR_IT) == ("behalf.number", "no_mandate_in_register")


def test_a_mandate_for_one_item_does_not_open_everything() -> None:
    mandated(("NJ-002",))
    assert fault_of(FOR_IT) == ("behalf.number", "no_mandate_in_register")


def test_the_request_is_the_organization_s_and_says_who_came_and_by_what() -> None:
    made = mandated()
    number = at_counter(FOR_IT)
    row = PrivacyRequest.objects.get(number=number)
    assert row.party_id == Party.objects.get(number_kind="credit_code").id
    view = request_view(desk(), number)
    assert view.asked is not None and view.mandate_label.startswith("WT")
    assert (view.asked.acting, view.asked.came, view.asked.name) == ("mandate", HANDLER.name, NAME)
    (event,) = ledger.read("privacy", str(row.id))
    assert (event.data["acting"], event.data["mandate"]) == ("mandate", str(made))
    assert (event.data["document"], event.data["how"]) == ("id_card", "compared")
    assert HANDLER.name not in repr(event) and NAME not in repr(event)
    release_copy(desk(), number, url=URL, idempotency_key=key())
    assert hand_over_copy(staff("clerk"), number).cases == ()


def test_a_mandate_that_ends_meanwhile_stops_the_answer() -> None:
    made = mandated()
    number = at_counter(FOR_IT)
    end_mandate(staff("clerk"), made, reason="合作社换了经办人", idempotency_key="e")
    with pytest.raises(Refusal, match="mandate_over_meanwhile"):
        release_copy(desk(), number, url=URL, idempotency_key=key())


def test_from_the_portal_a_handler_asks_and_shows_the_card_before_the_copy_goes_out() -> None:
    made = mandated()
    citizen = sign_in_by_platform(Vouched(True, HANDLER.name, HANDLER.number))
    behalf = Behalf("mandate", mandate=str(made))
    number = ask_about_data(citizen, Wish("copy"), behalf=behalf, idempotency_key=key()).number
    assert [row.number for row in requests_of(citizen)] == [number]
    with pytest.raises(Refusal, match="privacy_identity_unseen"):
        release_copy(desk(), number, url=URL, idempotency_key=key())
    with pytest.raises(InputFaults):  # another's card
        see_identity(staff("clerk"), number, card(person(6).name, person(6).number), idempotency_key=key())
    see_identity(staff("clerk"), number, card(HANDLER.name, HANDLER.number), idempotency_key=key())
    release_copy(desk(), number, url=URL, idempotency_key=key())
    stranger = sign_in_by_platform(Vouched(True, person(6).name, person(6).number))
    with pytest.raises(InputFaults):
        ask_about_data(stranger, Wish("copy"), behalf=behalf, idempotency_key=key())


def test_a_guardian_asks_for_a_ward_by_papers_that_were_seen() -> None:
    matter = Scenario(serial=4711)
    matter.submitted()
    ward = matter.applicant
    assert fault_of(Behalf("guardian", ward.name, ward.number)) == (
        "behalf.paper",
        "guardian_paper_missing",
    )
    wrong = Behalf("guardian", "马冒名", ward.number, paper="household_register")
    assert fault_of(wrong) == ("behalf.name", "name_not_of_number")
    of_organization = Behalf("guardian", NAME, CODE, True, "household_register")
    assert fault_of(of_organization) == ("behalf.acting", "guardian_of_a_person_only")
    number = at_counter(Behalf("guardian", ward.name, ward.number, paper="guardian_appointed"))
    release_copy(desk(), number, url=URL, idempotency_key=key())
    (copied,) = hand_over_copy(staff("clerk"), number).cases
    assert copied.number == matter.number

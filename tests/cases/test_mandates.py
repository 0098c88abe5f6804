"""An organization's application is accepted only once somebody saw by what its handler acts."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.cases.deemed import content
from tests.catalogue.walking import credit_code

from tongban.cases.commands import accept, confirm_mandate
from tongban.cases.queries import case_for
from tongban.cases.requests import Application, Done, PersonInput, Representation, Verdict
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import today
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

    def application(self) -> Application:
        seen = self.channel != "portal"
        acting = Representation("representative", person(5), "handler", seen)
        return replace(super().application(), applicant=COOPERATIVE, representation=acting)


def filed(channel: str = "portal") -> OfACooperative:
    matter = OfACooperative(channel=channel, serial=5, item_code="ORG-1")
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


def confirmed(matter: Scenario, username: str = "clerk", *, items: tuple[str, ...] = ("ORG-1",)) -> None:
    scope = Scope(items, today())
    confirm_mandate(staff(username), matter.number, scope, seen=True, idempotency_key=uuid4().hex)


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


def test_only_a_counter_that_sees_the_case_confirms() -> None:
    matter = filed()
    for username in ("reviewer", "approver"):
        with pytest.raises(NotAuthorized):
            confirmed(matter, username)
    with pytest.raises(NotFound):
        confirmed(matter, "assister")

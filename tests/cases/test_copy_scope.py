"""A copy holds what was asked for, and goes out only while who asked for another may."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.cases.deemed import content
from tests.cases.privacy_desk import URL, appointed, asked_at_counter, card, desk, key

from tongban.cases.models import Case
from tongban.cases.privacy.commands import (
    Behalf,
    Wish,
    ask_about_data,
    correct_value,
    hand_over_copy,
    release_copy,
)
from tongban.cases.requests import PersonInput
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Refusal
from tongban.kernel.models import AccessEntry, Message
from tongban.kernel.time import today
from tongban.parties.commands import Named, end_mandate, record_mandate
from tongban.parties.mandates import Scope
from tongban.parties.models import Party
from tongban.parties.registry import open_party
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db
HANDLER = person(5)


@pytest.fixture
def two(county: None) -> tuple[Scenario, Scenario]:
    """Two matters of one person, of two items."""
    appointed()
    other = content() | {"code": "BB-1"}
    publish_version(System("setup"), other, effective_from=SINCE, reason="试验", idempotency_key="i")
    matters = Scenario(serial=4711), Scenario(serial=4711, item_code="BB-1")
    for matter in matters:
        matter.submitted()
    return matters


def mandated(grantor: PersonInput, items: tuple[str, ...] = ()) -> UUID:
    scope = Scope(items, today(), today() + timedelta(days=100))
    giver, holder = Named(grantor.name, grantor.number), Named(HANDLER.name, HANDLER.number)
    return record_mandate(staff("clerk"), giver, holder, scope, seen=True, idempotency_key=key())


def asked_for(grantor: PersonInput, wish: Wish) -> str:
    behalf = Behalf("mandate", grantor.name, grantor.number)
    seen = card(HANDLER.name, HANDLER.number)
    return ask_about_data(staff("clerk"), wish, person=seen, behalf=behalf, idempotency_key=key()).number


def handed(number: str) -> list[str]:
    release_copy(desk(), number, url=URL, idempotency_key=key())
    return [case.number for case in hand_over_copy(staff("clerk"), number).cases]


def test_a_mandate_for_one_item_opens_the_case_that_was_asked_for_alone(
    two: tuple[Scenario, Scenario],
) -> None:
    mandated(two[0].applicant, ("SB-001",))
    assert handed(asked_for(two[0].applicant, Wish("copy", scope=two[0].number))) == [two[0].number]


def test_who_asks_about_one_own_case_gets_that_one(two: tuple[Scenario, Scenario]) -> None:
    assert handed(asked_at_counter(two[1], "copy", scope=two[1].number).number) == [two[1].number]
    everything = handed(asked_at_counter(two[1], "copy").number)
    assert sorted(everything) == sorted(matter.number for matter in two)


def test_a_copy_does_not_go_out_after_the_mandate_ended(two: tuple[Scenario, Scenario]) -> None:
    made = mandated(two[0].applicant)
    number = asked_for(two[0].applicant, Wish("copy"))
    release_copy(desk(), number, url=URL, idempotency_key=key())
    end_mandate(staff("clerk"), made, reason="不再委托他了", idempotency_key=key())
    with pytest.raises(Refusal, match="mandate_over_meanwhile"):
        hand_over_copy(staff("clerk"), number)


def test_a_correction_asked_for_one_case_changes_that_case_and_not_the_person(
    two: tuple[Scenario, Scenario],
) -> None:
    mandated(two[0].applicant, ("SB-001",))
    wish = Wish("correction", scope=two[0].number, field="applicant.phone", right="19900007777")
    number = asked_for(two[0].applicant, wish)
    assert correct_value(desk(), number, url=URL, idempotency_key=key()) == 1
    party = Party.objects.get(id=Case.objects.get(number=two[0].number).applicant_id)
    assert open_party(party).phone == two[0].applicant.phone


def test_what_is_handed_over_has_a_number_that_the_access_log_finds(two: tuple[Scenario, Scenario]) -> None:
    number = asked_at_counter(two[0], "copy").number
    release_copy(desk(), number, url=URL, idempotency_key=key())
    made = hand_over_copy(staff("clerk"), number)
    entry = AccessEntry.objects.get(subject=made.number)
    assert (entry.kind, entry.field, entry.rows) == ("export", "copy", 2)
    assert made.handed_by == staff("clerk").label


def test_of_a_copy_whom_it_is_about_is_told_and_not_the_handler_who_asks(
    two: tuple[Scenario, Scenario],
) -> None:
    mandated(two[0].applicant)
    asked_for(two[0].applicant, Wish("copy"))
    told = Message.objects.get(template="copy_asked")
    assert bytes(told.recipient) == keyed_digest("phone", two[0].applicant.phone)

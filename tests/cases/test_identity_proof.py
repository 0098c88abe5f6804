"""What needs proof of who applies says so, takes the application, and is not granted without it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.cases.counting import statements

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.queries import case_for, my_cases
from tongban.cases.requests import Application, Representation
from tongban.catalogue.commands import publish_version
from tongban.kernel import ledger
from tongban.kernel.actors import Citizen, System
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized, NotFound
from tongban.kernel.models import Message
from tongban.kernel.verify import verify
from tongban.parties.commands import Vouched, sign_in_by_platform
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db

BASIS = {
    "law": {"zh": "《中华人民共和国居民身份证法》", "en": "Law on Resident Identity Cards"},
    "article": "第十三条",
    "duty": {"zh": "看身份证。", "en": "The card is looked at."},
    "unconfirmed": True,
}


def county_asking(when: str) -> None:
    """The county with its enrolment asking for proof of identity."""
    demo.load(items=[])
    content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
    if when != "none":
        content |= {"identity_proof": {"when": when, "basis": BASIS}}
    publish_version(
        System("setup"), content, effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
    )


@pytest.fixture
def before_decision(db: None) -> None:
    county_asking("before_decision")


@pytest.fixture
def at_submission(db: None) -> None:
    county_asking("at_submission")


class Unseen(Scenario):
    """Nobody looked at the card at intake."""

    def application(self) -> Application:
        return replace(super().application(), identity_seen=False)


def confirm(matter: Scenario, username: str = "clerk", **values: object) -> object:
    actor = staff(username)
    version = Case.objects.values_list("version", flat=True).get(number=matter.number)
    told = {"seen": True, "place": "window", "expected_version": version, "idempotency_key": uuid4().hex}
    return commands.confirm_identity(actor, matter.number, **{**told, **values})


def faults(refused: pytest.ExceptionInfo[InputFaults]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


def proof(matter: Scenario) -> str:
    return str(Case.objects.values_list("identity_proof", flat=True).get(number=matter.number))


def test_by_phone_it_is_taken_in_and_granted_only_after_the_card_was_seen(before_decision: None) -> None:
    matter = Scenario(channel="portal", serial=1)
    with pytest.raises(InputFaults) as refused:
        matter.decided()
    assert faults(refused) == [("granted", "identity_not_proven")]
    assert proof(matter) == "phone"
    confirm(matter)
    assert proof(matter) == "id_card_seen"
    view = case_for(staff("approver"), matter.number)
    commands.decide(
        staff("approver"),
        matter.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        granted=True,
        reason="",
    )
    assert verify().holds


def test_it_may_be_refused_without_proof(before_decision: None) -> None:
    matter = Scenario(channel="portal", serial=1)
    matter.decided(granted=False)
    assert Case.objects.get(number=matter.number).outcome == "refused"


@pytest.mark.parametrize("channel", ["window", "village_point"])
def test_a_tick_at_the_counter_is_enough(before_decision: None, channel: str) -> None:
    matter = Scenario(channel=channel, serial=2)
    matter.delivered()
    assert proof(matter) == "id_card_seen"


def test_without_the_card_at_hand_the_counter_takes_it_in_all_the_same(before_decision: None) -> None:
    matter = Unseen(serial=3)
    matter.submitted()
    assert proof(matter) == ""
    view = case_for(staff("clerk"), matter.number)
    assert (view.identity_proof, view.identity_missing) == ("", True)
    assert [act.act for act in view.acts] == [
        "accept",
        "request_corrections",
        "decline",
        "correct_on_the_spot",
        "confirm_identity",
        "take",
        "confirm_address",
        "withdraw",
        "terminate",
    ]
    confirm(matter)
    assert "confirm_identity" not in [act.act for act in case_for(staff("clerk"), matter.number).acts]


def test_the_ledger_says_who_saw_it_and_where_and_nothing_that_stands_on_it(before_decision: None) -> None:
    matter = Unseen(serial=3)
    matter.submitted()
    confirm(matter, place="at_home")
    case = Case.objects.get(number=matter.number)
    event = ledger.read("case", str(case.id))[-1]
    assert event.type == "identity_confirmed"
    assert event.data == {"identity_proof": "id_card_seen", "place": "at_home"}
    assert event.actor["assignment"] == staff("clerk").assignment_id


def test_where_it_is_needed_at_once_a_phone_is_told_so_with_everything_else(at_submission: None) -> None:
    with pytest.raises(InputFaults) as refused:
        Scenario(channel="portal", serial=1).submitted()
    assert faults(refused) == [("identity_seen", "identity_needed_at_submission")]
    with pytest.raises(InputFaults) as refused:
        Unseen(serial=1).submitted()
    assert faults(refused) == [("identity_seen", "identity_needed_at_submission")]
    Scenario(serial=1).delivered()


def real_name(serial: int) -> Citizen:
    who = person(serial)
    return sign_in_by_platform(Vouched(True, who.name, who.number))


def test_a_real_name_needs_no_card(at_submission: None) -> None:
    matter = Scenario(channel="portal", serial=1)
    matter.submitted(real_name(1))
    assert proof(matter) == "real_name"
    matter.decided()


def test_a_real_name_applies_for_itself_or_acts_for_others_by_its_own_number(before_decision: None) -> None:
    with pytest.raises(InputFaults) as refused:
        Scenario(channel="portal", serial=1).submitted(real_name(2))
    assert faults(refused) == [("applicant.number", "number_not_the_proven_one")]

    class ByTheChild(Scenario):
        def application(self) -> Application:
            acting = Representation("representative", person(2), "child", True)
            return replace(super().application(), representation=acting)

    matter = ByTheChild(channel="portal", serial=1)
    matter.submitted(real_name(2))
    assert proof(matter) == "real_name"
    assert case_for(staff("clerk"), matter.number).representative is not None
    with pytest.raises(InputFaults) as refused:
        ByTheChild(channel="portal", serial=1).submitted(real_name(1))
    assert faults(refused) == [("representative.number", "number_not_the_proven_one")]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"seen": False}, [("seen", "identity_not_seen")]),
        ({"place": ""}, [("place", "required")]),
        ({"place": "pub"}, [("place", "not_an_option")]),
        ({"seen": False, "place": ""}, [("seen", "identity_not_seen"), ("place", "required")]),
    ],
)
def test_what_was_not_seen_is_not_recorded(
    before_decision: None, values: dict[str, object], told: list[tuple[str, str]]
) -> None:
    matter = Unseen(serial=3)
    matter.submitted()
    with pytest.raises(InputFaults) as refused:
        confirm(matter, **values)
    assert faults(refused) == told
    assert proof(matter) == ""


def test_it_is_recorded_once_and_repeated_with_the_same_key(before_decision: None) -> None:
    matter = Unseen(serial=3)
    matter.submitted()
    key = uuid4().hex
    first = confirm(matter, idempotency_key=key, expected_version=1)
    again = confirm(matter, idempotency_key=key, expected_version=1)
    assert (first.version, again.version, again.replayed) == (2, 2, True)
    with pytest.raises(InputFaults) as refused:
        confirm(matter)
    assert faults(refused) == [("seen", "identity_already_proven")]


@pytest.mark.parametrize("username", ["reviewer", "approver"])
def test_only_the_counter_and_the_assister_look_at_cards(before_decision: None, username: str) -> None:
    matter = Unseen(serial=3)
    matter.submitted()
    with pytest.raises(NotAuthorized, match="not_your_role_confirm_identity"):
        confirm(matter, username)


def test_an_assister_of_another_village_does_not_even_see_it(before_decision: None) -> None:
    matter = Unseen(channel="village_point", serial=3)
    matter.submitted()
    with pytest.raises(NotFound):
        confirm(matter, "assister-bq")
    confirm(matter, "assister", place="village_point")
    assert proof(matter) == "id_card_seen"


def by_code(matter: Scenario, username: str = "assister", **values: object) -> object:
    told = {
        "query_code": matter.query_code,
        "card_number": matter.applicant.number,
        "seen": True,
        "place": "at_home",
        "idempotency_key": uuid4().hex,
    }
    return commands.confirm_identity_by_code(staff(username), matter.number, **{**told, **values})


def test_an_assister_at_the_door_needs_the_query_code_and_the_card_and_sees_nothing(
    before_decision: None,
) -> None:
    matter = Scenario(channel="portal", serial=5)
    matter.submitted()
    with pytest.raises(InputFaults) as refused:
        by_code(matter, card_number=person(6).number)
    assert faults(refused) == [("card_number", "card_of_another")]
    for wrong in ("", "22222222"):
        with pytest.raises(InputFaults) as refused:
            by_code(matter, query_code=wrong)
        assert faults(refused) == [("query_code", "code_not_of_this_case")]
    with pytest.raises(InputFaults) as refused:
        by_code(matter, seen=False)
    assert faults(refused) == [("seen", "identity_not_seen")]
    assert proof(matter) == "phone"
    by_code(matter, card_number=matter.applicant.number.lower())
    assert proof(matter) == "id_card_seen"
    case = Case.objects.get(number=matter.number)
    event = ledger.read("case", str(case.id))[-1]
    assert event.actor["assignment"] == staff("assister").assignment_id
    with pytest.raises(NotFound):
        case_for(staff("assister"), matter.number)
    with pytest.raises(InputFaults) as refused:
        by_code(matter)
    assert faults(refused) == [("seen", "identity_already_proven")]


@pytest.mark.parametrize("username", ["clerk", "reviewer", "approver", "county"])
def test_only_assisters_go_by_the_code(before_decision: None, username: str) -> None:
    matter = Scenario(channel="portal", serial=5)
    matter.submitted()
    with pytest.raises(NotAuthorized):
        by_code(matter, username)
    assert proof(matter) == "phone"


def test_after_the_end_there_is_nothing_to_confirm(before_decision: None) -> None:
    matter = Scenario(channel="portal", serial=1)
    matter.decided(granted=False)
    with pytest.raises(ActNotAllowed):
        confirm(matter)


def test_it_costs_no_more_than_an_opinion(before_decision: None) -> None:
    Scenario(serial=99).delivered()
    matter = Unseen(serial=3)
    matter.submitted()
    clerk = staff("clerk")
    with statements() as sent:
        commands.confirm_identity(
            clerk, matter.number, expected_version=1, idempotency_key="k", seen=True, place="window"
        )
    assert len(sent) <= 5, sent


def test_an_item_that_does_not_ask_is_granted_by_phone(db: None) -> None:
    county_asking("none")
    matter = Scenario(channel="portal", serial=1)
    matter.delivered()
    assert proof(matter) == "phone"


@pytest.mark.parametrize("channel", ["window", "village_point"])
def test_somebody_without_a_phone_comes_to_the_end_and_nothing_goes_over_a_wire(
    before_decision: None, channel: str
) -> None:
    matter = Scenario(channel=channel, serial=4, phone=False)
    matter.delivered()
    assert set(Message.objects.values_list("channel", flat=True)) == {"in_person"}
    assert Case.objects.get(number=matter.number).contact_digest is None


def test_a_citizen_without_a_phone_sees_nothing_by_an_empty_phone(before_decision: None) -> None:
    Scenario(serial=4, phone=False).submitted()
    assert my_cases(Citizen(b"", b"")) == ()
    assert my_cases(Citizen(b"", b"", "real_name", keyed_digest("citizen_number", "another"))) == ()

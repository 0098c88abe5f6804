"""What has passed its period is listed by year and class; two persons destroy it, and a held matter stays."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.cases.privacy_desk import LATER, URL, appointed, asked_at_counter, desk, key, second

from tongban.cases.commands import save_person, start_draft, withdraw
from tongban.cases.commands.erasure import erase_applicant
from tongban.cases.models import Case, Draft, PrivacyRequest
from tongban.cases.privacy.commands import decline_request, place_hold, propose_destruction
from tongban.cases.privacy.destroying import destruction_list, due_groups
from tongban.cases.queries import case_for
from tongban.directory.commands import confirm_proposal
from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.kernel.errors import Erased, NotAuthorized, Refusal
from tongban.kernel.time import frozen, now, today
from tongban.kernel.verify import verify
from tongban.parties.commands import Named, record_mandate
from tongban.parties.mandates import Scope
from tongban.parties.models import Mandate, Party
from tongban.site import demo
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db
WHY = "申请人提起行政诉讼，法院要求保全本案材料。"
BEFORE = datetime(2125, 11, 1, tzinfo=UTC)  # a pension's file of 2026 is kept to the end of 2126


def withdrawn(serial: int) -> Scenario:
    matter = Scenario(serial=serial)
    matter.submitted()
    withdraw(
        staff("clerk"),
        matter.number,
        expected_version=1,
        idempotency_key=key(),
        reason="不办了，以后再说。",
        signed=True,
    )
    return matter


@pytest.fixture
def two(county: None) -> tuple[Scenario, Scenario]:
    appointed()
    return withdrawn(4711), withdrawn(4712)


def test_nothing_is_listed_before_its_period_is_over(two: tuple[Scenario, Scenario]) -> None:
    assert due_groups(desk()) == ()
    with frozen(BEFORE):
        assert due_groups(desk()) == ()
        with pytest.raises(Refusal, match="nothing_to_destroy"):
            propose_destruction(desk(), 2126, "100y", idempotency_key="k")


def test_the_list_is_proposed_by_one_and_destroyed_by_another_and_what_is_held_stays(
    two: tuple[Scenario, Scenario],
) -> None:
    going, held = two
    place_hold(desk(), held.number, reason=WHY, idempotency_key=key())
    ended = now().year + 100
    with frozen(LATER):
        (group,) = due_groups(desk())
        assert (group.year, group.kept) == (ended, "100y")
        assert [one.number for one in group.cases] == [going.number]
        assert [one.number for one in group.held] == [held.number]
        proposal = propose_destruction(desk(), ended, "100y", idempotency_key=key())
        assert [group.waits for group in due_groups(desk())] == [True]
        with pytest.raises(Refusal, match="proposed_already"):
            propose_destruction(desk(), ended, "100y", idempotency_key=key())
        case_for(staff("clerk"), going.number)  # one person's word destroys nothing
        confirm_proposal(second(), proposal, idempotency_key=key())
        with pytest.raises(Erased):
            case_for(staff("clerk"), going.number)
        assert case_for(staff("clerk"), held.number).applicant.name == held.applicant.name
        listed = destruction_list(desk(), proposal)
        assert (listed.state, [one.erased for one in listed.cases]) == ("confirmed", [True])
        assert [group.cases for group in due_groups(desk())] == [()]
    (event,) = ledger.read("privacy", str(proposal))
    case = Case.objects.get(number=going.number)
    assert event.type == "list_destroyed" and event.data["cases"] == [str(case.id)]
    assert event.data["persons"] == [str(case.applicant_id)]  # nothing else is kept of them
    assert Party.objects.get(id=case.applicant_id).erased_at is not None
    assert verify().holds


def test_what_was_put_under_a_hold_in_between_stays(two: tuple[Scenario, Scenario]) -> None:
    going, held = two
    ended = now().year + 100
    with frozen(LATER):
        proposal = propose_destruction(desk(), ended, "100y", idempotency_key=key())
        place_hold(desk(), held.number, reason=WHY, idempotency_key=key())
        confirm_proposal(second(), proposal, idempotency_key=key())
        assert case_for(staff("clerk"), held.number).applicant.name == held.applicant.name
        with pytest.raises(Erased):
            case_for(staff("clerk"), going.number)


def destroyed(proposal: UUID) -> list[bool]:
    confirm_proposal(second(), proposal, idempotency_key=key())
    return [one.erased for one in destruction_list(desk(), proposal).cases]


def party_of(matter: Scenario) -> Party:
    return Party.objects.get(id=Case.objects.get(number=matter.number).applicant_id)


def test_whose_request_waits_is_on_no_list_until_it_is_carried_out(two: tuple[Scenario, Scenario]) -> None:
    asking = two[1]
    ended = now().year + 100
    with frozen(LATER):
        proposal = propose_destruction(desk(), ended, "100y", idempotency_key=key())
        asked = asked_at_counter(asking, "correction", field="applicant.phone", right="19900007777")
        assert destroyed(proposal) == [True, False]
        assert due_groups(desk()) == ()
        decline_request(
            desk(),
            asked.number,
            answer="这件事已经办结，号码改在新的申请里。",
            basis="个人信息保护法第四十六条",
            url=URL,
            idempotency_key=key(),
        )
        assert destroyed(propose_destruction(desk(), ended, "100y", idempotency_key=key())) == [True]
        # what they had asked, with name and phone, went with them
        assert PrivacyRequest.objects.get(number=asked.number).key.wrapped is None
    assert verify().holds


def test_who_has_begun_an_application_or_gave_a_mandate_stays_when_the_old_matters_go(
    two: tuple[Scenario, Scenario],
) -> None:
    begun, giver = two
    with frozen(LATER):
        token = start_draft(staff("clerk"), "SB-001", "window")
        save_person(token, "applicant", begun.applicant)
        holder = person(5)
        record_mandate(
            staff("clerk"),
            Named(giver.applicant.name, giver.applicant.number),
            Named(holder.name, holder.number),
            Scope((), today() + timedelta(days=3)),
            seen=True,
            idempotency_key=key(),
        )
        proposal = propose_destruction(desk(), LATER.year - 14, "100y", idempotency_key=key())
        assert destroyed(proposal) == [True, True]
        assert [party_of(matter).erased_at for matter in two] == [None, None]
        assert Draft.objects.count() == 1


def test_nothing_that_somebody_erased_gave_or_asked_lives_on(two: tuple[Scenario, Scenario]) -> None:
    matter, holder = two[0], person(5)
    mandate = record_mandate(
        staff("clerk"),
        Named(matter.applicant.name, matter.applicant.number),
        Named(holder.name, holder.number),
        Scope((), today()),
        seen=True,
        idempotency_key=key(),
    )
    asked = asked_at_counter(matter, "copy")
    erase_applicant(
        System("operator"),
        matter.number,
        reason="court_order",
        legal_ground="民事裁定书第1号",
        idempotency_key=key(),
    )
    assert Mandate.objects.get(id=mandate).ended_as == "erased"
    row = PrivacyRequest.objects.get(number=asked.number)
    assert (row.state, row.key.wrapped) == ("done", None)
    assert verify().holds


@pytest.mark.parametrize("username", ["clerk", "sysadmin", "auditor", "approver"])
def test_nobody_else_sees_or_proposes_it(county: None, username: str) -> None:
    with pytest.raises(NotAuthorized):
        due_groups(staff(username))
    with pytest.raises(NotAuthorized):
        propose_destruction(staff(username), 2126, "100y", idempotency_key="k")


def test_the_demonstration_has_matters_whose_period_is_over(db: None) -> None:
    demo.load(items=["JS-005"])
    demo.load_matters()
    (group,) = due_groups(staff("secadmin"))
    assert (group.kept, len(group.cases), group.held) == ("short", 2, ())
    with frozen(now() - timedelta(days=60)):
        assert due_groups(staff("secadmin")) == ()
    assert verify().holds

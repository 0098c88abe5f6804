"""What has passed its period is listed by year and class; two persons destroy it, and a held matter stays."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cases.privacy_desk import LATER, appointed, desk, key, second

from tongban.cases.commands import withdraw
from tongban.cases.models import Case
from tongban.cases.privacy.commands import place_hold, propose_destruction
from tongban.cases.privacy.destroying import destruction_list, due_groups
from tongban.cases.queries import case_for
from tongban.directory.commands import confirm_proposal
from tongban.kernel import ledger
from tongban.kernel.errors import Erased, NotAuthorized, Refusal
from tongban.kernel.time import frozen, now
from tongban.kernel.verify import verify
from tongban.parties.models import Party
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
WHY = "申请人提起行政诉讼，法院要求保全本案材料。"
BEFORE = datetime(2125, 11, 1, tzinfo=UTC)  # a pension's file of 2026 is kept to the end of 2126


def withdrawn(serial: int) -> Scenario:
    matter = Scenario(serial=serial)
    matter.submitted()
    withdraw(
        staff("clerk"), matter.number, expected_version=1, idempotency_key=key(), reason="不办了，以后再说。"
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

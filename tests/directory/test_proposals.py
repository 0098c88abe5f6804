"""Two-person acts: one proposes, an administrator of another kind confirms, and only then it happens."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID, uuid4

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, newcomer, position, who

from tongban.directory.commands import (
    confirm_proposal,
    end_assignment,
    propose,
    turn_down_proposal,
    withdraw_proposal,
)
from tongban.directory.models import Assignment, Proposal
from tongban.directory.proposals import Kind, register_kind
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Public, System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal

pytestmark = pytest.mark.django_db

REASON = "原管理员调离，由他接任"


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def payload(person: int, role: str = "auditor") -> dict[str, object]:
    return {
        "staff": person,
        "position": position("YN-ZW", "catalogue"),
        "role": role,
        "starts": people.NOON.date().isoformat(),
    }


def proposed(by: str = "system_admin", role: str = "auditor", person: int = 0) -> UUID:
    return propose(
        administrator(by),
        "appoint_administrator",
        payload(person or newcomer(), role),
        reason=REASON,
        idempotency_key=key(),
    )


def refused(actor: Actor, proposal: UUID) -> str:
    with pytest.raises((NotAuthorized, Refusal)) as refusal:
        confirm_proposal(actor, proposal, idempotency_key=key())
    return refusal.value.code


@pytest.mark.parametrize("role", people.ADMINISTRATORS)
@pytest.mark.parametrize(
    ("first", "second"), [("system_admin", "security_admin"), ("security_admin", "system_admin")]
)
def test_two_of_different_kinds_appoint_an_administrator(first: str, second: str, role: str) -> None:
    person = newcomer()
    proposal = proposed(first, role, person)
    assert not Assignment.objects.filter(staff_id=person).exists()
    confirm_proposal(administrator(second), proposal, idempotency_key=key())
    assert Assignment.objects.get(staff_id=person).role == role
    assert Proposal.objects.get(id=proposal).state == "confirmed"


def test_who_proposed_does_not_confirm_and_neither_does_another_of_the_same_kind() -> None:
    proposal = proposed("system_admin")
    assert refused(administrator("system_admin"), proposal) == "confirm_own"
    assert refused(people.more_administrator("system_admin", "2"), proposal) == "confirm_same_kind"
    assert not Assignment.objects.filter(role="auditor", staff__code="N-01").exists()


def test_the_auditor_and_everybody_else_change_nothing() -> None:
    proposal = proposed()
    for actor in (administrator("auditor"), who("approver"), who("clerk"), Public(), System("x")):
        assert refused(actor, proposal) == "not_yours_to_confirm"
        with pytest.raises(NotAuthorized):
            propose(actor, "appoint_administrator", payload(1), reason=REASON, idempotency_key=key())


def test_nobody_decides_over_themselves() -> None:
    sysadmin, secadmin = administrator("system_admin"), administrator("security_admin")
    for actor in (sysadmin, secadmin):
        with pytest.raises(NotAuthorized) as refusal:
            propose(
                actor,
                "appoint_administrator",
                payload(actor.staff_id),
                reason=REASON,
                idempotency_key=key(),
            )
        assert refusal.value.code == "concerns_yourself"
    ending = propose(
        sysadmin,
        "end_administrator",
        {"assignment": secadmin.assignment_id},
        reason=REASON,
        idempotency_key=key(),
    )
    assert refused(secadmin, ending) == "concerns_yourself"
    other = people.more_administrator("security_admin", "2")
    confirm_proposal(other, ending, idempotency_key=key())
    assert Assignment.objects.get(id=secadmin.assignment_id).ended_at is not None


def test_a_clerk_is_not_made_an_administrator_beside_their_work() -> None:
    with pytest.raises(InputFaults) as refusal:
        proposed(person=who("clerk").staff_id)
    assert refusal.value.faults[0].code == "administrator_on_cases"


def test_what_changed_in_between_is_looked_at_again() -> None:
    person = newcomer()
    proposal = proposed(person=person)
    Assignment.objects.create(
        staff_id=person,
        position_id=position("SL", "social_security"),
        role="clerk",
        holder="A",
        starts=people.NOON.date(),
    )
    with pytest.raises(InputFaults):
        confirm_proposal(administrator("security_admin"), proposal, idempotency_key=key())
    assert Proposal.objects.get(id=proposal).state == "open"


def test_a_first_yes_ends_with_the_office_of_who_gave_it() -> None:
    second = people.more_administrator("system_admin", "2")
    proposal = propose(
        second, "appoint_administrator", payload(newcomer()), reason=REASON, idempotency_key=key()
    )
    end = propose(
        administrator("system_admin"),
        "end_administrator",
        {"assignment": second.assignment_id},
        reason=REASON,
        idempotency_key=key(),
    )
    confirm_proposal(administrator("security_admin"), end, idempotency_key=key())
    assert refused(administrator("security_admin"), proposal) == "proposer_left"


def test_a_proposal_is_closed_once() -> None:
    proposal = proposed()
    turn_down_proposal(
        administrator("security_admin"), proposal, reason="先补任命文件", idempotency_key=key()
    )
    assert refused(administrator("security_admin"), proposal) == "proposal_closed"
    with pytest.raises(Refusal) as refusal:
        withdraw_proposal(administrator("system_admin"), proposal, idempotency_key=key())
    assert refusal.value.code == "proposal_closed"
    assert Proposal.objects.get(id=proposal).payload["turned_down_because"] == "先补任命文件"


def test_only_who_proposed_withdraws() -> None:
    proposal = proposed()
    with pytest.raises(NotAuthorized) as refusal:
        withdraw_proposal(administrator("security_admin"), proposal, idempotency_key=key())
    assert refusal.value.code == "not_your_proposal"
    withdraw_proposal(administrator("system_admin"), proposal, idempotency_key=key())
    assert Proposal.objects.get(id=proposal).state == "withdrawn"


def test_the_same_is_not_proposed_twice_and_a_repeat_is_the_first() -> None:
    admin, wanted, once = administrator("system_admin"), payload(newcomer()), key()
    first = propose(admin, "appoint_administrator", wanted, reason=REASON, idempotency_key=once)
    again = propose(admin, "appoint_administrator", wanted, reason=REASON, idempotency_key=once)
    assert first == again
    with pytest.raises(Refusal) as refusal:
        propose(admin, "appoint_administrator", wanted, reason=REASON, idempotency_key=key())
    assert refusal.value.code == "proposed_already"


def test_a_repeated_yes_does_it_once() -> None:
    person, once = newcomer(), key()
    proposal = proposed(person=person)
    for _ in range(2):
        confirm_proposal(administrator("security_admin"), proposal, idempotency_key=once)
    assert Assignment.objects.filter(staff_id=person).count() == 1


def test_no_reason_no_kind_no_proposal() -> None:
    admin = administrator("system_admin")
    with pytest.raises(InputFaults):
        propose(admin, "appoint_administrator", payload(newcomer()), reason="换", idempotency_key=key())
    with pytest.raises(InputFaults):
        propose(admin, "crown_a_king", {}, reason=REASON, idempotency_key=key())
    for broken in ({}, {"staff": "x"}, {"staff": 1, "role": "king"}):
        with pytest.raises(InputFaults):
            propose(admin, "appoint_administrator", broken, reason=REASON, idempotency_key=key())
    with pytest.raises(InputFaults):
        propose(
            admin,
            "end_administrator",
            {"assignment": who("clerk").assignment_id},
            reason=REASON,
            idempotency_key=key(),
        )
    with pytest.raises(NotFound):
        confirm_proposal(administrator("security_admin"), uuid4(), idempotency_key=key())


def test_a_kind_that_one_person_or_the_auditor_could_do_is_not_registered() -> None:
    for roles in (
        {"confirmers": frozenset({"auditor"})},
        {"proposers": frozenset({"system_admin"}), "confirmers": frozenset({"system_admin"})},
    ):
        with pytest.raises(ValueError, match="odd"):
            register_kind(Kind("odd", carry_out=lambda agreed: None, **roles))


def test_the_stream_tells_both_persons_and_no_reason() -> None:
    proposal = proposed()
    confirm_proposal(administrator("security_admin"), proposal, idempotency_key=key())
    told = ledger.read("directory", f"proposal:{proposal}")
    assert [one.type for one in told] == ["proposed", "proposal_confirmed"]
    assert told[0].actor != told[1].actor
    assert REASON not in str([dict(one.data) for one in told])


def test_a_confirmed_ending_is_at_once_and_a_single_administrator_ends_none() -> None:
    auditor = administrator("auditor")
    with pytest.raises(InputFaults):
        end_assignment(
            administrator("system_admin"), auditor.assignment_id, last_day=None, idempotency_key=key()
        )
    ending = propose(
        administrator("security_admin"),
        "end_administrator",
        {"assignment": auditor.assignment_id},
        reason=REASON,
        idempotency_key=key(),
    )
    confirm_proposal(administrator("system_admin"), ending, idempotency_key=key())
    assert Assignment.objects.get(id=auditor.assignment_id).ended_at is not None

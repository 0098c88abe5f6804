"""A second staff number does not make a second person of one; and a proposal that nobody stands behind locks nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, position

from tongban.directory.commands import (
    confirm_proposal,
    enter_staff,
    propose,
    turn_down_proposal,
    withdraw_proposal,
)
from tongban.directory.models import Account, Assignment, Proposal, Staff
from tongban.directory.queries import proposal as proposal_view
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal

pytestmark = pytest.mark.django_db
PHONE = "13895010001"


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def appointment(person: int, role: str = "security_admin") -> UUID:
    payload = {
        "staff": person,
        "position": position("YN-ZW", "catalogue"),
        "role": role,
        "starts": people.NOON.date().isoformat(),
    }
    return propose(
        administrator("system_admin"),
        "appoint_administrator",
        payload,
        reason="增加一名管理员",
        idempotency_key=key(),
    )


def own(role: str, phone: str = PHONE) -> Staff:
    """The administrator's own row, with a phone."""
    row = Staff.objects.get(id=administrator(role).staff_id)
    row.phone = phone
    row.save()
    return row


def fault_of(refusal: pytest.ExceptionInfo[InputFaults]) -> str:
    return refusal.value.faults[0].code


def test_nobody_is_entered_twice_under_one_name_and_one_phone() -> None:
    me = own("system_admin")
    with pytest.raises(InputFaults) as refusal:
        enter_staff(
            administrator("system_admin"),
            code="TWIN-1",
            name=f" {me.name[0]} {me.name[1:]}",
            phone=PHONE,
            idempotency_key=key(),
        )
    assert fault_of(refusal) == "entered_already"


@pytest.mark.parametrize("phone", [PHONE, ""])
def test_who_is_one_kind_of_administrator_is_no_other_under_a_second_number(phone: str) -> None:
    """The row may have come in otherwise: from a workbook, or before this rule."""
    twin = Staff.objects.create(code="TWIN-1", name=own("auditor").name, phone=phone)
    with pytest.raises(InputFaults) as refusal:
        appointment(twin.id)
    assert fault_of(refusal) == "administrators_apart"


def test_nobody_proposes_for_their_own_second_row() -> None:
    twin = Staff.objects.create(code="TWIN-1", name=own("system_admin").name, phone=PHONE)
    with pytest.raises(NotAuthorized) as refusal:
        appointment(twin.id)
    assert refusal.value.code == "concerns_yourself"


def test_two_of_a_name_are_told_apart_in_words_by_the_second_person() -> None:
    name = own("auditor").name
    namesake = Staff.objects.create(code="N-77", name=name, phone="13895010077")
    proposal, second = appointment(namesake.id), administrator("security_admin")
    seen = proposal_view(second, proposal)
    assert ("staff_code", "N-77") in seen.facts
    assert ("alike_name", f"{name}（T-AUDITOR-1）") in seen.facts
    for words, fault in (("", "two_of_a_name"), ("。。。。。", "too_short")):
        with pytest.raises(InputFaults) as refusal:
            confirm_proposal(second, proposal, different_people=words, idempotency_key=key())
        assert fault_of(refusal) == fault
    confirm_proposal(
        second, proposal, different_people="两人都见过，一位是新来的大学生", idempotency_key=key()
    )
    assert Assignment.objects.get(staff=namesake).role == "security_admin"
    assert "大学生" in proposal_view(second, proposal).told_apart_because


def test_the_second_word_of_the_same_person_is_no_second_word() -> None:
    """However the second account came about: persons are compared, not rows."""
    twin = Staff.objects.create(code="TWIN-1", name=own("system_admin").name, phone=PHONE)
    second = people.more_administrator("security_admin", "2")
    Assignment.objects.filter(id=second.assignment_id).update(staff=twin)
    Account.objects.filter(staff_id=second.staff_id).update(staff=twin)
    twin_actor = people.who("t-security-admin-2")
    recovery = propose(
        administrator("system_admin"),
        "recover_account",
        {"account": Account.objects.get(username="approver").id},
        reason="手机丢了，密码忘了",
        idempotency_key=key(),
    )
    with pytest.raises(NotAuthorized) as refusal:
        confirm_proposal(twin_actor, recovery, idempotency_key=key())
    assert refusal.value.code == "confirm_own"
    assert proposal_view(twin_actor, recovery).why_not == "confirm_own"


class TestProposerLeft:
    @pytest.fixture
    def left(self) -> UUID:
        proposal = appointment(people.newcomer(), "auditor")
        Assignment.objects.filter(id=administrator("system_admin").assignment_id).update(ended_at=people.NOON)
        return proposal

    def test_the_successor_takes_it_back(self, left: UUID) -> None:
        successor = people.more_administrator("system_admin", "2")
        assert proposal_view(successor, left).may == "withdraw"
        withdraw_proposal(successor, left, idempotency_key=key())
        assert Proposal.objects.get(id=left).state == "withdrawn"

    def test_the_second_person_may_still_say_no_and_not_yes(self, left: UUID) -> None:
        second = administrator("security_admin")
        with pytest.raises(Refusal):
            confirm_proposal(second, left, idempotency_key=key())
        turn_down_proposal(second, left, reason="提出的人已经离任", idempotency_key=key())
        assert Proposal.objects.get(id=left).state == "turned_down"

    def test_proposing_the_same_again_closes_it(self, left: UUID) -> None:
        row = Proposal.objects.get(id=left)
        successor = people.more_administrator("system_admin", "2")
        again = propose(successor, row.kind, row.payload, reason="前任离职，重新提出", idempotency_key=key())
        assert Proposal.objects.get(id=left).state == "withdrawn"
        confirm_proposal(administrator("security_admin"), again, idempotency_key=key())


@pytest.mark.parametrize(
    ("reason", "fault"), [("。。。。", "too_short"), ("的的的的的", "reason_repeats"), ("xx", "too_short")]
)
def test_a_reason_says_something(reason: str, fault: str) -> None:
    with pytest.raises(InputFaults) as refusal:
        propose(
            administrator("system_admin"),
            "recover_account",
            {"account": Account.objects.get(username="approver").id},
            reason=reason,
            idempotency_key=key(),
        )
    assert fault_of(refusal) == fault

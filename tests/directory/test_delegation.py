"""Delegated approval: only the items, only the days, never handed on, and gone the moment it is taken back."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.directory import people
from tests.directory.people import administrator, key, staff_id, who

from tongban.cases import commands as cases
from tongban.cases import paper_contents
from tongban.cases.models import Case
from tongban.cases.queries import preview_paper
from tongban.cases.visibility import visible_to
from tongban.directory.commands import delegate_approval, end_assignment, revoke_delegation
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import actor_for_assignment, assignments_of
from tongban.kernel import ledger
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound
from tongban.kernel.time import frozen
from tongban.papers.content import Decision
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db

TODAY = people.NOON.date()


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def lent(username: str = "clerk", items: tuple[str, ...] = (), first: int = 0, last: int = 9) -> int:
    return delegate_approval(
        who("approver"),
        staff_id=staff_id(username),
        items=items,
        starts=day(first),
        ends=day(last),
        idempotency_key=key(),
    )


def as_delegate(row: int, username: str = "clerk") -> Staff:
    return actor_for_assignment(row, Account.objects.get(username=username).id)


def faults(**more: object) -> set[tuple[str, str]]:
    values = {
        "staff_id": staff_id("clerk"),
        "items": (),
        "starts": TODAY,
        "ends": day(9),
        "idempotency_key": key(),
    }
    with pytest.raises(InputFaults) as refusal:
        delegate_approval(who("approver"), **{**values, **more})  # type: ignore[arg-type]  # told by each check
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def decided(actor: Staff, matter: Scenario) -> None:
    cases.decide(actor, matter.number, expected_version=3, idempotency_key=key(), granted=True, reason="")


def ready(serial: int) -> Scenario:
    matter = Scenario(serial=serial)
    matter.reviewed()
    return matter


class TestLending:
    def test_is_an_approvers_and_never_a_delegates(self) -> None:
        row = lent()
        for actor in (who("clerk"), administrator("system_admin"), as_delegate(row)):
            with pytest.raises(NotAuthorized) as refusal:
                delegate_approval(
                    actor,
                    staff_id=staff_id("reviewer"),
                    items=(),
                    starts=TODAY,
                    ends=day(3),
                    idempotency_key=key(),
                )
            assert refusal.value.code == "not_yours_to_delegate"

    def test_goes_to_somebody_of_the_same_authority_who_serves_all_the_days(self) -> None:
        assert faults(staff_id=staff_id("county")) == {("staff", "delegate_of_another_body")}
        row = who("clerk").assignment_id
        end_assignment(administrator("system_admin"), row, last_day=day(5), idempotency_key=key())
        assert faults() == {("staff", "delegate_of_another_body")}

    def test_is_for_ninety_days_at_most_from_today_on(self) -> None:
        assert faults(ends=day(90)) == {("ends", "delegation_too_long")}
        assert faults(starts=day(-1)) == {("starts", "date_in_past")}
        assert faults(ends=day(-1)) == {("ends", "ends_before_it_begins")}
        assert lent(last=89)

    def test_never_outlasts_the_own_assignment(self) -> None:
        head = who("approver").assignment_id
        end_assignment(administrator("system_admin"), head, last_day=day(5), idempotency_key=key())
        assert faults(ends=day(6)) == {("ends", "beyond_own_end")}
        assert lent(last=5)

    def test_is_not_given_twice_for_the_same_days(self) -> None:
        lent()
        assert faults(starts=day(9), ends=day(12)) == {("starts", "overlaps")}

    def test_nobody_lends_to_themselves(self) -> None:
        with pytest.raises(NotAuthorized) as refusal:
            lent("approver")
        assert refusal.value.code == "not_lent_to_oneself"


class TestDeciding:
    def test_a_delegate_decides_and_the_record_says_by_whose_power(self) -> None:
        matter = ready(1)
        actor = as_delegate(lent(items=("SB-001",)))
        decided(actor, matter)
        case = Case.objects.get(number=matter.number)
        told = ledger.read("case", str(case.id))[-1]
        assert (told.type, told.data["delegated_by"]) == ("decided", who("approver").assignment_id)
        assert told.actor["assignment"] == actor.assignment_id

    def test_the_paper_names_whose_power_it_is_with_day_and_number(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said: list[str] = []
        whole = paper_contents.decision

        def told(*values: object, **named: object) -> Decision:
            paper = whole(*values, **named)  # type: ignore[arg-type]  # passed on as they came
            said.append(paper.authorization)
            return paper

        monkeypatch.setattr(paper_contents, "decision", told)
        row, own, borrowed = lent(), ready(1), ready(2)
        preview_paper(as_delegate(row), borrowed.number, act="decide", granted=True)
        decided(as_delegate(row), borrowed)
        decided(who("approver"), own)
        sentence = f"李文涛（乡负责人）2026年4月14日起的授权（授权第{row}号）"
        assert said == [sentence, sentence, ""]

    def test_the_own_power_leaves_no_such_word(self) -> None:
        matter = ready(1)
        decided(who("approver"), matter)
        case = Case.objects.get(number=matter.number)
        assert "delegated_by" not in ledger.read("case", str(case.id))[-1].data

    def test_other_items_are_not_even_seen(self) -> None:
        matter = ready(1)
        actor = as_delegate(lent(items=("MZ-001",)))
        assert not visible_to(actor).exists()
        with pytest.raises(NotFound):
            decided(actor, matter)

    def test_the_own_work_is_kept_apart(self) -> None:
        row = lent()
        roles = {
            one.role: one.assignment_id for one in assignments_of(Account.objects.get(username="clerk").id)
        }
        assert roles == {"clerk": who("clerk").assignment_id, "approver": row}
        with pytest.raises(NotAuthorized):
            decided(who("clerk"), ready(1))

    def test_who_gave_an_opinion_does_not_decide_on_it(self) -> None:
        matter = ready(1)
        actor = as_delegate(lent("reviewer"), "reviewer")
        with pytest.raises(NotAuthorized) as refusal:
            decided(actor, matter)
        assert refusal.value.code == "own_opinion"

    def test_an_actor_kept_from_before_is_refused_after_the_revocation(self) -> None:
        matter, row = ready(1), lent()
        actor = as_delegate(row)
        revoke_delegation(who("approver"), row, idempotency_key=key())
        with pytest.raises(NotAuthorized) as refusal:
            decided(actor, matter)
        assert refusal.value.code == "delegation_over"
        with pytest.raises(NotFound):
            as_delegate(row)


class TestTheEnd:
    def test_the_system_administrator_may_take_it_back_and_nobody_else(self) -> None:
        row = lent()
        for actor in (administrator("security_admin"), who("clerk"), who("county-mz-head"), as_delegate(row)):
            with pytest.raises((NotAuthorized, NotFound)):
                revoke_delegation(actor, row, idempotency_key=key())
        assert as_delegate(row)
        revoke_delegation(administrator("system_admin"), row, idempotency_key=key())
        assert lent()

    def test_it_ends_with_the_power_behind_it(self) -> None:
        row = lent()
        head = who("approver").assignment_id
        end_assignment(administrator("system_admin"), head, last_day=None, idempotency_key=key())
        with pytest.raises(NotFound):
            as_delegate(row)

    def test_it_ends_with_the_delegates_own_serving(self) -> None:
        row, own = lent(last=20), who("clerk").assignment_id
        end_assignment(administrator("system_admin"), own, last_day=day(4), idempotency_key=key())
        assert Assignment.objects.get(id=row).ends == day(4)
        with frozen(people.NOON + timedelta(days=5)), pytest.raises(NotFound):
            as_delegate(row)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=st.integers(0, 30),
    length=st.integers(1, 90),
    offset=st.integers(-5, 130),
    items=st.sets(st.sampled_from(["SB-001", "MZ-001", "NY-009"]), max_size=3),
    revoked=st.booleans(),
)
def test_a_delegate_acts_within_the_days_and_the_items_and_nowhere_else(
    first: int, length: int, offset: int, items: set[str], revoked: bool
) -> None:
    head = who("approver")
    Assignment.objects.filter(delegated_by=head.assignment_id).update(ended_at=people.NOON)
    if not Case.objects.exists():
        ready(1)
    row = lent(items=tuple(sorted(items)), first=first, last=first + length - 1)
    if revoked:
        revoke_delegation(head, row, idempotency_key=uuid4().hex)
    with frozen(people.NOON + timedelta(days=offset)):
        if revoked or not first <= offset < first + length:
            with pytest.raises(NotFound):
                as_delegate(row)
        else:
            actor = as_delegate(row)
            assert visible_to(actor).exists() == (not items or "SB-001" in items)
            assert set(visible_to(actor).values_list("id")) <= set(visible_to(head).values_list("id"))

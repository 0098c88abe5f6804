"""An absence entered once: who takes over is told before and after, and days that nobody covers are known at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, newcomer, position, staff_id, who

from tongban.directory.commands import (
    Post,
    assign,
    cancel_absence,
    delegate_approval,
    end_assignment,
    enter_absence,
    revoke_delegation,
)
from tongban.directory.models import DutyGap
from tongban.directory.queries import (
    duty_board,
    gaps_ahead,
    gaps_anywhere,
    is_away,
    own_duty,
    present,
    present_at,
    takeover,
)
from tongban.kernel import ledger
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import frozen

pytestmark = pytest.mark.django_db

TODAY = people.NOON.date()


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def gone(username: str, first: int, last: int) -> int:
    return enter_absence(
        who(username),
        staff_id=staff_id(username),
        kind="leave",
        starts=day(first),
        ends=day(last),
        idempotency_key=key(),
    )


def covers(username: str, first: int, last: int) -> list[tuple[str, int, int, tuple[str, ...], bool]]:
    told = takeover(who(username), staff_id(username), day(first), day(last))
    return [
        (one.role, (one.first - TODAY).days, (one.last - TODAY).days, one.names, one.moved)
        for one in told
        if one.last is not None
    ]


def gaps(actor: str = "approver") -> list[tuple[str, int, int | None]]:
    return [
        (one.role, (one.first - TODAY).days, None if one.last is None else (one.last - TODAY).days)
        for one in gaps_ahead(who(actor))
    ]


class TestBeforeItIsEntered:
    def test_b_takes_over_from_a(self) -> None:
        assert covers("clerk", 1, 3) == [("clerk", 1, 3, ("王建宁",), True)]

    def test_b_away_moves_nothing_while_a_serves(self) -> None:
        assert covers("clerk-b", 1, 3) == [("clerk", 1, 3, ("马晓燕",), False)]

    def test_the_days_on_which_b_is_away_too_have_nobody(self) -> None:
        gone("clerk-b", 3, 9)
        assert covers("clerk", 1, 4) == [("clerk", 1, 2, ("王建宁",), True), ("clerk", 3, 4, (), True)]

    def test_after_it_was_entered_the_same_is_told(self) -> None:
        gone("clerk-b", 3, 9)
        before = covers("clerk", 1, 4)
        gone("clerk", 1, 4)
        assert covers("clerk", 1, 4) == before

    def test_a_colleague_does_not_ask(self) -> None:
        with pytest.raises(NotAuthorized):
            takeover(who("clerk-b"), staff_id("clerk"), day(1), day(2))
        assert takeover(administrator("system_admin"), staff_id("clerk"), day(1), day(2))


class TestGaps:
    def test_one_that_b_covers_is_none(self) -> None:
        gone("clerk", 1, 3)
        assert gaps() == []
        assert not DutyGap.objects.exists()

    def test_both_away_is_known_when_the_second_is_entered(self) -> None:
        gone("clerk", 1, 5)
        absence = gone("clerk-b", 4, 9)
        assert gaps() == [("clerk", 4, 5)]
        row = DutyGap.objects.get()
        assert (row.first, row.last, row.absence_id) == (day(4), day(5), absence)

    def test_a_position_without_b_has_one_at_once(self) -> None:
        gone("clerk-mz", 2, 2)
        assert gaps() == [("clerk", 2, 2)]

    def test_the_county_is_told_of_its_own_only(self) -> None:
        gone("clerk-mz", 2, 2)
        assert gaps("county-mz-head") == []

    def test_striking_the_absence_out_settles_it(self) -> None:
        absence = gone("clerk-mz", 2, 2)
        cancel_absence(who("clerk-mz"), absence, idempotency_key=key())
        assert gaps() == []
        assert DutyGap.objects.get().settled_by_id == who("clerk-mz").assignment_id

    def test_coming_back_early_ends_it(self) -> None:
        absence = gone("clerk-mz", 0, 6)
        with frozen(people.NOON + timedelta(days=2)):
            assert gaps() == [("clerk", 2, 6)]
            cancel_absence(who("clerk-mz"), absence, idempotency_key=key())
            assert gaps() == []

    def test_appointing_somebody_settles_it(self) -> None:
        gone("clerk-mz", 2, 8)
        substitute(starts=day(0))
        assert gaps() == []
        assert DutyGap.objects.get().settled_at is not None

    def test_appointing_somebody_for_a_part_of_it_leaves_the_rest(self) -> None:
        gone("clerk-mz", 2, 8)
        substitute(starts=day(0), ends=day(5))
        assert gaps() == [("clerk", 6, 8)]
        assert DutyGap.objects.filter(settled_at__isnull=True).get().first == day(6)

    def test_the_end_of_the_last_assignment_is_one_without_an_end(self) -> None:
        end_assignment(
            administrator("system_admin"),
            who("clerk-mz").assignment_id,
            last_day=day(3),
            idempotency_key=key(),
        )
        assert gaps() == [("clerk", 4, None)]
        substitute(starts=day(4))
        assert gaps() == []

    def test_one_that_lies_behind_is_told_no_more(self) -> None:
        gone("clerk-mz", 0, 1)
        with frozen(people.NOON + timedelta(days=2)):
            assert gaps() == []

    def test_the_heads_own_absence_is_one_until_the_power_is_lent(self) -> None:
        gone("approver", 1, 4)
        assert gaps() == [("approver", 1, 4)]
        loan = delegate_approval(
            who("approver"),
            staff_id=staff_id("reviewer"),
            items=[],
            starts=day(0),
            ends=day(9),
            idempotency_key=key(),
        )
        assert gaps() == []
        revoke_delegation(who("approver"), loan, idempotency_key=key())
        assert gaps() == [("approver", 1, 4)]

    def test_the_administrator_sees_each_of_every_authority_once(self) -> None:
        assert gaps_anywhere(who("sysadmin")) == ()
        gone("approver", 1, 4)
        assert gaps_anywhere(who("sysadmin")) == gaps_ahead(who("approver"))
        with pytest.raises(NotAuthorized):
            gaps_anywhere(who("approver"))

    def test_a_power_lent_for_one_item_covers_no_post(self) -> None:
        gone("approver", 1, 4)
        delegate_approval(
            who("approver"),
            staff_id=staff_id("reviewer"),
            items=["SB-001"],
            starts=day(0),
            ends=day(9),
            idempotency_key=key(),
        )
        assert gaps() == [("approver", 1, 4)]

    def test_a_repeated_entry_writes_it_once(self) -> None:
        asked = {"staff_id": staff_id("clerk-mz"), "kind": "leave", "starts": day(1), "ends": day(1)}
        for _ in range(2):
            enter_absence(who("clerk-mz"), **asked, idempotency_key="once")
        assert DutyGap.objects.count() == 1


def substitute(starts: date, ends: date | None = None) -> int:
    post = Post(newcomer(), position("SL", "civil_affairs"), "clerk", "B", starts, ends)
    return assign(administrator("system_admin"), post, idempotency_key=key())


class TestToday:
    def test_b_is_told_who_serves_and_for_whom_b_stands_in(self) -> None:
        assert own_duty(who("clerk")).on_duty
        resting = own_duty(who("clerk-b"))
        assert (resting.on_duty, resting.by) == (False, ("马晓燕",))
        gone("clerk", 0, 3)
        standing_in = own_duty(who("clerk-b"))
        assert (standing_in.on_duty, standing_in.instead_of, standing_in.until) == (
            True,
            ("马晓燕",),
            day(3),
        )
        assert not own_duty(who("clerk")).on_duty
        with frozen(people.NOON + timedelta(days=4)):
            assert not own_duty(who("clerk-b")).on_duty

    def test_who_is_away_is_not_present(self) -> None:
        clerk, stand_in = who("clerk"), who("clerk-b")
        both = {clerk.assignment_id, stand_in.assignment_id}
        assert set(present(both)) == both
        gone("clerk", 0, 1)
        assert set(present(both)) == {stand_in.assignment_id}
        assert is_away(clerk.staff_id) and not is_away(stand_in.staff_id)
        assert clerk.assignment_id not in {one.assignment_id for one, _ in present_at(clerk.position_id)}


class TestTheBoard:
    def test_it_has_every_post_of_the_authority_with_the_days_parted(self) -> None:
        gone("clerk", 2, 4)
        gone("clerk-b", 4, 6)
        line = next(
            one
            for one in duty_board(who("approver"))
            if (one.position_id, one.role) == (who("clerk").position_id, "clerk")
        )
        assert (line.a, line.b, line.today.names) == (("马晓燕",), ("王建宁",), ("马晓燕",))
        parted = [((one.first - TODAY).days, one.names) for one in line.days]
        assert parted == [(0, ("马晓燕",)), (2, ("王建宁",)), (4, ()), (5, ("马晓燕",))]
        assert line.days[-1].last == day(13)
        assert len(line.gaps) == 1

    def test_a_post_that_nobody_holds_any_more_stays_on_it(self) -> None:
        end_assignment(
            administrator("system_admin"),
            who("clerk-mz").assignment_id,
            last_day=None,
            idempotency_key=key(),
        )
        empty = [one for one in duty_board(who("approver")) if one.today.is_gap]
        assert [(one.role, one.a) for one in empty] == [("clerk", ())]

    def test_it_is_the_heads(self) -> None:
        for username in ("clerk", "reviewer", "county"):
            with pytest.raises(NotAuthorized):
                duty_board(who(username))
            with pytest.raises(NotAuthorized):
                gaps_ahead(who(username))


def test_the_ledger_says_who_stands_in_on_which_days() -> None:
    gone("clerk-b", 3, 9)
    gone("clerk", 1, 4)
    (told,) = ledger.read("directory", f"staff:{staff_id('clerk')}")
    assert [(one["first"], one["last"], list(one["by"])) for one in told.data["cover"]] == [
        (day(1).isoformat(), day(2).isoformat(), [who("clerk-b").assignment_id]),
        (day(3).isoformat(), day(4).isoformat(), []),
    ]

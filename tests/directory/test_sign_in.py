"""Signing in: five tries, then a quarter of an hour; an assignment counts on its own days only."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta

import pytest

from tongban.directory.commands import choose_password, confirm_second_factor, sign_in
from tongban.directory.models import Account, Assignment, SignInTry
from tongban.directory.queries import actor_for_assignment, assignments_of
from tongban.kernel.errors import InputFaults, NotFound, Refusal
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site import demo

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 14, 12, tzinfo=SHANGHAI)
PASSWORD = demo.county.PASSWORD


@pytest.fixture(autouse=True)
def clock() -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(NOON))
        demo.load(items=["SB-001"])
        yield days


def refused(username: str, password: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refusal:
        sign_in(username, password)
    return refusal.value.code, refusal.value.params


class TestPassword:
    def test_the_right_one_opens(self) -> None:
        done = sign_in(" clerk ", PASSWORD)
        assert [actor.role for actor in done.assignments] == ["clerk"]

    def test_an_unknown_name_is_told_the_same_as_a_wrong_password(self) -> None:
        assert refused("nobody", PASSWORD) == refused("clerk", "wrong") == ("wrong_credentials", {})
        assert refused("a\0b", PASSWORD)[0] == "wrong_credentials"

    def test_an_account_that_was_closed_is_unknown(self) -> None:
        Account.objects.filter(username="clerk").update(is_active=False)
        assert refused("clerk", PASSWORD)[0] == "wrong_credentials"


class TestLock:
    @pytest.fixture
    def locked(self) -> None:
        for _ in range(4):
            assert refused("clerk", "wrong")[0] == "wrong_credentials"
        assert refused("clerk", "wrong") == ("locked", {"until": NOON + timedelta(minutes=15)})

    def test_after_five_tries_the_right_password_does_not_open_either(self, locked: None) -> None:
        assert refused("clerk", PASSWORD)[0] == "locked"

    def test_others_are_not_locked(self, locked: None) -> None:
        assert sign_in("clerk-b", PASSWORD).assignments

    def test_it_ends_after_a_quarter_of_an_hour(self, locked: None, clock: ExitStack) -> None:
        clock.enter_context(frozen(NOON + timedelta(minutes=15, seconds=-1)))
        assert refused("clerk", PASSWORD)[0] == "locked"
        clock.enter_context(frozen(NOON + timedelta(minutes=15)))
        assert sign_in("clerk", PASSWORD).assignments

    def test_a_success_forgets_the_tries_before_it(self) -> None:
        for _ in range(3):
            for _ in range(4):
                assert refused("clerk", "wrong")[0] == "wrong_credentials"
            sign_in("clerk", PASSWORD)


class TestGrowingLock:
    def five(self, username: str) -> object:
        for _ in range(4):
            assert refused(username, "wrong")[0] == "wrong_credentials"
        code, told = refused(username, "wrong")
        assert code == "locked"
        return told["until"]

    @pytest.mark.parametrize("username", ["clerk", "nobody"])
    def test_each_lock_lasts_longer_also_of_a_name_that_is_not_there(
        self, username: str, clock: ExitStack
    ) -> None:
        now = NOON
        for lasts in (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)):
            assert self.five(username) == now + lasts
            assert refused(username, "wrong") == ("locked", {"until": now + lasts})
            now += lasts
            clock.enter_context(frozen(now))

    def test_a_success_makes_the_next_lock_short_again(self, clock: ExitStack) -> None:
        self.five("clerk")
        clock.enter_context(frozen(NOON + timedelta(minutes=15)))
        sign_in("clerk", PASSWORD)
        assert self.five("clerk") == NOON + timedelta(minutes=30)

    def test_wrong_codes_count_and_the_right_password_between_them_forgets_nothing(self) -> None:
        for tries in range(5):
            door = sign_in("approver", PASSWORD)
            with pytest.raises(Refusal) as refusal:
                confirm_second_factor(door, "000000")
            assert refusal.value.code == ("wrong_code" if tries < 4 else "locked")
        assert refused("approver", PASSWORD)[0] == "locked"

    def test_everything_at_the_door_is_written_down(self) -> None:
        sign_in("clerk", PASSWORD, "10.0.0.7")
        refused("clerk", "wrong")
        refused("someone" * 20, "wrong")
        sign_in("approver", PASSWORD)
        rows = SignInTry.objects.order_by("id").values_list("username", "outcome", "address")
        assert list(rows) == [
            ("clerk", "signed_in", "10.0.0.7"),
            ("clerk", "wrong_password", ""),
            (("someone" * 20)[:40], "wrong_password", ""),
            ("approver", "waits_code", ""),
        ]

    def test_the_password_itself_is_written_nowhere(self) -> None:
        refused("clerk", "my-Secret-Typo")
        assert "my-Secret-Typo" not in str(list(SignInTry.objects.values()))


class TestMustChange:
    def test_a_password_given_by_somebody_else_is_changed_first(self) -> None:
        Account.objects.filter(username="clerk").update(must_change=True)
        door = sign_in("clerk", PASSWORD)
        assert (door.step, door.assignments) == ("password", ())
        with pytest.raises(InputFaults):
            choose_password(door, PASSWORD, PASSWORD)
        assert choose_password(door, "村边 绿树 合 37", "村边 绿树 合 37").assignments
        assert sign_in("clerk", "村边 绿树 合 37").assignments

    def test_nobody_else_changes_one_at_the_door(self) -> None:
        door = sign_in("approver", PASSWORD)
        with pytest.raises(Refusal) as refusal:
            choose_password(door, "村边 绿树 合 37 里", "村边 绿树 合 37 里")
        assert refusal.value.code == "door_closed"

    def test_a_regular_change_is_a_setting_of_the_place(self, settings, clock: ExitStack) -> None:
        Account.objects.filter(username="clerk").update(password_set_at=NOON - timedelta(days=90))
        assert sign_in("clerk", PASSWORD).step == ""
        settings.STAFF_PASSWORD_DAYS = 90
        assert sign_in("clerk", PASSWORD).step == "password"


class TestDaysOfAnAssignment:
    @pytest.fixture
    def assignment(self) -> Assignment:
        return Assignment.objects.get(staff__account__username="clerk")

    def account(self) -> int:
        return Account.objects.get(username="clerk").id

    def holds(self, assignment: Assignment) -> bool:
        found = bool(assignments_of(self.account()))
        try:
            actor_for_assignment(assignment.id, self.account())
        except NotFound:
            assert not found
            assert refused("clerk", PASSWORD)[0] == "no_assignment"
            return False
        assert found
        return True

    @pytest.mark.parametrize(
        ("starts", "ends", "holds"),
        [
            (date(2026, 1, 1), None, True),
            (date(2026, 1, 1), date(2026, 4, 14), True),  # the last day counts
            (date(2026, 1, 1), date(2026, 4, 13), False),  # ended yesterday
            (date(2026, 4, 14), None, True),
            (date(2026, 4, 15), None, False),  # begins tomorrow
        ],
    )
    def test_it_gives_authority_on_its_own_days_only(
        self, starts: date, ends: date | None, holds: bool, assignment: Assignment
    ) -> None:
        Assignment.objects.filter(id=assignment.id).update(starts=starts, ends=ends)
        assert self.holds(assignment) is holds

    def test_the_day_is_chinas(self, assignment: Assignment, clock: ExitStack) -> None:
        Assignment.objects.filter(id=assignment.id).update(ends=date(2026, 4, 14))
        clock.enter_context(frozen(datetime(2026, 4, 14, 23, 59, tzinfo=SHANGHAI)))
        assert self.holds(assignment)
        clock.enter_context(frozen(datetime(2026, 4, 15, 0, 0, tzinfo=SHANGHAI)))  # 16:00 UTC of the 14th
        assert not self.holds(assignment)

    def test_nobody_acts_in_anothers_assignment(self, assignment: Assignment) -> None:
        with pytest.raises(NotFound):
            actor_for_assignment(assignment.id, Account.objects.get(username="approver").id)

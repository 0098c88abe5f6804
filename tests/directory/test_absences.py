"""Absences and seals' custodians: registers that nobody but the right people write, and that never overlap."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, staff_id, who

from tongban.directory.commands import (
    cancel_absence,
    enter_absence,
    enter_seal,
    hand_over_seal,
    retire_seal,
)
from tongban.directory.models import Absence, Body, SealCustody
from tongban.directory.queries import away, to_strike_out, whose_days
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import frozen

pytestmark = pytest.mark.django_db

TODAY = people.NOON.date()


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def entered(actor: Actor, username: str, first: int, last: int, kind: str = "leave") -> int:
    return enter_absence(
        actor,
        staff_id=staff_id(username),
        kind=kind,
        starts=day(first),
        ends=day(last),
        idempotency_key=key(),
    )


def faults(refusal: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refusal.value.faults}


class TestAbsences:
    def test_one_enters_ones_own_and_the_system_administrator_anybodys(self) -> None:
        assert entered(who("clerk"), "clerk", 0, 2)
        assert entered(administrator("system_admin"), "reviewer", 0, 2)
        assert {one.name for one in away(administrator("system_admin"))} == {"马晓燕", "杨志强"}

    def test_nobody_enters_a_colleagues(self) -> None:
        for actor in (
            who("clerk"),
            administrator("security_admin"),
            administrator("auditor"),
        ):
            with pytest.raises(NotAuthorized):
                entered(actor, "reviewer", 0, 2)

    def test_the_head_enters_the_days_of_who_is_ill_and_strikes_out_no_others(self) -> None:
        ill = entered(who("approver"), "clerk", 0, 2, "illness")
        own = entered(who("reviewer"), "reviewer", 1, 2)
        assert to_strike_out(who("approver")) == {ill}
        with pytest.raises(NotFound):
            cancel_absence(who("approver"), own, idempotency_key=key())
        cancel_absence(who("approver"), ill, idempotency_key=key())
        with pytest.raises(NotAuthorized):  # of another authority
            entered(who("county"), "clerk", 4, 5)
        assert staff_id("clerk") in dict(whose_days(who("approver"))) and whose_days(who("clerk")) == ()

    def test_a_form_sent_again_after_it_was_struck_out_answers_with_the_entry_of_then(self) -> None:
        asked = {"staff_id": staff_id("clerk"), "kind": "leave", "starts": day(1), "ends": day(1)}
        row = enter_absence(who("clerk"), **asked, idempotency_key="once")
        cancel_absence(who("clerk"), row, idempotency_key=key())
        entered(who("clerk"), "clerk", 1, 1)
        assert enter_absence(who("clerk"), **asked, idempotency_key="once") == row

    @pytest.mark.parametrize(("first", "last"), [(2, 4), (0, 2), (4, 6), (1, 9), (3, 3)])
    def test_overlapping_days_are_refused(self, first: int, last: int) -> None:
        entered(who("clerk"), "clerk", 2, 4)
        with pytest.raises(InputFaults) as refusal:
            entered(who("clerk"), "clerk", first, last)
        assert faults(refusal) == {("starts", "overlaps")}

    def test_days_beside_each_other_do_not_overlap(self) -> None:
        entered(who("clerk"), "clerk", 2, 4)
        entered(who("clerk"), "clerk", 5, 5)
        entered(who("clerk"), "clerk", 1, 1)

    def test_days_that_cannot_be_are_refused(self) -> None:
        for first, last, code in (
            (3, 2, "ends_before_it_begins"),
            (-32, 0, "too_long_ago"),
            (0, 400, "too_many_days"),
        ):
            with pytest.raises(InputFaults) as refusal:
                entered(who("clerk"), "clerk", first, last)
            assert {found for _, found in faults(refusal)} == {code}

    def test_what_has_not_begun_is_struck_out(self) -> None:
        row = entered(who("clerk"), "clerk", 2, 4)
        cancel_absence(who("clerk"), row, idempotency_key=key())
        assert Absence.objects.get(id=row).cancelled_at is not None
        entered(who("clerk"), "clerk", 3, 3)

    def test_who_comes_back_early_was_away_until_yesterday(self) -> None:
        row = entered(who("clerk"), "clerk", 0, 6)
        with frozen(people.NOON + timedelta(days=2)):
            cancel_absence(administrator("system_admin"), row, idempotency_key=key())
            assert away(administrator("system_admin")) == ()
        assert (Absence.objects.get(id=row).ends, Absence.objects.get(id=row).cancelled_at) == (day(1), None)

    def test_a_colleague_does_not_even_learn_that_there_is_one(self) -> None:
        row = entered(who("clerk"), "clerk", 2, 4)
        with pytest.raises(NotFound):
            cancel_absence(who("reviewer"), row, idempotency_key=key())

    def test_what_is_over_stays(self) -> None:
        row = entered(who("clerk"), "clerk", -5, -3)
        with pytest.raises(Refusal) as refusal:
            cancel_absence(who("clerk"), row, idempotency_key=key())
        assert refusal.value.code == "absence_over"

    def test_the_ledger_says_the_days_and_never_why(self) -> None:
        entered(who("clerk"), "clerk", 2, 4, "illness")
        (told,) = ledger.read("directory", f"staff:{staff_id('clerk')}")
        assert "illness" not in str(dict(told.data))


def township() -> int:
    return Body.objects.get(code="SL").id


def seal(keeper: str = "approver", starts: date = TODAY) -> int:
    return enter_seal(
        administrator("system_admin"),
        body_id=township(),
        kind="official",
        name="永宁县胜利乡人民政府",
        keeper_id=staff_id(keeper),
        starts=starts,
        idempotency_key=key(),
    )


class TestSeals:
    def test_a_hand_over_ends_one_custody_and_begins_the_next(self) -> None:
        first = seal(starts=day(-30))
        following = hand_over_seal(
            administrator("system_admin"), first, keeper_id=staff_id("clerk"), on=TODAY, idempotency_key=key()
        )
        assert SealCustody.objects.get(id=first).ends == day(-1)
        assert SealCustody.objects.get(id=following).keeper_id == staff_id("clerk")

    def test_two_never_keep_the_same_seal(self) -> None:
        first = seal(starts=day(-30))
        with pytest.raises(InputFaults) as refusal:
            seal("clerk")
        assert faults(refusal) == {("name", "seal_entered_already")}
        admin = administrator("system_admin")
        hand_over_seal(admin, first, keeper_id=staff_id("clerk"), on=TODAY, idempotency_key=key())
        with pytest.raises(Refusal) as over:
            hand_over_seal(admin, first, keeper_id=staff_id("reviewer"), on=TODAY, idempotency_key=key())
        assert over.value.code == "custody_over"

    def test_only_somebody_of_the_authority_keeps_it(self) -> None:
        with pytest.raises(InputFaults) as refusal:
            seal("county")
        assert faults(refusal) == {("keeper", "keeper_of_another_body")}

    def test_days_that_cannot_be_are_refused(self) -> None:
        first, admin = seal(starts=day(-3)), administrator("system_admin")
        for on, code in ((day(1), "future_date"), (day(-3), "before_custody")):
            with pytest.raises(InputFaults) as refusal:
                hand_over_seal(admin, first, keeper_id=staff_id("clerk"), on=on, idempotency_key=key())
            assert faults(refusal) == {("on", code)}

    def test_a_seal_out_of_use_is_kept_by_nobody(self) -> None:
        first = seal()
        retire_seal(administrator("system_admin"), first, last_day=TODAY, idempotency_key=key())
        assert SealCustody.objects.get(id=first).ends == TODAY
        assert seal("clerk") != first

    def test_the_register_is_the_system_administrators(self) -> None:
        first = seal(starts=day(-3))
        for actor in (administrator("security_admin"), administrator("auditor"), who("approver")):
            with pytest.raises(NotAuthorized):
                hand_over_seal(actor, first, keeper_id=staff_id("clerk"), on=TODAY, idempotency_key=key())

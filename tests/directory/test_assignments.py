"""Assignments: who may appoint whom, what may not be held together, and when it ends."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, newcomer, position, staff_id, who

from tongban.directory.commands import Post, assign, edit_staff, end_assignment, enter_staff
from tongban.directory.models import Account, Assignment, Staff
from tongban.directory.queries import actor_for_assignment
from tongban.kernel import ledger
from tongban.kernel.actors import Public, System
from tongban.kernel.errors import InputFaults, KeyReused, NotAuthorized, NotFound, Refusal
from tongban.kernel.time import frozen

pytestmark = pytest.mark.django_db

TODAY = people.NOON.date()


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def post(**more: object) -> Post:
    values = {
        "staff_id": 0,
        "position_id": position("SL", "social_security"),
        "role": "clerk",
        "holder": "B",
        "starts": TODAY,
    }
    return Post(**{**values, **more})  # type: ignore[arg-type]  # told by each check


def codes(refusal: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def refused(wanted: Post) -> set[tuple[str, str]]:
    with pytest.raises(InputFaults) as refusal:
        assign(administrator("system_admin"), wanted, idempotency_key=key())
    return codes(refusal)


class TestTheRegister:
    def test_a_person_is_entered_once_under_a_number(self) -> None:
        admin, once = administrator("system_admin"), key()
        one = enter_staff(admin, code="sl-77", name="钱多多", phone="0951-8010077", idempotency_key=once)
        again = enter_staff(admin, code="sl-77", name="钱多多", phone="0951-8010077", idempotency_key=once)
        assert one == again
        assert Staff.objects.get(id=one).code == "SL-77"
        with pytest.raises(InputFaults) as refusal:
            enter_staff(admin, code="SL-77", name="别的人", phone="", idempotency_key=key())
        assert codes(refusal) == {("code", "staff_code_taken")}

    def test_every_fault_is_told_at_once(self) -> None:
        with pytest.raises(InputFaults) as refusal:
            enter_staff(administrator("system_admin"), code="号", name="", phone="12", idempotency_key=key())
        assert {field for field, _ in codes(refusal)} == {"code", "name", "phone"}

    def test_a_change_on_what_somebody_else_changed_is_refused(self) -> None:
        admin, person = administrator("system_admin"), newcomer()
        edit_staff(
            admin, person, name="新来人", phone="0951-8010078", seen=("新来人", ""), idempotency_key=key()
        )
        with pytest.raises(Refusal) as refusal:
            edit_staff(admin, person, name="旧来人", phone="", seen=("新来人", ""), idempotency_key=key())
        assert refusal.value.code == "changed_meanwhile"

    def test_the_ledger_knows_the_number_and_no_name(self) -> None:
        one = enter_staff(
            administrator("system_admin"), code="SL-78", name="钱多多", phone="", idempotency_key=key()
        )
        (told,) = ledger.read("directory", f"staff:{one}")
        assert dict(told.data) == {"code": "SL-78"}


class TestAppointing:
    def test_gives_the_rights_of_its_days(self) -> None:
        person = newcomer()
        wanted = post(staff_id=person, starts=TODAY + timedelta(days=3), ends=TODAY + timedelta(days=9))
        row = assign(administrator("system_admin"), wanted, idempotency_key=key())
        account = Account.objects.create(username="n1", staff_id=person)
        for days, holds in ((0, False), (3, True), (9, True), (10, False)):
            with frozen(people.NOON + timedelta(days=days)):
                if holds:
                    assert actor_for_assignment(row, account.id).role == "clerk"
                else:
                    with pytest.raises(NotFound):
                        actor_for_assignment(row, account.id)

    def test_is_the_system_administrators_alone(self) -> None:
        wanted = post(staff_id=newcomer())
        for actor in (
            administrator("security_admin"),
            administrator("auditor"),
            who("approver"),
            who("clerk"),
            Public(),
        ):
            with pytest.raises(NotAuthorized):
                assign(actor, wanted, idempotency_key=key())
        assert not Assignment.objects.filter(staff_id=wanted.staff_id).exists()

    def test_nobody_appoints_themselves(self) -> None:
        admin = administrator("system_admin")
        with pytest.raises(NotAuthorized) as refusal:
            assign(admin, post(staff_id=admin.staff_id), idempotency_key=key())
        assert refusal.value.code == "not_yourself"

    def test_the_same_twice_in_overlapping_days_is_refused(self) -> None:
        person = newcomer()
        assign(
            administrator("system_admin"),
            post(staff_id=person, ends=TODAY + timedelta(days=10)),
            idempotency_key=key(),
        )
        later = post(staff_id=person, starts=TODAY + timedelta(days=10))
        assert refused(later) == {("starts", "overlaps")}
        following = replace(later, starts=TODAY + timedelta(days=11))
        assert assign(administrator("system_admin"), following, idempotency_key=key())

    def test_the_same_key_appoints_once_and_another_body_under_it_is_refused(self) -> None:
        once, wanted = key(), post(staff_id=newcomer())
        admin = administrator("system_admin")
        assert assign(admin, wanted, idempotency_key=once) == assign(admin, wanted, idempotency_key=once)
        with pytest.raises(KeyReused):
            assign(admin, replace(wanted, holder="A"), idempotency_key=once)

    @pytest.mark.parametrize(
        ("site", "code", "role"),
        [
            ("SL", "social_security", "assister"),
            ("SL-XW", "agency", "clerk"),
            ("SL", "leadership", "county_approver"),
            ("YN-SB", "county_social_security", "approver"),
        ],
    )
    def test_a_role_is_held_where_it_belongs(self, site: str, code: str, role: str) -> None:
        wanted = post(staff_id=newcomer(), position_id=position(site, code), role=role)
        assert refused(wanted) == {("role", "role_not_at_site")}

    def test_days_that_cannot_be_are_refused(self) -> None:
        person = newcomer()
        assert refused(post(staff_id=person, starts=TODAY - timedelta(days=32))) == {
            ("starts", "too_long_ago")
        }
        assert refused(post(staff_id=person, ends=TODAY - timedelta(days=1))) == {
            ("ends", "ends_before_it_begins")
        }
        assert refused(post(staff_id=0, role="king", holder="C", position_id=0)) == {
            ("staff", "not_an_option"),
            ("role", "not_an_option"),
            ("holder", "not_an_option"),
            ("position", "not_an_option"),
        }


class TestAdministratorsStayApart:
    @pytest.mark.parametrize("role", ["clerk", "reviewer", "approver"])
    def test_none_holds_a_role_on_cases(self, role: str) -> None:
        more = people.more_administrator("system_admin", "2")
        for one in (administrator("auditor"), administrator("security_admin"), more):
            wanted = post(staff_id=one.staff_id, role=role)
            assert refused(wanted) == {("role", "administrator_on_cases")}

    def test_one_by_one_needs_two_persons(self) -> None:
        for role in people.ADMINISTRATORS:
            wanted = post(
                staff_id=newcomer(f"N-{role}"[:19].upper()),
                role=role,
                position_id=position("YN-ZW", "catalogue"),
            )
            assert refused(wanted) == {("role", "needs_two_persons")}

    def test_set_up_too_gives_nobody_two_kinds(self) -> None:
        wanted = post(
            staff_id=administrator("auditor").staff_id,
            role="security_admin",
            position_id=position("YN-ZW", "catalogue"),
        )
        with pytest.raises(InputFaults) as refusal:
            assign(System("setup"), wanted, idempotency_key=key())
        assert codes(refusal) == {("role", "administrators_apart")}

    def test_their_assignments_are_not_ended_by_one(self) -> None:
        row = administrator("auditor").assignment_id
        with pytest.raises(InputFaults) as refusal:
            end_assignment(administrator("system_admin"), row, last_day=None, idempotency_key=key())
        assert codes(refusal) == {("last_day", "needs_two_persons")}


class TestEnding:
    def test_at_once_takes_the_rights_with_the_next_request(self) -> None:
        clerk = who("clerk")
        account = Account.objects.get(username="clerk").id
        end_assignment(
            administrator("system_admin"), clerk.assignment_id, last_day=None, idempotency_key=key()
        )
        with pytest.raises(NotFound):
            actor_for_assignment(clerk.assignment_id, account)

    def test_with_a_last_day_it_holds_through_that_day(self) -> None:
        clerk, last = who("clerk"), TODAY + timedelta(days=5)
        account = Account.objects.get(username="clerk").id
        end_assignment(
            administrator("system_admin"), clerk.assignment_id, last_day=last, idempotency_key=key()
        )
        with frozen(people.NOON + timedelta(days=5)):
            assert actor_for_assignment(clerk.assignment_id, account)
        with frozen(people.NOON + timedelta(days=6)), pytest.raises(NotFound):
            actor_for_assignment(clerk.assignment_id, account)

    def test_what_ended_at_once_may_be_given_anew_the_same_day(self) -> None:
        admin, wanted = administrator("system_admin"), post(staff_id=newcomer())
        first = assign(admin, wanted, idempotency_key=key())
        end_assignment(admin, first, last_day=None, idempotency_key=key())
        assert assign(admin, wanted, idempotency_key=key()) != first

    def test_nothing_ends_in_the_past_or_twice_or_later_than_it_would(self) -> None:
        admin = administrator("system_admin")
        row = assign(admin, post(staff_id=newcomer(), ends=TODAY + timedelta(days=9)), idempotency_key=key())
        for day, code in ((TODAY - timedelta(days=1), "date_in_past"), (date(2027, 1, 1), "after_its_end")):
            with pytest.raises(InputFaults) as refusal:
                end_assignment(admin, row, last_day=day, idempotency_key=key())
            assert codes(refusal) == {("last_day", code)}
        end_assignment(admin, row, last_day=None, idempotency_key=key())
        with pytest.raises(Refusal) as over:
            end_assignment(admin, row, last_day=None, idempotency_key=key())
        assert over.value.code == "assignment_over"

    def test_it_is_the_system_administrators(self) -> None:
        for role in ("security_admin", "auditor"):
            with pytest.raises(NotAuthorized):
                end_assignment(
                    administrator(role), who("clerk").assignment_id, last_day=None, idempotency_key=key()
                )
        assert staff_id("clerk") == who("clerk").staff_id

    def test_the_ledger_tells_both_and_verifies(self) -> None:
        admin = administrator("system_admin")
        row = assign(admin, post(staff_id=newcomer()), idempotency_key=key())
        end_assignment(admin, row, last_day=None, idempotency_key=key())
        told = ledger.read("directory", f"assignment:{row}")
        assert [one.type for one in told] == ["appointed", "assignment_ended"]
        assert all(one.data["by"] == admin.assignment_id for one in told)

"""Somebody with an account gets another name from two persons; one alone could hand a log-in to another's name."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

import pytest
from tests.directory import people
from tests.directory.people import administrator, key, newcomer, staff_id, who

from tongban.directory.commands import close_account, confirm_proposal, edit_staff, propose
from tongban.directory.models import Account, Staff
from tongban.directory.queries import assignments_of, proposal
from tongban.kernel import ledger
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def renaming(person: int, name: str, was: str = "") -> UUID:
    return propose(
        administrator("system_admin"),
        "rename_staff",
        {"staff": person, "name": name, "was": was or Staff.objects.get(id=person).name},
        reason="户口簿上更名，已核对身份证",
        idempotency_key=key(),
    )


def code(refusal: pytest.ExceptionInfo[InputFaults]) -> str:
    return refusal.value.faults[0].code


def test_the_system_administrator_alone_renames_nobody_who_has_an_account() -> None:
    person = Staff.objects.get(id=staff_id("clerk"))
    close_account(
        administrator("security_admin"), Account.objects.get(staff=person).id, idempotency_key=key()
    )
    for phone in (person.phone, "0951-8010078"):  # closed ones too: they can be opened again
        with pytest.raises(InputFaults) as refusal:
            edit_staff(
                administrator("system_admin"),
                person.id,
                name="换来人",
                phone=phone,
                seen=(person.name, person.phone),
                idempotency_key=key(),
            )
        assert code(refusal) == "renamed_by_two"
    edit_staff(
        administrator("system_admin"),
        person.id,
        name=person.name,
        phone="0951-8010078",
        seen=(person.name, person.phone),
        idempotency_key=key(),
    )
    assert Staff.objects.get(id=person.id).phone == "0951-8010078"


def test_two_of_different_kinds_do_and_the_ledger_has_no_name() -> None:
    person = staff_id("clerk")
    wanted = renaming(person, "马晓雁")
    assert dict(proposal(administrator("security_admin"), wanted).facts)["name_new"] == "马晓雁"
    assert Staff.objects.get(id=person).name != "马晓雁"
    confirm_proposal(administrator("security_admin"), wanted, idempotency_key=key())
    assert Staff.objects.get(id=person).name == "马晓雁"
    assert "马晓雁" in assignments_of(Account.objects.get(username="clerk").id)[0].label
    (told,) = [
        event for event in ledger.read("directory", f"staff:{person}") if event.type == "staff_renamed"
    ]
    assert dict(told.data) == {"fields": ["name"], "proposal": str(wanted)}


def test_a_name_that_changed_meanwhile_is_looked_at_again() -> None:
    person = staff_id("clerk")
    with pytest.raises(Refusal, match="changed_meanwhile"):
        renaming(person, "马晓雁", was="别的名")
    first, second = renaming(person, "马晓雁"), renaming(person, "马小燕")
    confirm_proposal(administrator("security_admin"), first, idempotency_key=key())
    with pytest.raises(Refusal, match="changed_meanwhile"):
        confirm_proposal(administrator("security_admin"), second, idempotency_key=key())


def test_nobody_renames_themselves_and_nothing_odd_is_proposed() -> None:
    own = renaming(administrator("security_admin").staff_id, "安管丁")
    with pytest.raises(NotAuthorized, match="concerns_yourself"):
        confirm_proposal(administrator("security_admin"), own, idempotency_key=key())
    clerk = who("clerk").staff_id
    name = Staff.objects.get(id=clerk).name
    for person, wanted, why in (
        (clerk, name, "same_name"),
        (clerk, "", "missing"),
        (clerk, "马3", "name_characters"),
        (newcomer(), "旧来人", "renamed_by_one"),
    ):
        with pytest.raises(InputFaults) as refusal:
            renaming(person, wanted)
        assert code(refusal) == why

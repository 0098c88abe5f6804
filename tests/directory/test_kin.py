"""The register of kin: everybody declares their own, sees their own, and ends it; the keeper sees how many."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tongban.directory.commands import declare_kin, end_kin, erase_kin, reveal_kin
from tongban.directory.models import Account, Kin, Staff
from tongban.directory.queries import assignments_of, entries_of, kin_counts, own_kin
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry, LedgerEntry
from tongban.site import demo
from tongban.site.scenario import citizen_number, person, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def declare(actor: Actor, serial: int = 1, relation: str = "sibling", **more: str) -> int:
    told = {"name": person(serial).name, "number": citizen_number(serial), **more}
    return declare_kin(actor, relation=relation, idempotency_key=uuid4().hex, **told)


def test_an_entry_is_seen_by_who_declared_it_and_by_nobody_beside() -> None:
    declare(staff("clerk"))
    assert [line.name for line in own_kin(staff("clerk"))] == [person(1).name]
    assert own_kin(staff("clerk-b")) == ()


def test_the_number_is_kept_as_a_digest_and_the_name_sealed() -> None:
    row = Kin.objects.get(id=declare(staff("clerk")))
    assert len(row.number_digest) == 32
    assert person(1).name.encode() not in bytes(row.name)
    told = LedgerEntry.objects.filter(kind="directory", type="kin_declared").latest("id").canonical
    assert citizen_number(1).encode() not in bytes(told) and b"sibling" not in bytes(told)


def test_a_number_is_the_same_with_a_small_x() -> None:
    serial = next(one for one in range(1, 99) if citizen_number(one).endswith("X"))
    declare(staff("clerk"), serial)
    with pytest.raises(InputFaults) as refused:
        declare(staff("clerk"), serial, number=citizen_number(serial).lower())
    assert [fault.code for fault in refused.value.faults] == ["kin_there"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputFaults) as refused:
        declare(staff("clerk"), relation="friend", number="640121", name="")
    assert [fault.field for fault in refused.value.faults] == ["relation", "name", "number"]


def test_one_self_is_declared_by_the_number_alone() -> None:
    declare(staff("clerk"), relation="self", name="")
    (line,) = own_kin(staff("clerk"))
    assert (line.relation, line.name) == ("self", "马晓燕")


def test_who_declared_nobody_is_known_by_the_own_row() -> None:
    assert not staff("clerk").kin_declared
    declare(staff("clerk"))
    assert staff("clerk").kin_declared and not staff("clerk-b").kin_declared


def test_whoever_acts_by_a_lent_power_asks_for_the_lender_too() -> None:
    declare(staff("approver"))
    deputy = next(one for one in _assignments("deputy") if one.delegated_by is not None)
    assert deputy.kin_declared


def test_an_end_keeps_the_entry_for_matters_that_lie_there_and_then_it_is_destroyed() -> None:
    kin_id = declare(staff("clerk"))
    with pytest.raises(Refusal, match="kin_holds"):
        erase_kin(staff("clerk"), kin_id, idempotency_key="early")
    end_kin(staff("clerk"), kin_id, idempotency_key="end")
    with pytest.raises(Refusal, match="kin_kept_until"):
        erase_kin(staff("clerk"), kin_id, idempotency_key="at once")
    with time.frozen(time.now() + timedelta(days=396)):
        erase_kin(staff("clerk"), kin_id, idempotency_key="a year later")
    row = Kin.objects.select_related("key").get(id=kin_id)
    assert (bytes(row.number_digest), bytes(row.name), row.key.wrapped) == (b"", b"", None)
    assert not Staff.objects.get(id=row.staff_id).kin_declared
    (line,) = own_kin(staff("clerk"))
    assert line.erased and not line.name


def test_nobody_ends_or_destroys_anothers() -> None:
    kin_id = declare(staff("clerk"))
    for act in (end_kin, erase_kin):
        with pytest.raises(NotFound):
            act(staff("clerk-b"), kin_id, idempotency_key=uuid4().hex)
        with pytest.raises(NotFound):
            act(staff("secadmin"), kin_id, idempotency_key=uuid4().hex)


def test_the_keeper_sees_how_many_and_opens_one_for_a_reason_on_the_log() -> None:
    kin_id = declare(staff("clerk"))
    keeper = staff("secadmin")
    assert [(one.name, one.entries) for one in kin_counts(keeper)] == [("马晓燕", 1)]
    assert entries_of(keeper, staff("clerk").staff_id) == (kin_id,)
    with pytest.raises(InputFaults):
        reveal_kin(keeper, kin_id, reason="看")
    assert reveal_kin(keeper, kin_id, reason="群众反映没有回避，核对登记") == ("sibling", person(1).name)
    look = AccessEntry.objects.get(kind="unmasked", field=f"kin:{kin_id}")
    assert look.staff_id == keeper.staff_id and look.reason is not None


@pytest.mark.parametrize("username", ["clerk", "approver", "sysadmin", "auditor"])
def test_nobody_else_looks_into_the_register(username: str) -> None:
    kin_id = declare(staff("clerk-b"))
    for look in (
        lambda: kin_counts(staff(username)),
        lambda: entries_of(staff(username), staff("clerk-b").staff_id),
        lambda: reveal_kin(staff(username), kin_id, reason="想看看登记了谁"),
    ):
        with pytest.raises(NotAuthorized):
            look()


def test_the_same_key_declares_once() -> None:
    told = {"relation": "child", "name": person(2).name, "number": citizen_number(2)}
    first = declare_kin(staff("clerk"), idempotency_key="twice", **told)
    assert declare_kin(staff("clerk"), idempotency_key="twice", **told) == first
    assert Kin.objects.count() == 1


def _assignments(username: str) -> tuple[StaffActor, ...]:
    return assignments_of(Account.objects.get(username=username).id)

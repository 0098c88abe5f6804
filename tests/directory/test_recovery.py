"""A lost password or second factor: two administrators of two kinds, a slip, and nothing of before is good any more."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from tests.signing_in import code_of, sign_in

from tongban.directory.commands import (
    change_password,
    close_account,
    confirm_proposal,
    confirm_second_factor,
    end_session,
    link_identity,
    make_slip,
    propose,
    reopen_account,
    sign_in_by_provider,
    turn_down_proposal,
    unlink_identity,
    unlock_account,
    use_slip,
)
from tongban.directory.commands import sign_in as door_of
from tongban.directory.models import Account, Proposal, SignInTry
from tongban.faces.common.models import Session
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import read
from tongban.kernel.models import DataKey
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

NOON = datetime(2026, 4, 14, 12, tzinfo=SHANGHAI)
NEW = "绿树 村边 合 37 里 水"


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(NOON))
        demo.load(items=["SB-001"])
        yield days


def account(username: str) -> Account:
    return Account.objects.get(username=username)


def proposed(username: str, by: str = "secadmin") -> UUID:
    payload = {"account": account(username).id}
    return propose(
        staff(by), "recover_account", payload, reason="手机丢了，本人到场", idempotency_key=uuid4().hex
    )


def confirm(proposal: UUID, by: str = "sysadmin") -> None:
    confirm_proposal(staff(by), proposal, idempotency_key=uuid4().hex)


class TestTwoPersons:
    def test_from_the_loss_to_the_new_beginning(self, client) -> None:
        sign_in(client, "approver")
        key = account("approver").totp_key_id
        confirm(proposed("approver"))
        row = account("approver")
        assert not row.has_usable_password() and row.totp_secret is None
        assert DataKey.objects.get(id=key).wrapped is None
        assert not Session.objects.filter(account=row).exists()
        assert client.get("/work/").status_code == 302
        with pytest.raises(Refusal):
            door_of("approver", PASSWORD)

        slip = make_slip(staff("sysadmin"), row.id, idempotency_key=uuid4().hex)
        assert slip.purpose == "recovery"
        door = use_slip("approver", slip.code, NEW, NEW)
        assert (door.step, door.assignments) == ("enrol", ()), "a new second factor is due at once"
        types = [entry.type for entry in read("directory", f"account:{row.id}")]
        assert types[-3:] == ["account_recovered", "slip_made", "slip_used"]

    def test_the_slip_is_printed_by_who_confirmed_alone(self) -> None:
        confirm(proposed("approver"))
        for who in ("secadmin", "auditor", "clerk"):
            with pytest.raises(NotAuthorized):
                make_slip(staff(who), account("approver").id, idempotency_key=uuid4().hex)
        assert make_slip(staff("sysadmin"), account("approver").id, idempotency_key="k").code
        assert SignInTry.objects.filter(account=account("approver")).latest("id").outcome == "recovered"

    def test_one_person_alone_changes_nothing(self) -> None:
        proposal = proposed("approver")
        for by in ("secadmin", "auditor", "clerk", "approver"):
            with pytest.raises((NotAuthorized, Refusal)):
                confirm(proposal, by)
        assert account("approver").has_usable_password()
        assert confirm_second_factor(door_of("approver", PASSWORD), code_of("approver")).assignments

    def test_turned_down_is_turned_down(self) -> None:
        proposal = proposed("approver")
        turn_down_proposal(staff("sysadmin"), proposal, reason="本人没有来", idempotency_key="no")
        with pytest.raises(Refusal):
            confirm(proposal)
        assert account("approver").has_usable_password()

    @pytest.mark.parametrize("by", ["clerk", "approver", "auditor", "editor-2"])
    def test_others_propose_nothing(self, by: str) -> None:
        with pytest.raises(NotAuthorized):
            proposed("clerk-b", by)
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("own", ["secadmin", "sysadmin"])
    def test_nobody_recovers_their_own_account(self, own: str) -> None:
        with pytest.raises(NotAuthorized):
            proposed(own, own)

    def test_nobody_confirms_what_concerns_themselves(self) -> None:
        proposal = proposed("sysadmin", "secadmin")
        with pytest.raises(NotAuthorized):
            confirm(proposal, "sysadmin")
        assert account("sysadmin").has_usable_password()

    @pytest.mark.parametrize("payload", [{}, {"account": -1}, {"account": "1"}, {"account": 1, "x": 2}])
    def test_what_is_no_account_cannot_be_proposed(self, payload: dict[str, object]) -> None:
        with pytest.raises(InputFaults):
            propose(staff("secadmin"), "recover_account", payload, reason="手机丢了", idempotency_key="k")


KEEPING: dict[str, Callable[..., None]] = {
    "unlock": unlock_account,
    "end session": end_session,
    "close": close_account,
    "reopen": reopen_account,
    "unlink": unlink_identity,
}


class TestKeeping:
    @pytest.mark.parametrize("name", KEEPING)
    def test_the_security_administrator_alone_keeps_accounts(self, name: str) -> None:
        target = account("clerk").id
        before = Account.objects.filter(id=target).values().get()
        for who in ("sysadmin", "auditor", "clerk", "approver", "editor"):
            with pytest.raises(NotAuthorized):
                KEEPING[name](staff(who), target, idempotency_key=uuid4().hex)
        assert Account.objects.filter(id=target).values().get() == before
        KEEPING[name](staff("secadmin"), target, idempotency_key=uuid4().hex)

    @pytest.mark.parametrize("name", KEEPING)
    def test_nobody_keeps_their_own(self, name: str) -> None:
        with pytest.raises(NotAuthorized) as refusal:
            KEEPING[name](staff("secadmin"), account("secadmin").id, idempotency_key="k")
        assert refusal.value.code == "not_for_yourself"
        with pytest.raises(NotFound):
            KEEPING[name](staff("secadmin"), 10**9, idempotency_key="other")

    def test_unlocking_forgets_the_tries(self) -> None:
        for _ in range(5):
            with pytest.raises(Refusal):
                door_of("clerk", "wrong")
        unlock_account(staff("secadmin"), account("clerk").id, idempotency_key="k")
        assert door_of("clerk", PASSWORD).assignments
        assert account("clerk").locks == 0

    def test_closing_ends_the_session_and_opening_again_gives_the_old_keys(self, client) -> None:
        sign_in(client, "clerk")
        close_account(staff("secadmin"), account("clerk").id, idempotency_key="close")
        answer = client.get("/work/", follow=True)
        assert "管理员结束了您的登录" in answer.content.decode()
        with pytest.raises(Refusal):
            door_of("clerk", PASSWORD)
        reopen_account(staff("secadmin"), account("clerk").id, idempotency_key="open")
        assert door_of("clerk", PASSWORD).assignments

    def test_an_identity_is_linked_by_its_owner_and_belongs_to_one_account(self) -> None:
        issuer = "https://id.example"
        link_identity(staff("clerk"), issuer, "p-1", PASSWORD, idempotency_key="1")
        assert account("clerk").oidc_subject
        with pytest.raises(InputFaults) as taken:
            link_identity(staff("clerk-b"), issuer, "p-1", PASSWORD, idempotency_key="2")
        assert [fault.code for fault in taken.value.faults] == ["subject_taken"]
        with pytest.raises(InputFaults) as unproved:
            link_identity(staff("clerk-b"), issuer, "p-2", "wrong", idempotency_key="3")
        assert [fault.code for fault in unproved.value.faults] == ["password_wrong"]
        assert account("clerk-b").oidc_subject is None
        unlink_identity(staff("secadmin"), account("clerk").id, idempotency_key="4")
        assert account("clerk").oidc_subject is None


def test_recovery_takes_off_who_the_account_is_at_the_provider() -> None:
    """The stranger's subject would lead straight to setting up a second factor of the stranger's."""
    issuer = "https://id.example"
    link_identity(staff("approver"), issuer, "of-the-thief", PASSWORD, idempotency_key="1")
    confirm(proposed("approver"))
    assert account("approver").oidc_subject is None
    with pytest.raises(Refusal):
        sign_in_by_provider(issuer, "of-the-thief", "")


class TestOwnPassword:
    def change(self, who: str, old: str, new: str, again: str = "") -> list[str]:
        try:
            change_password(staff(who), old, new, again or new, idempotency_key=uuid4().hex)
        except InputFaults as refused:
            return [fault.code for fault in refused.faults]
        return []

    def test_the_old_one_is_asked_for(self) -> None:
        assert self.change("clerk", "wrong", NEW) == ["password_wrong"]
        assert self.change("clerk", PASSWORD, NEW) == []
        assert door_of("clerk", NEW).assignments
        assert account("clerk").password_set_at == NOON

    @pytest.mark.parametrize(
        ("new", "fault"),
        [
            ("a1b2c3d4e", "password_too_short"),
            ("x" * 129, "password_too_long"),
            ("1234567890", "password_common"),
            ("password2026", "password_common"),
            ("aaaaaaaaaaaa", "password_common"),
            ("my-Clerk-at-work", "password_has_name"),
            (PASSWORD, "password_same"),
        ],
    )
    def test_what_a_password_may_not_be(self, new: str, fault: str) -> None:
        assert self.change("clerk", PASSWORD, new) == [fault]

    def test_both_times_alike(self) -> None:
        assert self.change("clerk", PASSWORD, NEW, "otherwise") == ["password_repeat"]

    def test_administrators_need_twelve(self) -> None:
        assert self.change("secadmin", PASSWORD, "ab3 de5 gh7") == ["password_too_short"]
        assert self.change("clerk", PASSWORD, "ab3 de5 gh7") == []

    def test_an_open_desk_is_no_place_to_guess_it(self) -> None:
        for _ in range(4):
            assert self.change("clerk", "wrong", NEW) == ["password_wrong"]
        with pytest.raises(Refusal) as refusal:
            change_password(staff("clerk"), "wrong", NEW, NEW, idempotency_key="k")
        assert refusal.value.code == "locked"

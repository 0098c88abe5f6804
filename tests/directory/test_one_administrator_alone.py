"""No single administrator gets into the session of somebody who decides, by any way that the program offers."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tongban.directory.commands import (
    Post,
    assign,
    close_account,
    confirm_proposal,
    enter_staff,
    link_identity,
    make_account,
    make_slip,
    propose,
    reopen_account,
    unlink_identity,
)
from tongban.directory.models import Account, Assignment, Slip, Staff
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
WHO = ("sysadmin", "secadmin", "auditor")


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def key() -> str:
    return uuid4().hex


def approver() -> Account:
    return Account.objects.get(username="approver")


def invent(actor: Actor) -> None:
    """A person who does not exist, appointed to decide, with a key."""
    position = Assignment.objects.get(id=staff("approver").assignment_id).position_id
    person = enter_staff(actor, code="NOBODY-1", name="无此人", phone="", idempotency_key=key())
    assign(actor, Post(person, position, "approver", "B", time.today()), idempotency_key=key())
    make_account(actor, "NOBODY-1", "nobody-1", idempotency_key=key())


def take_the_slip(actor: Actor) -> None:
    make_slip(actor, approver().id, idempotency_key=key())


def recover_alone(actor: Actor) -> None:
    proposal = propose(
        actor, "recover_account", {"account": approver().id}, reason="手机丢了", idempotency_key=key()
    )
    confirm_proposal(actor, proposal, idempotency_key=key())


def begin_anew(actor: Actor) -> None:
    """Closed and opened again it has its old password."""
    close_account(actor, approver().id, idempotency_key=key())
    reopen_account(actor, approver().id, idempotency_key=key())
    make_slip(actor, approver().id, idempotency_key=key())


WAYS: dict[str, Callable[[Actor], None]] = {
    "invent a person": invent,
    "take the slip": take_the_slip,
    "recover alone": recover_alone,
    "close and open": begin_anew,
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("way", WAYS)
def test_one_alone_gets_no_key(who: str, way: str) -> None:
    with pytest.raises((NotAuthorized, Refusal)):
        WAYS[way](staff(who))
    assert not Slip.objects.exists()
    assert not Account.objects.filter(staff__code="NOBODY-1").exists()
    assert approver().check_password(PASSWORD)


def test_an_identity_is_linked_to_nobody_elses_account() -> None:
    """The command takes no account: it is the actor's own; keepers only take off."""
    for who in WHO:
        link_identity(staff(who), "https://id.example", f"p-{who}", PASSWORD, idempotency_key=key())
    assert approver().oidc_subject is None
    with pytest.raises(InputFaults):
        link_identity(staff("approver"), "https://id.example", "p-x", "guessed", idempotency_key=key())
    unlink_identity(staff("secadmin"), approver().id, idempotency_key=key())
    assert approver().oidc_subject is None


def test_who_keeps_accounts_appoints_nobody() -> None:
    before = Assignment.objects.count()
    new = Staff.objects.create(code="NOBODY-2", name="无此人")
    position = Assignment.objects.get(id=staff("approver").assignment_id).position_id
    with pytest.raises(NotAuthorized):
        assign(
            staff("secadmin"), Post(new.id, position, "approver", "B", time.today()), idempotency_key=key()
        )
    assert Assignment.objects.count() == before

"""No single administrator gets into the session of somebody who decides, by any way that the program offers."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.signing_in import sign_in

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


def twin_of(username: str, phone: str) -> None:
    """An administrator under a second staff number, appointed to decide by one administrator alone."""
    me = Staff.objects.get(id=staff(username).staff_id)
    Staff.objects.filter(id=me.id).update(phone="13800000001")
    system = staff("sysadmin")
    person = enter_staff(system, code="SL-99", name=me.name, phone=phone, idempotency_key=key())
    position = staff("approver").position_id
    if username != "sysadmin":  # nobody appoints their own second row
        assign(system, Post(person, position, "approver", "B", time.today()), idempotency_key=key())


@pytest.mark.parametrize("words", ["", "。。。。。"])
def test_an_account_for_who_looks_like_an_administrator_is_asked_for_in_words(words: str) -> None:
    twin_of("sysadmin", "13800000002")
    keeper = staff("secadmin")
    with pytest.raises(InputFaults) as refusal:
        make_account(keeper, "SL-99", "twin-99", different_people=words, idempotency_key=key())
    assert refusal.value.faults[0].field == "different_people"
    assert not Account.objects.filter(username="twin-99").exists()
    said = "两个人都当面见过，核对过身份证"
    make_account(keeper, "SL-99", "twin-99", different_people=said, idempotency_key=key())
    assert Account.objects.get(username="twin-99").told_apart == said


def test_nobody_makes_an_account_under_their_own_name() -> None:
    twin_of("secadmin", "13800000003")
    with pytest.raises(InputFaults) as refusal:
        make_account(
            staff("secadmin"),
            "SL-99",
            "twin-99",
            different_people="是另外一个人，见过",
            idempotency_key=key(),
        )
    assert refusal.value.faults[0].code == "your_own_name"


def test_the_button_for_all_leaves_who_is_to_be_told_apart(client: Client) -> None:
    twin_of("auditor", "13800000002")
    sign_in(client, "secadmin")
    answer = client.post("/work/accounts/new/", {"act": "all", "idempotency_key": key()})
    assert "SL-99" in answer.content.decode()
    assert not Account.objects.filter(staff__code="SL-99").exists()
    asked = client.post("/work/accounts/new/", {"staff_code": "SL-99", "username": "twin-99"})
    assert asked.status_code == 422 and 'name="different_people"' in asked.content.decode()

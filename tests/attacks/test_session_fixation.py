"""A session that somebody planted is not the one that is signed in."""

import pytest
from django.test import Client
from tests.signing_in import sign_in

from tongban.faces.common.models import Session
from tongban.site import demo

pytestmark = pytest.mark.django_db
COOKIE = "tongban_session"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def planted() -> tuple[Client, str]:
    """A browser with a session that the attacker made and knows."""
    attacker = Client()
    attacker.post("/sign-in/", {"phone": "19955512300"})
    key = attacker.cookies[COOKIE].value
    victim = Client()
    victim.cookies[COOKIE] = key
    return victim, key


@pytest.mark.parametrize("username", ["clerk", "approver", "secadmin"])
def test_signing_in_leaves_the_planted_session_behind(username: str) -> None:
    victim, key = planted()
    sign_in(victim, username)
    assert victim.cookies[COOKIE].value != key
    attacker = Client()
    attacker.cookies[COOKIE] = key
    assert attacker.get("/work/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_the_step_between_password_and_code_is_a_session_of_its_own() -> None:
    victim, key = planted()
    victim.post("/work/sign-in/", {"username": "approver", "password": "tongban-demo"})
    half = victim.cookies[COOKIE].value
    assert half != key
    sign_in(victim, "approver")
    assert victim.cookies[COOKIE].value not in (key, half)


@pytest.mark.parametrize("key", ["a" * 32, "admin", "../../x", "0" * 40, "x" * 4000])
def test_a_made_up_key_is_not_taken_over(key: str) -> None:
    client = Client()
    client.cookies[COOKIE] = key
    sign_in(client, "clerk")
    assert client.cookies[COOKIE].value != key
    assert client.get("/work/").status_code == 200


def test_a_key_in_the_address_or_form_is_no_session() -> None:
    clerk = Client()
    sign_in(clerk, "clerk")
    key = clerk.cookies[COOKIE].value
    for name in (COOKIE, "sessionid", "session"):
        assert Client().get("/work/", {name: key}).status_code == 302
        assert Client().post("/work/", {name: key}).status_code == 403

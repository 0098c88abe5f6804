"""A code is good once: a citizen's from the phone, an officer's from the authenticator."""

import re

import pytest
from django.test import Client

from tongban.directory.authenticator import code_at, secret_of, step_of
from tongban.directory.models import Account
from tongban.kernel import time
from tongban.kernel.queries import demo_messages
from tongban.site import demo
from tongban.site.demo.county import PASSWORD

pytestmark = pytest.mark.django_db
PHONE = "19955512377"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def asked_for(client: Client) -> str:
    client.post("/sign-in/", {"phone": PHONE})
    found = (re.search(r"\d{6}", text) for _, text in demo_messages(PHONE) if "验证码" in text)
    return next(match.group() for match in found if match)


def test_a_phones_code_opens_one_session_once() -> None:
    client = Client()
    code = asked_for(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    client.post("/sign-out/")
    client.post(
        "/sign-in/", {"phone": PHONE}
    )  # too soon for another code: the old one must still be worthless
    assert client.post("/sign-in/code/", {"code": code}).status_code == 422
    assert client.get("/my/").status_code == 302


def test_a_code_that_was_read_out_opens_nothing_to_the_stranger() -> None:
    """Whoever reads the own code to a caller signs nobody else in: it belongs to the browser that asked."""
    code = asked_for(Client())
    stranger = Client()
    stranger.post("/sign-in/", {"phone": PHONE})
    assert stranger.post("/sign-in/code/", {"code": code}).status_code == 422
    assert stranger.get("/my/").status_code == 302


def first_step(username: str) -> Client:
    client = Client()
    answer = client.post("/work/sign-in/", {"username": username, "password": PASSWORD})
    assert answer["Location"] == "/work/sign-in/code/"
    return client


def test_an_authenticators_code_is_good_once() -> None:
    account = Account.objects.select_related("totp_key").get(username="approver")
    step = step_of(time.now())
    code = code_at(secret_of(account), step)
    assert first_step("approver").post("/work/sign-in/code/", {"code": code}).status_code == 302
    second = first_step("approver")
    assert second.post("/work/sign-in/code/", {"code": code}).status_code != 302
    assert second.get("/work/").status_code == 302, "half signed in is not signed in"
    earlier = code_at(secret_of(account), step - 1)
    assert second.post("/work/sign-in/code/", {"code": earlier}).status_code != 302, (
        "nor is one from before it"
    )

"""A foreign page cannot post anything in somebody's name: every address refuses a form without our token."""

import pytest
from django.test import Client
from tests.attacks.every_address import every_path
from tests.signing_in import sign_in

from tongban.site import demo

pytestmark = pytest.mark.django_db
# a machine calls it, with a signature in the place of a session: tests/kernel/test_message_receipts.py
SIGNED = {"message_receipts"}
FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("username", ["", "clerk", "secadmin"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_address_refuses_a_write_without_the_token(username: str, method: str) -> None:
    demo.load(items=["SB-001"])
    client = Client(enforce_csrf_checks=True)
    if username:
        signed_in = Client()
        sign_in(signed_in, username)
        client.cookies = signed_in.cookies
    let_in = []
    for name, path in every_path():
        answer = getattr(client, method)(path, {}, headers=FOREIGN)
        if name in SIGNED and answer.status_code in (403, 405):
            continue
        if answer.status_code != 403 or "登录已过期" not in answer.content.decode():
            let_in.append(f"{name} {path}: {answer.status_code}")
    assert let_in == []


def test_a_token_of_ours_from_a_foreign_page_is_refused_too() -> None:
    demo.load(items=["SB-001"])
    client = Client(enforce_csrf_checks=True)
    client.get("/work/sign-in/")
    form = {"username": "clerk", "password": "x", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/work/sign-in/", form, headers=FOREIGN).status_code == 403


def test_what_a_foreign_form_carried_is_not_offered_again() -> None:
    """A foreign site must not put a filled form under somebody's finger."""
    demo.load(items=["SB-001"])
    answer = Client(enforce_csrf_checks=True).post("/track/", {"number": "FOREIGN-1"}, headers=FOREIGN)
    assert "FOREIGN-1" not in answer.content.decode()

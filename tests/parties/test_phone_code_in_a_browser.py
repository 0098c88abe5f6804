"""The code belongs to the browser that asked for it; the number is kept sealed meanwhile."""

import re

import pytest
from django.test import Client

from tongban.faces.common.models import Session
from tongban.kernel.messages.outbox import demo_messages

pytestmark = pytest.mark.django_db

PHONE = "19900000031"


def newest_code() -> str:
    found = re.search(r"\d{6}", demo_messages(PHONE)[0][1])
    assert found is not None
    return found.group()


def asked(client: Client) -> None:
    assert client.post("/sign-in/", {"phone": PHONE})["Location"].startswith("/sign-in/code/")


def test_a_code_read_out_to_a_stranger_does_not_open_the_strangers_browser() -> None:
    own, stranger = Client(), Client()
    asked(own)
    code = newest_code()
    asked(stranger)  # within the minute no other code is sent, and none of the stranger's exists
    answer = stranger.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert stranger.get("/my/").status_code == 302
    assert own.post("/sign-in/code/", {"code": code}).status_code == 302
    assert own.get("/my/").status_code == 200


def test_a_replayed_code_is_refused() -> None:
    own = Client()
    asked(own)
    code = newest_code()
    assert own.post("/sign-in/code/", {"code": code}).status_code == 302
    own.post("/sign-out/")
    asked(own)
    assert own.post("/sign-in/code/", {"code": code}).status_code == 422


def test_asking_answers_alike_whether_or_not_somebody_is_known_by_the_number() -> None:
    one, other = Client(), Client()
    asked(one)
    code = newest_code()
    one.post("/sign-in/code/", {"code": code})
    told = [
        client.post("/sign-in/", {"phone": phone})
        for client, phone in ((other, PHONE), (Client(), "19900000032"))
    ]
    assert {(answer.status_code, answer["Location"]) for answer in told} == {(302, told[0]["Location"])}


def test_the_number_does_not_lie_open_in_the_session() -> None:
    own = Client()
    asked(own)
    (row,) = Session.objects.all()
    assert PHONE not in str(row.get_decoded())

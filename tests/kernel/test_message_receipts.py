"""What a provider says later: signed, once, in any order, before its own answer too."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from tests.kernel.gateway_under_test import Gateway, gateway
from tests.kernel.test_sms import KEY, now_as_it_is, tried, written

from tongban.kernel import time
from tongban.kernel.messages import sending
from tongban.kernel.messages.http_gateway import signature
from tongban.kernel.messages.receipts import NotReadable, NotSigned, apply_receipts, take_receipts
from tongban.kernel.models import Message, MessageReceipt

pytestmark = pytest.mark.django_db
PATH = "/messages/receipts/"


@pytest.fixture
def county_gateway(settings: object, tmp_path: Path) -> Iterator[Gateway]:
    (tmp_path / "sms-key").write_bytes(KEY)
    with gateway() as one:
        settings.DEMO = False
        settings.SMS_TRANSPORT, settings.SMS_URL = "http", one.url
        settings.SMS_KEY_FILE, settings.SMS_KEY_ID, settings.SMS_TIMEOUT = tmp_path / "sms-key", "county", 5
        yield one


def call(
    *receipts: dict[str, Any], at: int | None = None, key: bytes = KEY
) -> tuple[str, str, str, str, bytes]:
    body = json.dumps({"receipts": list(receipts)}).encode()
    stamp = str(at if at is not None else int(time.now().timestamp()))
    return PATH, "county", stamp, signature(key, "POST", PATH, stamp, body), body


def says(message: Message, status: str, code: str = "") -> dict[str, Any]:
    return {"id": str(message.id), "status": status, "code": code}


def test_a_receipt_over_http_is_taken_once(county_gateway: Gateway) -> None:
    message = written()
    tried(message)
    path, key, stamp, signed, body = call(says(message, "delivered"))
    headers = {"X-Tongban-Key": key, "X-Tongban-Timestamp": stamp, "X-Tongban-Signature": signed}
    answers = [
        Client().post(path, body, content_type="application/json", headers=headers).json() for _ in range(2)
    ]
    assert answers == [{"new": 1, "known": 0, "unknown": 0}, {"new": 0, "known": 1, "unknown": 0}]
    row = now_as_it_is(message)
    assert (row.state, row.delivered_at is None) == ("delivered", False)
    for wrong in ({**headers, "X-Tongban-Signature": "0" * 64}, {}):
        assert Client().post(path, body, content_type="application/json", headers=wrong).status_code == 403


@pytest.mark.parametrize("age", [-600, 600])
def test_an_old_call_is_not_taken_again(county_gateway: Gateway, age: int) -> None:
    message = written()
    with pytest.raises(NotSigned):
        take_receipts(*call(says(message, "delivered"), at=int(time.now().timestamp()) + age))
    with pytest.raises(NotSigned):
        take_receipts(*call(says(message, "delivered"), key=b"another"))
    assert not MessageReceipt.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"receipts": []}',
        b'{"receipts": [{"id": "7"}]}',
        b'{"receipts": [{"id": 7, "status": "x"}]}',
    ],
)
def test_signed_nonsense_is_said_to_be_that(county_gateway: Gateway, body: bytes) -> None:
    stamp = str(int(time.now().timestamp()))
    with pytest.raises(NotReadable):
        take_receipts(PATH, "county", stamp, signature(KEY, "POST", PATH, stamp, body), body)


def test_a_message_of_nobody_here_is_only_counted(county_gateway: Gateway) -> None:
    taken = take_receipts(*call({"id": str(uuid4()), "status": "delivered"}))
    assert (taken.new, taken.unknown, MessageReceipt.objects.count()) == (0, 1, 0)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (["failed"], "failed"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "delivered"),
        (["failed", "failed"], "failed"),
    ],
)
def test_delivered_is_never_taken_back(county_gateway: Gateway, said: list[str], state: str) -> None:
    message = written()
    tried(message)
    for one in said:
        take_receipts(*call(says(message, one, "UNDELIV" if one == "failed" else "")))
    row = now_as_it_is(message)
    told = ("not_delivered", "UNDELIV") if state == "failed" else ("", "")
    assert (row.state, row.fault, row.fault_told) == (state, *told)


def test_an_answer_that_was_lost_and_a_receipt_end_the_trying(county_gateway: Gateway) -> None:
    county_gateway.answers = ["cut"]
    message = written()
    assert tried(message)
    take_receipts(*call(says(message, "delivered")))
    assert tried(message) == ""
    assert (now_as_it_is(message).state, len(county_gateway.got)) == ("delivered", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("said", "state"), [("delivered", "delivered"), ("failed", "failed")])
def test_a_receipt_before_the_answer_waits_for_nobody_and_counts(
    county_gateway: Gateway, said: str, state: str
) -> None:
    """The provider calls back while the sender still holds the row: neither waits for the other."""
    message = written()

    def call_back(told: dict[str, str]) -> None:
        try:
            take_receipts(*call({"id": told["id"], "status": said, "code": ""}))
        finally:
            connection.close()

    county_gateway.before_answering = call_back
    assert tried(message) == ""
    assert now_as_it_is(message).state == state
    assert len(county_gateway.got) == 1


def test_what_was_not_applied_is_applied_by_the_sweep(county_gateway: Gateway) -> None:
    message = written()
    tried(message)
    MessageReceipt.objects.create(message_id=message.id, status="delivered", came_at=time.now())
    sending.send_waiting(time.now() + timedelta(minutes=10))
    assert now_as_it_is(message).state == "delivered"
    assert apply_receipts() == 0


def test_what_people_gave_up_stays_so(county_gateway: Gateway) -> None:
    message = written()
    Message.objects.filter(id=message.id).update(state="given_up")
    take_receipts(*call(says(message, "delivered")))
    assert now_as_it_is(message).state == "given_up"


def test_a_receipt_is_about_a_text_message_and_not_about_what_is_told_face_to_face(
    county_gateway: Gateway,
) -> None:
    message = written()
    Message.objects.filter(id=message.id).update(channel=Message.Channel.IN_PERSON)
    assert take_receipts(*call(says(message, "delivered"))).unknown == 1
    assert now_as_it_is(message).state == "queued"


def test_a_signature_of_other_letters_is_none(county_gateway: Gateway) -> None:
    path, key, stamp, _signed, body = call(says(written(), "delivered"))
    with pytest.raises(NotSigned):
        take_receipts(path, key, stamp, "签" * 64, body)

"""Text messages through a real gateway on this machine: signed, tried again, recognisable when they come twice."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.cases.together import together
from tests.kernel.gateway_under_test import Gateway, gateway

from tongban.kernel import time
from tongban.kernel.messages import sending
from tongban.kernel.messages.http_gateway import from_settings
from tongban.kernel.messages.outbox import content_of, new_message
from tongban.kernel.messages.transports import GatewayFault, SendLater
from tongban.kernel.models import DataKey, Message
from tongban.kernel.secrets import new_vault

pytestmark = pytest.mark.django_db

KEY = b"a secret that both sides know"
PHONE = "19900000001"


@pytest.fixture
def county_gateway(settings: object, tmp_path: Path) -> Iterator[Gateway]:
    (tmp_path / "sms-key").write_bytes(KEY + b"\n")
    with gateway() as one:
        settings.DEMO = False
        settings.SMS_TRANSPORT, settings.SMS_URL = "http", one.url
        settings.SMS_KEY_FILE, settings.SMS_KEY_ID, settings.SMS_TIMEOUT = tmp_path / "sms-key", "county", 0.3
        yield one


def written(template: str = "withdrawn", **values: str) -> Message:
    """A message as a command leaves it."""
    key, vault = new_vault()
    key.save(force_insert=True)
    told = values or {"item": "参保登记", "number": "SLX1"}
    message = new_message(template, PHONE, told, command_id=uuid4(), at=time.now(), vault=vault)
    message.save(force_insert=True)
    return message


def now_as_it_is(message: Message) -> Message:
    return Message.objects.select_related("key").get(id=message.id)


def tried(message: Message) -> str:
    """The job once; why it comes again, empty where it does not."""
    try:
        sending.send_for_command(message.command_id)
    except SendLater as waits:
        return str(waits)
    return ""


def test_a_message_goes_once_signed_under_its_own_id(county_gateway: Gateway) -> None:
    message = written()
    assert tried(message) == tried(message) == ""
    ((path, headers, body),) = county_gateway.got
    signed = b"\n".join([b"POST", path.encode(), headers["X-Tongban-Timestamp"].encode(), body])
    assert path == "/v1/send?to=county"
    assert headers["X-Tongban-Signature"] == hmac.new(KEY, signed, hashlib.sha256).hexdigest()
    assert (headers["X-Tongban-Key"], headers["Idempotency-Key"]) == ("county", str(message.id))
    assert county_gateway.messages == [
        {
            "id": str(message.id),
            "to": PHONE,
            "text": "您申请的“参保登记”（SLX1）已按您的要求撤回。",
            "template": "withdrawn",
        }
    ]
    row = now_as_it_is(message)
    assert (row.state, row.tries, row.sent_at is None) == ("sent", 1, False)
    assert content_of(row)["provider_id"] == "p-1"


@pytest.mark.parametrize("answer", [(500, b""), (503, b"busy"), (429, b""), (409, b""), None, "cut"])
def test_what_may_pass_is_tried_again_under_the_same_id(county_gateway: Gateway, answer: object) -> None:
    county_gateway.answers = [answer, (200, b'{"id": 7}')]
    message = written()
    assert tried(message)
    assert (now_as_it_is(message).state, now_as_it_is(message).tries) == ("queued", 1)
    assert tried(message) == ""
    assert now_as_it_is(message).state == "sent"
    assert content_of(now_as_it_is(message))["provider_id"] == "7"
    # the gateway may have sent it the first time: it can tell, since the two carry one id
    assert {UUID(one["id"]) for one in county_gateway.messages} == {message.id}
    assert len(county_gateway.got) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 302])
def test_a_refusal_for_good_is_not_tried_again(county_gateway: Gateway, status: int) -> None:
    county_gateway.answers = [(status, b"no")]
    message = written()
    assert tried(message) == tried(message) == ""
    assert now_as_it_is(message).state == "failed"
    assert len(county_gateway.got) == 1  # no redirect is followed either


def test_it_ends_after_so_many_tries(county_gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_TRIES", 3)
    county_gateway.answers = [(500, b"")]
    message = written()
    assert [bool(tried(message)) for _ in range(4)] == [True, True, False, False]
    assert (now_as_it_is(message).state, len(county_gateway.got)) == ("failed", 3)


@pytest.mark.parametrize("answer", [b"", b"OK", b"[]", b"\xff", b'{"id": null, "more": 1}'])
def test_an_answer_without_an_id_is_good_enough(county_gateway: Gateway, answer: bytes) -> None:
    county_gateway.answers = [(200, answer)]
    message = written()
    assert tried(message) == ""
    assert now_as_it_is(message).state == "sent"


def test_one_bad_message_does_not_hold_up_the_others(county_gateway: Gateway) -> None:
    one, other = written(), written("refused", item="参保登记", number="SLX1", url="/")
    Message.objects.filter(id=other.id).update(command_id=one.command_id)
    county_gateway.answers = [(500, b""), (200, b"")]
    assert tried(one)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["queued", "sent"]


def test_no_more_than_so_many_go_in_a_minute(county_gateway: Gateway, settings: object) -> None:
    settings.SMS_PER_MINUTE = 2
    messages = [written() for _ in range(3)]
    at = time.now().replace(second=1)
    with time.frozen(at):
        assert [bool(tried(one)) for one in messages] == [False, False, True]
    assert now_as_it_is(messages[2]).tries == 0  # waiting costs no try
    with time.frozen(at + timedelta(minutes=1)):
        assert not tried(messages[2])
    assert len(county_gateway.got) == 3


def test_the_sweep_sends_what_lost_its_job_but_no_old_news(county_gateway: Gateway) -> None:
    fresh, lost, old = written(), written(), written()
    now = time.now()
    Message.objects.filter(id=lost.id).update(created_at=now - timedelta(hours=3))
    Message.objects.filter(id=old.id).update(created_at=now - timedelta(days=8))
    assert sending.send_waiting(now) == 1
    assert [now_as_it_is(one).state for one in (fresh, lost, old)] == ["queued", "sent", "queued"]


def test_a_code_that_nobody_can_use_any_more_is_not_sent(county_gateway: Gateway) -> None:
    message = written("sign_in_code", code="123456")
    Message.objects.filter(id=message.id).update(created_at=time.now() - timedelta(minutes=5))
    assert tried(message) == ""
    assert (now_as_it_is(message).state, county_gateway.got) == ("failed", [])


def test_an_erased_message_is_not_sent(county_gateway: Gateway) -> None:
    message = written()
    DataKey.objects.filter(id=message.key_id).update(wrapped=None, destroyed_at=time.now())
    assert tried(message) == ""
    assert (now_as_it_is(message).state, county_gateway.got) == ("failed", [])


def test_without_a_gateway_messages_wait(settings: object) -> None:
    settings.DEMO, settings.SMS_TRANSPORT = False, ""
    message = written()
    assert tried(message) == ""
    assert sending.send_waiting(time.now() + timedelta(hours=1)) == 0
    assert now_as_it_is(message).state == "queued"


def test_a_demonstration_sends_nothing_even_with_a_gateway(county_gateway: Gateway, settings: object) -> None:
    settings.DEMO = True
    message = written()
    assert tried(message) == ""
    assert sending.send_waiting(time.now() + timedelta(hours=1)) == 0
    assert (now_as_it_is(message).state, county_gateway.got) == ("sent", [])


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("http://sms.example.cn/send", KEY, "https"),
        ("ftp://sms.example.cn/", KEY, "no address"),
        ("https:///send", KEY, "no address"),
        ("https://sms.example.cn/", b"", "key file"),
        ("https://sms.example.cn/", None, "key file"),
    ],
)
def test_a_gateway_set_up_wrongly_is_told_to_the_operator(
    settings: object, tmp_path: Path, url: str, key: bytes | None, said: str
) -> None:
    if key is not None:
        (tmp_path / "key").write_bytes(key)
    settings.SMS_URL, settings.SMS_KEY_FILE = url, tmp_path / "key"
    with pytest.raises(GatewayFault, match=said):
        from_settings()


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_message_send_it_once(county_gateway: Gateway) -> None:
    message = written()
    together([lambda: sending.send_for_command(message.command_id)] * 4)
    assert (now_as_it_is(message).state, len(county_gateway.got)) == ("sent", 1)

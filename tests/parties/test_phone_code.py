"""A code to a phone and back: five minutes, five tries, one a minute, and one at a time."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from tests.cases.together import together

from tongban.kernel.actors import Citizen
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.messages.outbox import forget_old
from tongban.kernel.models import DataKey, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import frozen
from tongban.parties import commands
from tongban.parties.commands import new_asker, phone_of
from tongban.parties.models import PhoneCode

pytestmark = pytest.mark.django_db

PHONE = "19900000001"
START = datetime(2026, 4, 14, 4, tzinfo=UTC)
HERE = "the session that asks"


def request_code(phone: str, asker: str = HERE) -> None:
    commands.request_code(phone, asker)


def confirm_code(phone: str, code: str, asker: str = HERE) -> Citizen:
    return commands.confirm_code(phone, code, asker)


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    with ExitStack() as times:
        times.enter_context(frozen(START))
        yield times


def later(clock: ExitStack, **after: float) -> None:
    clock.enter_context(frozen(START + timedelta(**after)))


def sent_code() -> str:
    """The code of the newest message, as its reader would see it."""
    message = Message.objects.select_related("key").order_by("-created_at").first()
    assert message is not None
    return str(json.loads(open_vault(message.key).open(message.content, "message"))["values"]["code"])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def refused(phone: str, code: str, asker: str = HERE) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refusal:
        confirm_code(phone, code, asker)
    return refusal.value.code, refusal.value.params


def test_the_right_code_proves_the_phone_once(clock: ExitStack) -> None:
    request_code("199 0000 0001")
    code = sent_code()
    assert phone_of(confirm_code(PHONE, f" {code} ")) == PHONE
    assert refused(PHONE, code)[0] == "code_expired"


def test_a_code_is_its_phones_own(clock: ExitStack) -> None:
    request_code(PHONE)
    code = sent_code()
    assert refused("19900000002", code)[0] == "code_expired"


def test_a_code_opens_only_the_session_that_asked_for_it(clock: ExitStack) -> None:
    request_code(PHONE)
    code = sent_code()
    stranger = new_asker()
    assert refused(PHONE, code, stranger)[0] == "code_expired"
    assert refused(PHONE, code, "")[0] == "code_expired"
    assert phone_of(confirm_code(PHONE, code)) == PHONE


def test_a_stranger_uses_up_no_tries(clock: ExitStack) -> None:
    request_code(PHONE)
    code = sent_code()
    for _ in range(9):
        assert refused(PHONE, wrong(code), new_asker())[0] == "code_expired"
    assert refused(PHONE, wrong(code)) == ("wrong_code", {"left": 4})


def test_a_code_that_a_stranger_asked_for_is_no_use_to_who_gets_it(clock: ExitStack) -> None:
    """The stranger asks with the victim's phone and has the code read out: it opens the stranger's session.

    That is what the sentence in the message warns of; here it is made sure that it opens no other one.
    """
    request_code(PHONE, "the stranger's")
    assert refused(PHONE, sent_code())[0] == "code_expired"
    later(clock, seconds=60)
    request_code(PHONE)
    assert phone_of(confirm_code(PHONE, sent_code())) == PHONE


def test_five_wrong_tries_and_the_right_one_is_too_late(clock: ExitStack) -> None:
    request_code(PHONE)
    code = sent_code()
    left = [refused(PHONE, wrong(code)) for _ in range(5)]
    assert left == [("wrong_code", {"left": n}) for n in (4, 3, 2, 1, 0)]
    assert refused(PHONE, code)[0] == "too_many_tries"


def test_after_five_minutes_it_is_expired(clock: ExitStack) -> None:
    request_code(PHONE)
    code = sent_code()
    later(clock, minutes=4, seconds=59)
    assert refused(PHONE, wrong(code))[0] == "wrong_code"
    later(clock, minutes=5)
    assert refused(PHONE, code)[0] == "code_expired"


@pytest.mark.parametrize("tried", [0, 1, 5])
def test_another_code_is_sent_after_a_minute_however_often_the_last_was_tried(
    tried: int, clock: ExitStack
) -> None:
    request_code(PHONE)
    first = sent_code()
    for _ in range(tried):
        refused(PHONE, wrong(first))
    later(clock, seconds=59)
    with pytest.raises(Refusal, match="code_too_soon") as refusal:
        request_code(PHONE)
    assert refusal.value.params == {"seconds": 2}
    assert Message.objects.count() == 1
    later(clock, seconds=60)
    request_code(PHONE)
    second = sent_code()
    if first != second:
        assert refused(PHONE, first)[0] == "wrong_code"
    assert phone_of(confirm_code(PHONE, second)) == PHONE


@pytest.mark.parametrize("number", ["", "123", "0951-8010010", "1990000000", "王"])
def test_only_a_mobile_phone_gets_one(number: str, clock: ExitStack) -> None:
    with pytest.raises(InputFaults):
        request_code(number)
    assert not PhoneCode.objects.exists()


def test_the_message_goes_with_its_key_after_thirty_days(clock: ExitStack) -> None:
    request_code(PHONE)
    assert (Message.objects.count(), DataKey.objects.count()) == (1, 1)
    assert forget_old(START + timedelta(days=29)) == 0
    assert forget_old(START + timedelta(days=31)) == 1
    assert (Message.objects.count(), DataKey.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_ten_requests_send_one_code(self) -> None:
        answers = together([lambda: request_code(PHONE)] * 10)
        assert answers.count(None) == 1
        assert {answer.code for answer in answers if answer} == {"code_too_soon"}
        assert Message.objects.count() == 1

    def test_ten_guesses_are_ten_tries(self) -> None:
        request_code(PHONE)
        guess = wrong(sent_code())
        answers = together([lambda: confirm_code(PHONE, guess)] * 10)
        codes = [answer.code for answer in answers]
        assert (codes.count("wrong_code"), codes.count("too_many_tries")) == (5, 5)

    def test_the_right_code_opens_one_door(self) -> None:
        request_code(PHONE)
        code = sent_code()
        answers = together([lambda: confirm_code(PHONE, code)] * 5)
        assert sorted(getattr(answer, "code", "opened") for answer in answers) == ["code_expired"] * 4 + [
            "opened"
        ]

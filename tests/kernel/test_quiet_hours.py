"""Nobody is woken: what would go at night waits for the morning, but for codes and what would then be too late."""

from datetime import date, datetime, timedelta

import pytest
from tests.kernel.gateway_under_test import Gateway
from tests.kernel.test_message_receipts import county_gateway
from tests.kernel.test_sms import now_as_it_is, tried, written

from tongban.kernel import time
from tongban.kernel.messages import sending
from tongban.kernel.messages.quiet import quiet_hours, waits_until
from tongban.kernel.models import Message
from tongban.kernel.time import SHANGHAI

__all__ = ["county_gateway"]


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def as_shipped(settings: object) -> None:
    settings.QUIET_HOURS = ""


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(21, 29), None),
        (at(21, 30), at(8, day=4)),
        (at(23, 59), at(8, day=4)),
        (at(0, 0), at(8)),
        (at(7, 59), at(8)),
        (at(8, 0), None),
        (at(12, 0), None),
    ],
)
def test_the_night_is_from_half_past_nine_to_eight(now: datetime, until: datetime | None) -> None:
    assert waits_until("withdrawn", "sms", None, now) == until


def test_a_code_and_a_mail_go_at_night() -> None:
    assert waits_until("sign_in_code", "sms", None, at(23)) is None
    assert waits_until("withdrawn", "mail", None, at(23)) is None


@pytest.mark.parametrize(("act_by", "goes"), [(date(2026, 3, 3), True), (date(2026, 3, 4), False)])
def test_what_is_to_be_done_today_does_not_wait_for_tomorrow(act_by: date, goes: bool) -> None:
    assert (waits_until("corrections_requested", "sms", act_by, at(22)) is None) == goes


def test_a_place_says_its_own_hours_or_none(settings: object) -> None:
    settings.QUIET_HOURS = "01:00-05:00"
    assert waits_until("withdrawn", "sms", None, at(23)) is None
    assert waits_until("withdrawn", "sms", None, at(2)) == at(5)
    settings.QUIET_HOURS = "off"
    assert waits_until("withdrawn", "sms", None, at(2)) is None
    settings.QUIET_HOURS = "late-early"
    with pytest.raises(ValueError, match="isoformat"):
        quiet_hours()


@pytest.mark.django_db
def test_at_night_it_waits_without_a_try_and_the_morning_s_sweep_sends_it(county_gateway: Gateway) -> None:
    with time.frozen(at(23)):
        message = written()
        assert tried(message) == ""  # the job is over: it does not knock all night
        assert sending.send_waiting(at(23) + timedelta(hours=1)) == 0
    row = now_as_it_is(message)
    assert (row.state, row.tries, row.not_before) == ("queued", 0, at(8, day=4))
    with time.frozen(at(7, 59, day=4)):
        assert sending.send_waiting(time.now()) == 0
    with time.frozen(at(8, 1, day=4)):
        assert sending.send_waiting(time.now()) == 1
    assert (now_as_it_is(message).state, len(county_gateway.got)) == ("sent", 1)
    assert Message.objects.filter(state="queued").count() == 0

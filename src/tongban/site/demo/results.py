"""Results for the demonstration's delivery register, and what the centre promises beside its items.

Through the commands at a shifted now: something is still with the county, lies at the window, left with an assister,
waits too long, and was handed over today.  All people are invented.
"""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from tongban.cases.commands import decide, receive_result, take_out_result
from tongban.directory.commands import announce_session, publish_promise, record_session
from tongban.directory.queries import assisters_behind
from tongban.kernel import time as clock
from tongban.kernel.time import SHANGHAI
from tongban.site.scenario import Scenario, staff
from tongban.site.scenario_afterwards import Afterwards

CARD = "MZ-008"
PROMISES = (
    ("来办事的，十分钟以内有人接待。", "Whoever comes is received within ten minutes."),
    ("差什么材料，一次说清楚，写在纸上给您。", "What is missing is told once, on paper."),
    (
        "走不动的老人、残疾人，打个电话，代办员上门办。",
        "For old or disabled people who cannot come, the assister comes on a call.",
    ),
)
SATURDAY = 6


def load_results() -> None:
    """Make them; once, after the county was loaded."""
    _card(serial=301, decided=6)
    _card(serial=302, decided=8, came=2)
    _card(serial=303, decided=12, came=5, left=3)
    _at_the_window(serial=304, days=33)
    _at_the_window(serial=305, days=9, phone=False)
    _at_the_window(serial=306, days=1)
    Scenario(serial=307).delivered()
    _promises()
    _sessions()


def _card(serial: int, decided: int, came: int = 0, left: int = 0) -> None:
    """A preference card that the county granted so many days ago; it came down, and left with an assister."""
    matter = Afterwards(CARD, serial=serial)
    with clock.frozen(_days_ago(decided)):
        matter.reviewed()
        matter._act(decide, staff("county-ty-head"), granted=True, reason="", basis="")
    clerk = matter.clerk
    if came:
        with clock.frozen(_days_ago(came)):
            matter._act(receive_result, clerk, certificate=f"演示优字第{serial}号")
    if left:
        taker = next(one for one in assisters_behind(clerk.site_id) if one.name == "赵桂兰")
        with clock.frozen(_days_ago(left)):
            matter._act(take_out_result, clerk, assister=taker.assignment_id, signed=taker.name, agreed=True)


def _at_the_window(serial: int, days: int, *, phone: bool = True) -> None:
    with clock.frozen(_days_ago(days)):
        Scenario(serial=serial, phone=phone).decided()


def _promises() -> None:
    first = clock.today().replace(day=1)
    with clock.frozen(datetime.combine(first, time(9), SHANGHAI)):
        for text, text_en in PROMISES:
            publish_promise(
                staff("approver"),
                body_code="SL",
                text=text,
                text_en=text_en,
                starts=clock.today(),
                idempotency_key=uuid4().hex,
            )


def _sessions() -> None:
    """Two Saturdays behind, of which one was held; two ahead, and an evening."""
    saturday = clock.today() + timedelta(days=SATURDAY - clock.today().isoweekday())
    for weeks, served in ((-2, 17), (-1, None), (1, None), (2, None)):
        day = saturday + timedelta(weeks=weeks)
        with clock.frozen(_nine(min(day, clock.today()))):
            session = _announced(day, "weekend", time(9), time(12), "只办社保、医保业务")
            if day < clock.today() or weeks < 0:
                record_session(
                    staff("clerk"),
                    session,
                    held=served is not None,
                    served=served,
                    idempotency_key=uuid4().hex,
                )
    _announced(clock.today() + timedelta(days=2), "evening", time(18), time(20), "")


def _announced(day: date, kind: str, opens: time, closes: time, note: str) -> int:
    return announce_session(
        staff("approver"),
        site_code="SL",
        day=day,
        opens=opens,
        closes=closes,
        kind=kind,
        note=note,
        idempotency_key=uuid4().hex,
    )


def _days_ago(days: int) -> datetime:
    return _nine(clock.today() - timedelta(days=days))


def _nine(day: date) -> datetime:
    """Nine in the morning of a day; now, where that is still to come."""
    return min(datetime.combine(day, time(9), SHANGHAI), clock.now())

"""A few matters for the demonstration with promises, a breach and an application that counts as withdrawn.

Through the commands at a shifted now, so that something is due, something late and something found.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from tongban.cases.commands import request_corrections
from tongban.kernel import time
from tongban.kernel.calendars import calendar_for
from tongban.rules.corrections import FurtherDemand
from tongban.rules.promises import FORM
from tongban.site.promised_matters import (
    KINSHIP,
    PENSION_CLOSED,
    PICTURES,
    AskedMatter,
    PromisedMatter,
    award_without_pictures,
)
from tongban.site.scenario import Scenario, staff

REGION = "640121"


def load_promises() -> None:
    """Make them; once, after the county was loaded."""
    _to_follow(serial=201, days=6)
    _to_follow(serial=202, days=11)
    _replaced(serial=203, days=4, kept=True)
    _replaced(serial=204, days=3, kept=False)
    _replaced(serial=205, days=2)
    _replaced(serial=206, days=1)
    _silent(serial=207)
    _told_in_parts(serial=208)


def _to_follow(serial: int, days: int) -> None:
    """The photographs follow: signed on the phone, accepted some days ago."""
    with time.frozen(_working_days_ago(days)):
        matter = award_without_pictures(channel="portal", promised=True, serial=serial)
        matter.submitted()
        matter.accepted_with(PICTURES, signed=False)


def _replaced(serial: int, days: int, kept: bool | None = None) -> None:
    """A promise in the place of the proof of kinship, checked where ``kept`` says what was found."""
    died = (time.today() - timedelta(days=60)).isoformat()
    with time.frozen(_working_days_ago(days)):
        matter = PromisedMatter(
            PENSION_CLOSED, serial=serial, promised={KINSHIP: FORM}, answers={"death_date": died}
        )
        matter.submitted()
        matter.accepted_with()
        if kept is None:
            return
        matter.reviewed()
    with time.frozen(_working_days_ago(1)):
        note = "" if kept else "派出所户籍底册上，申请人和逝者没有亲属关系，他本人也承认是邻居。"
        matter.checked(KINSHIP, kept=kept, note=note, actor=staff("reviewer"))


def _silent(serial: int) -> None:
    """A drawing that never came: it counts as withdrawn and may still be taken up again."""
    with time.frozen(_working_days_ago(26)):
        matter = AskedMatter(serial=serial)
        matter.submitted()
        matter.asked()


def _told_in_parts(serial: int) -> None:
    """Asked twice for what one notice should have named: a breach against the position."""
    with time.frozen(_working_days_ago(9)):
        matter = Scenario(serial=serial)
        matter.told_what_is_missing(handed_over=True)
    with time.frozen(_working_days_ago(6)):
        matter.corrected()
        done = matter.judged()
        request_corrections(
            staff("clerk"),
            matter.number,
            expected_version=done.version,
            idempotency_key=uuid4().hex,
            bring_by=calendar_for(REGION).add_working_days(time.today(), 10),
            answers={"address": "只写了“三组”，没有写门牌号，缴费通知送不到"},
            ground=FurtherDemand.BREACH,
            explanation="上次只看了材料，没有看申请表里的住址。",
        )


def _working_days_ago(days: int) -> datetime:
    """Ten in the morning of the working day that many before today."""
    calendar, day = calendar_for(REGION), time.today()
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_working(day)
    now = time.now().astimezone(time.SHANGHAI)
    return now.replace(year=day.year, month=day.month, day=day.day, hour=10, minute=0)

"""A second township of the demonstration county, so that a visitor can try 通办: a real township, invented staff.

Set up after the first, and not by `demo.load`: what is tested against one township stays so.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

from tongban.cases.commands import submit
from tongban.directory.commands import (
    SiteInput,
    give_second_factors,
    open_site,
    register_body,
)
from tongban.directory.models import Account
from tongban.kernel import time as clock
from tongban.kernel.actors import Staff
from tongban.kernel.time import SHANGHAI
from tongban.site.demo.county import SETUP, appoint_person
from tongban.site.demo.people import SECOND_TOWNSHIP
from tongban.site.demo.places import COMPLAINTS, HOURS, POSITIONS
from tongban.site.scenario import Scenario, staff

CODE, DIVISION = "WY", "640121102000"
VILLAGE = "640121102001"


def load_second_township(*, matters: bool = True) -> None:
    """Its centre and staff, and what the two townships take in for each other; once.

    Args:
        matters: False: places and people alone.
    """
    if Account.objects.filter(username=SECOND_TOWNSHIP[0].username).exists():
        return
    _places()
    for person in SECOND_TOWNSHIP:
        appoint_person(person)
    give_second_factors(SETUP)
    if matters:
        _matters()


def _places() -> None:
    register_body(
        SETUP,
        code=CODE,
        name="永宁县望远镇人民政府",
        short_name="永望政",
        level="township",
        division_code=DIVISION,
        case_prefix="WYZ",
        reconsideration_body="永宁县人民政府",
        court="永宁县人民法院",
        idempotency_key=f"demo-body-{CODE}",
    )
    centre = SiteInput(
        code=CODE,
        name="望远镇民生服务中心",
        kind="centre",
        division_code=DIVISION,
        body_code=CODE,
        address="永宁县望远镇政府院内一楼（演示地址）",
        phone="0951-8030010",
        complaint_phone=COMPLAINTS,
        positions=(*POSITIONS, ("leadership", "镇负责人")),
        windows=tuple((number, code) for number, (code, _) in enumerate(POSITIONS, start=1)),
        hours=HOURS,
    )
    open_site(SETUP, centre, idempotency_key=f"demo-site-{CODE}")


def _matters() -> None:
    """Taken in at 望远镇 for 胜利乡: accepted, asked for more, granted and to be collected there; and one the other way."""
    there = staff(SECOND_TOWNSHIP[0].username)
    with clock.frozen(_days_ago(2)):
        _taken_in(there, 321).accepted()
    with clock.frozen(_days_ago(1)):
        _taken_in(there, 322).told_what_is_missing()
    with clock.frozen(_days_ago(6)):
        _taken_in(there, 323).decided()
    with clock.frozen(_days_ago(0)):
        other = Scenario(serial=324)
        answers = {"household_village": VILLAGE, "address": "望远社区二区8号楼1单元"}
        application = replace(other.application(), answers={**other.application().answers, **answers})
        submit(staff("clerk"), application, idempotency_key=uuid4().hex)


def _taken_in(clerk: Staff, serial: int) -> Scenario:
    matter = Scenario(serial=serial)
    matter.submitted(clerk)
    return matter


def _days_ago(days: int) -> datetime:
    """Ten in the morning of a day; now, where that is still to come."""
    return min(datetime.combine(clock.today() - timedelta(days=days), time(10), SHANGHAI), clock.now())

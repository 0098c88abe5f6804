"""The deputy's desk and the supervisor's view as pages: what they offer, what they never show, what they cost."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from tests.cases.counting import statements
from tests.faces.workbench.conftest import Desk

from tongban.kernel.time import SHANGHAI, frozen
from tongban.site.scenario import Scenario, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DESK, SUPERVISION = 20, 9
"""Statements of a page, the session's among them."""


@pytest.fixture
def late() -> Iterator[Scenario]:
    """A matter that is late at its only step, on a day three weeks later."""
    with frozen(datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)):
        matter = Scenario(serial=7)
        matter.accepted()
    with frozen(datetime(2026, 9, 22, 10, tzinfo=SHANGHAI)):
        yield matter


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_desk_says_what_is_late_why_and_what_may_be_done(desk: Desk, late: Scenario) -> None:
    page = shown(desk("approver"), "/work/desk/")
    assert late.number in page and "超 " in page
    assert "岗位上还没有人接手" in page
    assert f'href="/work/cases/{late.number}/acts/reassign/"' in page
    assert "这个事项没有可以延长期限的规定" in page
    assert f'href="/work/cases/{late.number}/acts/extend/"' not in page
    assert person(7).name not in page  # the desk is of matters and posts
    assert "只有 1 件在办，看不出规律" in page


def test_every_link_of_a_figure_leads_somewhere(desk: Desk, late: Scenario) -> None:
    head = desk("approver")
    links = set(re.findall(r'href="(/work/desk/[a-z_0-9-]+/)"', shown(head, "/work/desk/")))
    assert len(links) > 20
    for link in links:
        shown(head, link)
    assert late.number in shown(head, "/work/desk/over/")
    assert late.number in shown(head, "/work/desk/accepted-30/")
    shown(head, "/work/desk/fastest/", 404)


def test_the_supervisor_sees_townships_in_their_order_and_opens_no_case(desk: Desk, late: Scenario) -> None:
    supervisor = desk("supervisor")
    page = shown(supervisor, "/work/supervision/")
    assert 'href="/work/supervision/SL/over/"' in page and "件数少" in page
    township = shown(supervisor, "/work/supervision/SL/")
    assert late.number in township
    rows = shown(supervisor, "/work/supervision/SL/over/")
    assert late.number in rows and person(7).name not in rows
    for told in (page, township, rows):
        assert f"/work/cases/{late.number}" not in told
    shown(supervisor, "/work/supervision/NONE/", 404)
    shown(supervisor, "/work/desk/", 403)
    shown(desk("approver"), "/work/supervision/", 403)


def test_an_authority_without_matters_is_told_so(desk: Desk) -> None:
    page = shown(desk("approver"), "/work/desk/")
    assert "没有超期的，七天内也没有要到期的。" in page
    assert "这里现在没有办件。" in shown(desk("approver"), "/work/desk/late/")


def test_the_pages_keep_within_their_statements(desk: Desk, late: Scenario) -> None:
    for serial in range(20, 26):
        Scenario(serial=serial).accepted()
    for who, address, most in (
        ("approver", "/work/desk/", DESK),
        ("supervisor", "/work/supervision/", SUPERVISION),
    ):
        client = desk(who)
        client.get(address)
        with statements() as sent:
            client.get(address)
        assert 5 <= len(sent) <= most, sent

"""A case's days in full, on the workbench."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.signing_in import sign_in

from tongban.kernel.time import frozen
from tongban.site import demo
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def desk(username: str) -> Client:
    client = Client()
    sign_in(client, username)
    return client


def test_every_clock_stands_with_every_day_its_reason_and_its_article() -> None:
    matter = Scenario(channel="window", serial=3)
    with frozen(datetime(2026, 11, 19, 2, tzinfo=UTC)):
        matter.accepted()
    page = desk("clerk").get(f"/work/cases/{matter.number}/days/").content.decode()
    for words in ("收件审查期限", "承诺时限", "2026-11-21", "星期六", "《民法典》第二百零一条", "等机关"):
        assert words in page, words
    assert f"/work/cases/{matter.number}/days.pdf" in page


def test_who_does_not_see_the_case_sees_neither_page_nor_data_nor_sheet() -> None:
    matter = Scenario(channel="window", serial=4)
    matter.submitted()
    client = desk("clerk-mz")
    for address in ("days/", "days.json", "days.pdf"):
        assert client.get(f"/work/cases/{matter.number}/{address}").status_code == 404


def test_the_case_page_leads_there_and_counts_waiting_apart() -> None:
    matter = Scenario(channel="window", serial=5)
    matter.submitted()
    page = desk("clerk").get(f"/work/cases/{matter.number}/").content.decode()
    assert f"/work/cases/{matter.number}/days/" in page and "等申请人" in page

"""Why the last day is that day: the citizen's page, its data, its sheet; and the calculator for anybody."""

import json
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tongban.kernel.time import frozen
from tongban.site.scenario import Scenario


@pytest.fixture
def matter() -> Scenario:
    made = Scenario(channel="window", serial=11)
    with frozen(datetime(2026, 11, 19, 2, tzinfo=UTC)):
        made.accepted()
    return made


def follower(matter: Scenario) -> Client:
    client = Client()
    client.post("/track/", {"number": matter.number, "by": "query_code", "query_code": matter.query_code})
    return client


def test_the_page_says_the_day_and_why_in_plain_words(matter: Scenario) -> None:
    page = follower(matter).get(f"/track/{matter.number}/days/").content.decode()
    assert "从2026年11月19日(周四)的第二天开始数，数满" in page
    assert "11月21日 星期六" in page and "周末" in page
    assert "等我们" in page and "等您" in page
    assert f">{matter.number}</span>" in page  # a page that is printed says of which case
    assert "当天不算，依据是《民法典》第二百零一条" in page


def test_somebody_unknown_is_asked_who_they_are(matter: Scenario) -> None:
    page = Client().get(f"/track/{matter.number}/days/").content.decode()
    assert "用什么来核对" in page and "数满" not in page
    answer = Client().get(f"/track/{matter.number}/days.json")
    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    assert Client().get(f"/track/{matter.number}/days.pdf").status_code == 404


def test_the_json_answer_has_one_shape_and_its_days_add_up(matter: Scenario) -> None:
    told = follower(matter).get(f"/track/{matter.number}/days.json").json()
    assert told["shape"] == "tongban.clocks/1"
    assert set(told) == {
        "shape", "number", "item", "status", "outcome", "as_of", "today",
        "calendar", "ledger", "clocks", "waiting", "moves",
    }  # fmt: skip
    promised = next(clock for clock in told["clocks"] if clock["kind"] == "promised")
    assert sum(day["counted"] for day in promised["days"]) == promised["limit"]["days"] == promised["counted"]
    assert promised["days"][-1]["date"] == promised["due"]
    weekend = next(day for day in promised["days"] if day["date"] == "2026-11-21")
    assert weekend == {
        "date": "2026-11-21", "weekday": 6, "counted": False, "ordinal": None, "reason": "weekend",
        "name": "", "phase": "limit", "basis": "《国务院关于职工工作时间的规定》第七条", "provisional": False,
    }  # fmt: skip
    assert matter.applicant.name not in json.dumps(told, ensure_ascii=False)


def test_the_sheet_is_a_pdf_that_nobody_keeps(matter: Scenario) -> None:
    answer = follower(matter).get(f"/track/{matter.number}/days.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"]


def test_the_tracking_page_leads_to_the_days_and_says_for_whom_it_waited(matter: Scenario) -> None:
    page = follower(matter).get(f"/track/{matter.number}/").content.decode()
    assert f"/track/{matter.number}/days/" in page
    assert "等我们" in page


@pytest.mark.parametrize("stands", [True, False])
def test_a_promise_that_was_not_kept_is_apologised_for_without_an_extension_too(stands: bool) -> None:
    acts = {"promised_last": date(2026, 11, 20), "promise_stands": stands, "extension": None}
    page = render_to_string("portal/parts/clock_acts.html", {"case": {"clock_acts": acts}})
    assert ("没有做到，向您道歉" in page) is not stands


class TestTheCalculator:
    """什么时候能办好, without signing in."""

    def test_tells_the_last_days_of_an_item(self, client: Client) -> None:
        page = client.get("/when/?item=SB-001&day=2026-11-23").content.decode()
        assert "承诺" in page and "2026年11月" in page
        assert "材料都齐的话" not in page

    def test_a_correction_shows_both_ways(self, client: Client) -> None:
        page = client.get("/when/?item=SB-001&day=2026-11-23&pause=5").content.decode()
        assert "材料都齐的话" in page and "等您补材料" in page

    def test_today_is_the_day_where_none_is_typed(self, client: Client) -> None:
        with frozen(datetime(2026, 11, 23, 2, tzinfo=UTC)):
            page = client.get("/when/?item=SB-001").content.decode()
        assert 'value="2026-11-23"' in page

    def test_a_browser_may_keep_the_answer_for_itself(self, client: Client) -> None:
        answer = client.get("/when/?item=SB-001&day=2026-11-23")
        assert answer["Cache-Control"] == "private, max-age=300"

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("item=SB-001&day=2026-02-30", "日期不对"),
            ("item=SB-001&day=2046-01-01", "离今天太远"),
            ("item=NONE&day=", "请从列出的选项里选一个"),
            ("item=%00", "请从列出的选项里选一个"),
            ("item=SB-001&at=25:99", "时间不对"),
            ("item=SB-001&at=10:00Z", "时间不对"),
            ("item=SB-001&at=10:00%2B08:00", "时间不对"),
            ("item=SB-001&day=2026-W40-1", "日期"),
            ("item=SB-001&pause=99999", "请从列出的选项里选一个"),
        ],
    )
    def test_what_cannot_be_counted_is_said(self, client: Client, query: str, words: str) -> None:
        answer = client.get(f"/when/?{query}")
        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_a_day_of_a_year_without_its_notice_is_called_provisional(self, client: Client) -> None:
        with frozen(datetime(2026, 11, 23, 2, tzinfo=UTC)):
            assert "暂定" in client.get("/when/?item=SB-001&day=2026-12-29").content.decode()

    def test_is_linked_from_home_guide_and_list(self, client: Client) -> None:
        for address in ("/", "/items/", "/items/SB-001/"):
            assert "/when/" in client.get(address).content.decode(), address


def test_the_page_of_every_kind_of_day_shows_each_letter(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    page = client.get("/demo/clock-strip/").content.decode()
    for mark in "起节区班停等延顺末":
        assert f'data-mark="{mark}"' in page, mark
    for shape in ("rest", "provisional", "today", "past", "missed", "clock-week"):
        assert shape in page, shape
    settings.DEMO = False
    assert client.get("/demo/clock-strip/").status_code == 404


def test_dates_of_the_page_are_in_china(matter: Scenario) -> None:
    with frozen(datetime(2026, 11, 22, 17, tzinfo=UTC)):  # already the 23rd there
        told = follower(matter).get(f"/track/{matter.number}/days.json").json()
    assert told["today"] == date(2026, 11, 23).isoformat()

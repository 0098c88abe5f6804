"""The calendars' desk: a notice is looked at before it is published; who has no phone is told in person."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.test import Client
from tests.cases.open_cases import corrected_2026

from tongban.cases.calendar.recount import recount
from tongban.cases.models import DateChange
from tongban.kernel.calendars_in_force import in_force
from tongban.kernel.models import CalendarNotice
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site.scenario import Scenario

Desk = Callable[[str], Client]
pytestmark = pytest.mark.django_db
PUBLISH = "/work/calendars/publish/"


def at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=SHANGHAI)


def published(keeper: Client, text: str, **more: str) -> Client:
    return keeper.post(PUBLISH, {"act": "publish", "content": text, "idempotency_key": "k", **more})


class TestPublishing:
    def test_it_is_looked_at_before_it_holds(self, desk: Desk) -> None:
        keeper = desk("sysadmin")
        page = keeper.post(PUBLISH, {"act": "look", "way": "text", "content": corrected_2026()})
        text = page.content.decode()
        assert page.status_code == 200
        assert "2026年10月8日(周四)" in text and "法定节假日" in text
        assert not CalendarNotice.objects.exists()
        assert published(keeper, corrected_2026()).status_code == 302
        assert not in_force("640121").is_working(at(8, 10).date())
        listed = keeper.get("/work/calendars/?done=publish").content.decode()
        assert "试验〔2026〕1号" in listed and "现在用的" in listed
        file = keeper.get(f"/work/calendars/notices/{CalendarNotice.objects.get().id}/")
        assert file.content.decode() == corrected_2026()
        assert "休" in keeper.get("/work/calendars/nation/2026/").content.decode()

    def test_each_fault_names_its_line_and_nothing_is_published(self, desk: Desk) -> None:
        keeper = desk("sysadmin")
        wrong = corrected_2026("2026-09-30")  # before its first day
        page = keeper.post(PUBLISH, {"act": "look", "way": "text", "content": wrong})
        assert page.status_code == 422
        assert "holidays.7.last" in page.content.decode()
        assert published(keeper, wrong).status_code == 422
        assert not CalendarNotice.objects.exists()

    def test_the_form_makes_the_same_file(self, desk: Desk) -> None:
        keeper = desk("sysadmin")
        fields = {"act": "look", "way": "form", "calendar": "640000", "year": "2026", "confirmed": "yes"}
        fields |= {"document": "试验", "number": "宁试〔2026〕1号", "issued": "2026-01-05"}
        fields |= {
            "holiday-0-name": "开斋节",
            "holiday-0-first": "2026-03-20",
            "holiday-0-last": "2026-03-21",
        }
        fields |= {
            "holiday-3-name": "古尔邦节",
            "holiday-3-first": "2026-05-26",
            "holiday-3-last": "2026-05-27",
        }
        text = keeper.post(PUBLISH, fields).content.decode()
        assert "2026年5月26日(周二)" in text and "2026年5月28日(周四)" in text
        assert "宁试〔2026〕1号" in text
        bad = keeper.post(PUBLISH, {**fields, "holiday-3-last": "2026-05-20"})
        said = bad.content.decode()
        assert bad.status_code == 422 and 'href="#holiday-3-last"' in said and "放假第 4 行“最后一天”" in said
        nameless = keeper.post(PUBLISH, {**fields, "holiday-3-name": "", "number": ""}).content.decode()
        assert "放假第 4 行“节日”：没有填" in nameless and "文号：没有填" in nameless
        for spoken_by_the_file in ("years.1", "source", "YAML", "- "):
            faults = nameless.split('class="faults"', 1)[1].split("</ul>", 1)[0]
            assert spoken_by_the_file not in faults

    def test_a_last_day_that_would_have_passed_is_to_be_known(self, desk: Desk) -> None:
        worked = corrected_2026("2026-10-07").replace(
            "make_up_workdays:\n", "make_up_workdays:\n  - {name: 国庆节, date: 2026-09-05}\n"
        )
        with ExitStack() as clock:
            clock.enter_context(frozen(at(4)))
            Scenario(serial=1).submitted()  # on a Friday, to be answered by Monday
            clock.enter_context(frozen(at(7)))
            keeper = desk("sysadmin")
            assert published(keeper, worked).status_code == 422
            assert not CalendarNotice.objects.exists()
            assert published(keeper, worked, past_known="yes").status_code == 302

    @pytest.mark.parametrize("username", ["clerk", "secadmin"])
    def test_it_is_nobody_else_s(self, desk: Desk, username: str) -> None:
        other = desk(username)
        for address in ("/work/calendars/", PUBLISH, "/work/calendars/nation/2026/"):
            assert other.get(address).status_code == 403
        assert published(other, corrected_2026()).status_code == 403


class TestTellingInPerson:
    def test_the_list_the_letter_and_the_tick(self, desk: Desk) -> None:
        with ExitStack() as clock:
            clock.enter_context(frozen(at(29)))
            matter = Scenario(serial=1, phone=False)
            matter.accepted()  # promised by the 8th of October, the third working day
            clock.enter_context(frozen(at(30)))
            assert published(desk("sysadmin"), corrected_2026()).status_code == 302
            recount()
            clerk = desk("clerk")
            assert matter.number in clerk.get("/work/new-dates/").content.decode()
            letter = f"/work/new-dates/{matter.number}/"
            text = clerk.get(letter).content.decode()
            assert "<b>2026年10月9日(周五)</b>" in text and "<b>2026年10月10日(周六)</b>" in text
            assert clerk.post(letter, {"how": "none", "idempotency_key": "a"}).status_code == 422
            assert clerk.post(letter, {"how": "letter", "idempotency_key": "b"}).status_code == 302
            row = DateChange.objects.get()
            assert (row.told_how, row.told_at is not None) == ("letter", True)
            assert matter.number not in clerk.get("/work/new-dates/").content.decode()
            assert clerk.get(letter).status_code == 404
            assert desk("clerk-mz").get(letter).status_code == 404

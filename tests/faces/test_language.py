"""A reader of English meets no Chinese on any page, but for names and for what people themselves wrote."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from tests.faces.english_pages import Reader
from tests.faces.language_of_pages import ITEM, pages
from tests.faces.portal.test_figures import published

from tongban.cases.requests import PersonInput
from tongban.catalogue.queries import current
from tongban.catalogue.telling import give_one_time_notice
from tongban.faces.common import citations, dates
from tongban.faces.common.words import word
from tongban.kernel import queries as kernel
from tongban.papers.models import Paper
from tongban.site.scenario import ANSWERS, PICTURE, Scenario, person, staff


@pytest.mark.django_db
@pytest.mark.usefixtures("county_of_one_item", "chinese_outside_requests")
class TestThePortal:
    """Its pages, also where something is missing, wrong or gone."""

    def test_is_in_english_on_every_page(self) -> None:
        applicant = person(7)
        reader = Reader(applicant.name)
        for address in (
            "/",
            "/items/",
            "/items/?q=nothing",
            f"/items/{ITEM}/",
            "/places/",
            "/places/SL/",
            "/demo/phone/",
        ):
            reader.get(address)
        for address in ("/demo/authenticator/", "/demo/authenticator/?username=clerk"):
            reader.get(address)
        for address in ("/track/", "/verify/", "/verify/?code=", "/sign-in/"):
            reader.get(address)
        with override_settings(OIDC={"citizens": {"issuer": "http://127.0.0.1:9", "client_id": "x"}}):
            for address in ("/sign-in/", f"/items/{ITEM}/"):
                reader.get(address)
            for address in ("/sign-in/platform/", "/sign-in/platform/back/"):  # nobody answers there
                reader.get(address, 403)
        reader.data |= {"演示目录首次发布"}  # the publisher's own words
        version = current(ITEM).version_id
        for address in ("editions/", f"editions/{version}/", f"compare/?from={version}"):
            reader.get(f"/items/{ITEM}/{address}")
        for address in ("/when/", f"/when/?item={ITEM}&pause=5", "/demo/clock-strip/"):
            reader.get(address)
        reader.get(f"/when/?item={ITEM}&day=x", 422)
        for address in (
            "/items/suggestions/?q=pension",
            "/coverage/",
            "/notices/",
            "/figures/",
            "/figures/dictionary/",
        ):
            reader.get(address)
        for address in ("/places/choose/", "/figures/dictionary.json"):
            reader.get(address)
        published("2026-09")
        reader.get("/figures/2026-09/")
        number = self.apply(reader, applicant)
        for address in (
            f"/track/{number}/",
            f"/track/{number}/withdraw/",
            f"/track/{number}/address/",
            f"/track/{number}/looks/",
            f"/track/{number}/days/",
            f"/proof/{number}/",
        ):
            reader.get(address)
        for address in ("/my/", "/my/looks/", "/my/mandates/", "/my/messages/"):
            reader.get(address)
        reader.post(f"/track/{number}/address/", {"version": "1", "key": "empty"}, 422)
        reader.get(f"/v/{Paper.objects.earliest('issued_at').verify_code}/")
        told = give_one_time_notice(
            staff("clerk"), ITEM, answers={}, channel="window", how="link", idempotency_key="told"
        )
        reader.get(f"/told/{told.verify_code}/")
        self.read_my_data(reader, number)
        self.read_correction(reader, number)
        unreachable = {"portal:platform", "portal:platform_back"}  # read above, as refusals
        # tests/faces/workbench/test_rosters.py
        unreachable |= {"portal:odd", "portal:odd_told", "portal:odd_find"}
        assert pages("portal") - reader.opened - unreachable == set()
        reader.get(f"/track/{Scenario(serial=9).submitted().number}/")

    def read_correction(self, reader: Reader, number: str) -> None:
        """What is missing, a further demand for it, and the page where it is brought, sent empty."""
        matter = Scenario(channel="portal", number=number)
        expired, unlike = "身份证2026年10月1日已经过期了", "门牌号和户口簿上的不一样，请照户口簿写"
        missed = "上次只看了首页，没有翻到后面"
        reader.data |= {expired, unlike, missed}  # the officer's own words
        matter.told_what_is_missing(identity_card=expired, answers={"address": unlike})
        for address in ("", "correct/"):
            reader.get(f"/track/{number}/{address}")
        reader.post(f"/track/{number}/correct/", {"send": "yes", "key": "c", "version": "1"}, 422)
        matter.corrected(address="许旺村三组21号")
        matter.told_what_is_missing(
            identity_card=expired, answers={"student": unlike}, ground="breach", explanation=missed
        )
        reader.get(f"/track/{number}/")

    def read_my_data(self, reader: Reader, number: str) -> None:
        """What is kept, the copy, and each kind of request: wrong first, then sent and followed."""
        for address in ("", "copy/", "ask/copy/", "ask/erasure/"):
            reader.get(f"/my/data/{address}")
        reader.post("/my/data/ask/correction/", {"key": "a", "scope": "1", "right": "x" * 101}, 422)
        sent = {"scope": number, "field": "applicant.phone", "right": "19912345678"}
        for kind in ("correction", "erasure"):
            status = reader.post(f"/my/data/ask/{kind}/", {**sent, "key": kind}).url
            reader.get(status)
            reader.get(f"/proof/data/{status.split('/')[3]}/")
        reader.post(f"{status}withdraw/", {"key": "c"})
        reader.get(status)
        reader.get("/my/data/")
        stranger = Reader()
        stranger.get(status)
        stranger.post(status, {"query_code": ""}, 422)

    def test_says_in_english_what_is_wrong(self) -> None:
        reader = Reader()
        reader.post("/sign-in/", {"phone": "123"}, 422)
        reader.post("/track/", {"number": "", "by": "phone"}, 422)
        reader.post("/track/", {"number": "1", "by": "phone", "phone": "19900000001"}, 422)
        reader.get("/v/NOSUCHCODE/", 404)
        reader.get("/nowhere/", 404)
        reader.get(f"/apply/{ITEM}/acting/", 410)

    @pytest.mark.parametrize("granted", [True, False])
    def test_tells_the_end_of_a_case_in_english(self, granted: bool) -> None:
        matter = Scenario(serial=3, channel="portal")
        matter.decided(granted=granted)
        reader = Reader(matter.applicant.name)
        reader.data |= {"申请人已参加职工基本养老保险，不符合参保条件。"}  # the approver's own words
        number = {"number": matter.number, "by": "query_code", "query_code": matter.query_code}
        assert "decision" in reader.get(reader.post("/track/", number).url).content.decode()

    def apply(self, reader: Reader, applicant: PersonInput) -> str:
        """Apply for somebody else, answering each page wrongly first."""
        values = {
            "acting": "representative",
            "name": applicant.name,
            "number": applicant.number,
            "phone": applicant.phone,
            "relation": "child",
            "my-name": applicant.name,
            "my-number": person(8).number,
            "my-phone": person(8).phone,
            **{f"q-{code}": value for code, value in ANSWERS.items()},
        }
        address = reader.post(f"/apply/{ITEM}/").url
        while not address.endswith("/check/"):
            reader.get(address)
            code = address.rstrip("/").rsplit("/", 1)[1]
            if code.startswith("m-"):
                reader.post(address, {"file": SimpleUploadedFile("notes.txt", b"no picture")}, 422)
                good: dict[str, Any] = {"file": SimpleUploadedFile("picture.png", PICTURE, "image/png")}
            else:
                reader.post(address, {"value": "\x07"}, 422)
                good = {"value": values[code]}
            address = reader.post(address, good).url
        reader.get(f"/apply/{ITEM}/discard/")
        reader.get(address)
        self.sign_in(reader, applicant.phone)
        reader.get("/my/")
        reader.get(address)
        reader.post(address, {}, 422)
        confirmation = reader.post(address, {"consent": "yes", "key": "one-key-for-this-check"}).url
        reader.get(confirmation)
        return confirmation.strip("/").rsplit("/", 1)[1]

    def sign_in(self, reader: Reader, phone: str) -> None:
        reader.post("/sign-in/", {"phone": phone})
        reader.get("/sign-in/code/")
        reader.post("/sign-in/code/", {"code": "000000"}, 422)
        code = re.search(r"(?<!\d)\d{6}(?!\d)", kernel.demo_messages(phone)[0][1])
        assert code is not None
        reader.post("/sign-in/code/", {"code": code[0], "next": "/my/"})


@pytest.mark.django_db
@pytest.mark.usefixtures("county_of_one_item", "chinese_outside_requests")
class TestTheSwitch:
    """Another language changes the words and nothing else."""

    def test_keeps_the_page(self) -> None:
        client = Client()
        answer = client.post("/language/", {"language": "en", "next": f"/items/{ITEM}/?from=home"})
        assert answer.url == f"/items/{ITEM}/?from=home"
        assert "What you need" in client.get(answer.url).content.decode()
        client.post("/language/", {"language": "zh-hans", "next": "/"})
        assert "要准备什么" in client.get(answer.url).content.decode()

    def test_leads_to_no_other_site_and_into_no_unknown_language(self) -> None:
        client = Client()
        answer = client.post("/language/", {"language": "xx", "next": "https://example.org/"})
        assert answer.url == "/"
        assert client.get("/")["Content-Language"] == "zh-hans"

    def test_keeps_what_was_typed_in_a_draft(self) -> None:
        client = Client()
        client.post(f"/apply/{ITEM}/")
        client.post(f"/apply/{ITEM}/acting/", {"value": "self"})
        client.post(f"/apply/{ITEM}/name/", {"value": "王小芳"})
        client.post("/language/", {"language": "en", "next": f"/apply/{ITEM}/name/"})
        page = client.get(f"/apply/{ITEM}/name/").content.decode()
        assert "What is your name?" in page and 'value="王小芳"' in page


@pytest.mark.usefixtures("english")
class TestDatesAndCitations:
    """What no catalogue of texts translates."""

    def test_dates_are_written_the_english_way(self) -> None:
        day = date(2026, 12, 4)
        assert dates.day(day) == "Friday 4 December 2026"
        assert dates.short_day(day) == "Fri 4 Dec"
        assert dates.month(day) == "December 2026"
        at = datetime(2026, 12, 4, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert dates.moment(at) == "Friday 4 December 2026 14:05"

    def test_holidays_of_the_calendars_have_their_english_names(self) -> None:
        assert dates.holiday("国庆节、中秋节") == "National Day, Mid-Autumn Festival"
        assert dates.holiday("泼水节") == "泼水节"  # a county's own keeps its name

    @pytest.mark.parametrize(
        ("cited", "read"),
        [
            ("第三条", "art. 3"),
            ("第十一条", "art. 11"),
            ("第二十条第一款", "art. 20, para. 1"),
            ("第一百零八条第二款第（三）项", "art. 108, para. 2, item 3"),
            ("附件二", "附件二"),
        ],
    )
    def test_places_in_a_law_are_cited_the_english_way(self, cited: str, read: str) -> None:
        assert citations.article(cited) == read

    def test_one_word_with_two_senses_has_two_translations(self) -> None:
        assert word("accept", "act") == "Accept"
        assert word("accepted", "event") == "Accepted"
        assert word("acceptance", "phase") == "Acceptance"


def test_in_chinese_nothing_is_rewritten() -> None:
    assert citations.article("第二十条") == "第二十条"
    assert dates.holiday("国庆节、中秋节") == "国庆节、中秋节"

"""Telling once at a desk: found in words, given with one press, printed, listed, and kept to the own site."""

import io
import re
from html import unescape

import pypdf
import pytest
from django.test import Client
from tests.faces.workbench.conftest import Desk
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.commands import save_answer, save_person, start_draft
from tongban.cases.requests import PersonInput
from tongban.catalogue import telling
from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.queries import current
from tongban.papers.sheets import rendering
from tongban.site.scenario import citizen_number, staff

HERE = "/work/telling/items/SB-001/"


def give(client: Client, **values: str) -> str:
    form = fields(client.get(HERE), "tell")
    answer = client.post(HERE, form | values)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def test_an_item_is_found_by_what_the_person_says(desk: Desk) -> None:
    page = desk("clerk").get("/work/telling/", {"q": "养老保险"}).content.decode()
    assert HERE in page


def test_one_press_gives_numbers_and_opens_the_paper(desk: Desk) -> None:
    clerk = desk("clerk")
    told = give(clerk, told_to="马秀莲", channel="window")
    page = clerk.get(told).content.decode()
    given = NoticeGiven.objects.get()
    seen = telling.notice_given(staff("clerk"), given.id)
    assert seen.number in page
    assert f"/work/telling/{given.id}/paper/" in page
    assert f"/told/{seen.verify_code}/" in page
    paper = clerk.get(f"/work/telling/{given.id}/paper/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    reader = pypdf.PdfReader(io.BytesIO(paper.content))
    assert "马秀莲" in re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_the_page_shows_what_the_situation_needs_before_it_is_told(desk: Desk) -> None:
    clerk = desk("clerk")
    online = unescape(clerk.get(HERE, {"channel": "portal"}).content.decode())
    window = unescape(clerk.get(HERE, {"channel": "window"}).content.decode())

    only_in_person = next(m for m in current("SB-001").definition.materials if m.code == "enrolment_form")
    assert f'<span class="row-name">{only_in_person.name.zh}' in window
    assert f'<span class="row-name">{only_in_person.name.zh}' not in online


def test_the_same_form_sent_twice_is_one_notice(desk: Desk) -> None:
    clerk = desk("clerk")
    form = fields(clerk.get(HERE), "tell")
    assert clerk.post(HERE, form).url == clerk.post(HERE, form).url
    assert NoticeGiven.objects.count() == 1


def test_a_form_with_a_fault_comes_back_with_what_was_typed(desk: Desk) -> None:
    clerk = desk("clerk")
    form = fields(clerk.get(HERE), "tell")
    answer = clerk.post(HERE, form | {"how": "pigeon", "told_to": "马秀莲"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "马秀莲" in page
    assert "请选一种告知方式" in page
    assert not NoticeGiven.objects.exists()


def test_today_s_notices_are_listed_for_the_own_site_only(desk: Desk) -> None:
    told = give(desk("clerk"), told_to="马秀莲")
    assert "马秀莲" in desk("reviewer").get("/work/telling/").content.decode()
    elsewhere = desk("assister")
    assert "马秀莲" not in elsewhere.get("/work/telling/").content.decode()
    assert elsewhere.get(told).status_code == 404
    assert elsewhere.get(f"{told}paper/").status_code == 404


def test_nobody_outside_reaches_the_desk(client: Client) -> None:
    for path in ("/work/telling/", HERE):
        assert client.get(path).url.startswith("/work/sign-in/")


class TestThePageThatStays:
    def test_whoever_holds_the_code_reads_the_same_without_the_name(self, desk: Desk, client: Client) -> None:
        give(desk("clerk"), told_to="马秀莲", channel="window")
        seen = telling.notices_of_today(staff("clerk"))[0]
        answer = client.get(f"/told/{seen.verify_code}/")
        page = unescape(answer.content.decode())
        assert answer.status_code == 200
        assert seen.number in page
        assert "参保登记" in page
        assert "马秀莲" not in page

    def test_the_page_of_verification_leads_to_it(self, desk: Desk, client: Client) -> None:
        give(desk("clerk"))
        code = telling.notices_of_today(staff("clerk"))[0].verify_code
        assert f"/told/{code}/" in client.get(f"/v/{code}/").content.decode()

    def test_a_code_of_nothing_is_not_found(self, client: Client) -> None:
        assert client.get("/told/2222222222222222/").status_code == 404


class TestTheApplicationToSign:
    @pytest.fixture
    def token(self) -> str:
        token = start_draft(staff("clerk"), "SB-001", "window")
        save_person(token, "applicant", PersonInput("马秀莲", citizen_number(7), ""))
        save_answer(token, "address", "许旺村三组12号")
        return token

    def test_it_is_printed_with_what_was_said_and_kept_nowhere(self, desk: Desk, token: str) -> None:
        before = rendering.kept_sheets.size
        answer = desk("clerk").get(f"/work/intake/{token}/forms/enrolment_form.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        reader = pypdf.PdfReader(io.BytesIO(answer.content))
        shown = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
        assert "马秀莲" in shown
        assert citizen_number(7) in shown
        assert "许旺村三组12号" in shown
        assert rendering.kept_sheets.size == before

    def test_it_is_the_writer_s_own(self, desk: Desk, token: str) -> None:
        assert desk("reviewer").get(f"/work/intake/{token}/forms/enrolment_form.pdf").status_code == 404

    def test_a_material_that_is_no_form_has_none(self, desk: Desk, token: str) -> None:
        assert desk("clerk").get(f"/work/intake/{token}/forms/identity_card.pdf").status_code == 404

    def test_the_intake_page_offers_it(self, desk: Desk, token: str) -> None:
        page = desk("clerk").get(f"/work/intake/{token}/").content.decode()
        assert f"/work/intake/{token}/forms/enrolment_form.pdf" in page

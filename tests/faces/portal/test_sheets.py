"""Sheets to print at home: every kind, both languages, the own situation; a situation nobody offered is refused."""

import io
import re

import pypdf
import pytest
from django.test import Client

from tongban.catalogue.queries import current
from tongban.site import demo

pytestmark = pytest.mark.django_db

KINDS = ("notice", "wall", "booklet", "form-enrolment_form", "sample-enrolment_form")


@pytest.fixture(autouse=True)
def county() -> None:
    demo.load(items=["SB-001"])


def text(content: bytes) -> str:
    return "".join(
        re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_there_for_anybody(client: Client, kind: str) -> None:
    answer = client.get(f"/items/SB-001/sheets/{kind}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "inline" in answer["Content-Disposition"]
    shown = text(answer.content)
    assert "演示数据" in shown
    assert f"第{current('SB-001').number}版" in shown
    assert "胜利乡" in shown


def test_a_reader_of_english_gets_english_and_a_form_stays_chinese(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/"})
    assert "Whattobring" in text(client.get("/items/SB-001/sheets/notice.pdf").content)
    form = text(client.get("/items/SB-001/sheets/form-enrolment_form.pdf").content)
    assert "申请人姓名" in form
    assert "Applicant" in form


def test_the_notice_is_of_the_own_situation(client: Client) -> None:
    item = current("SB-001").definition
    paper_only = next(m.name.zh for m in item.materials if m.code == "enrolment_form")
    online = text(client.get("/items/SB-001/sheets/notice.pdf", {"channel": "portal"}).content)
    window = text(client.get("/items/SB-001/sheets/notice.pdf", {"channel": "window"}).content)
    assert paper_only not in online
    assert paper_only in window


@pytest.mark.parametrize(
    "query",
    ["s_no_such=yes", "s_%00=1", "channel=pigeon", "channel=%27%20OR%201", "s_" + "x" * 3000 + "=1"],
)
def test_a_situation_that_the_item_does_not_know_is_refused_with_a_sentence(
    client: Client, query: str
) -> None:
    answer = client.get(f"/items/SB-001/sheets/notice.pdf?{query}")
    assert answer.status_code == 422
    assert "有几处需要修改" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/items/XX-999/sheets/notice.pdf",
        "/items/SB-001/sheets/poster.pdf",
        "/items/SB-001/sheets/form-identity_card.pdf",
        "/items/SB-001/sheets/sample-.pdf",
        "/items/SB-001/sheets/%00.pdf",
        "/positions/mayor/booklet.pdf",
        "/positions/rural_economy/booklet.pdf",  # no item of it was loaded
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_position_s_booklet_holds_its_items(client: Client) -> None:
    shown = text(client.get("/positions/social_security/booklet.pdf").content)
    assert "社会保障岗" in shown or "办事指南" in shown
    assert current("SB-001").definition.name.zh in shown


def test_who_has_it_already_is_told_so(client: Client) -> None:
    first = client.get("/items/SB-001/sheets/wall.pdf")
    again = client.get("/items/SB-001/sheets/wall.pdf", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Cookie" in first["Vary"]


def test_nothing_is_written_by_asking(client: Client) -> None:
    assert client.post("/items/SB-001/sheets/notice.pdf").status_code in (403, 405)

"""Rosters, what could not be done, and yearly looks as pages: by HTTP, from the file to the receipt, and in English."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.cases.roster_lists import HEAD, ITEM, household, pasted
from tests.cases.test_yearly_reviews import FINDING
from tests.faces.english_pages import Reader

from tongban.cases.models import Case, OddMatter, Roster, StandingReview
from tongban.cases.rosters.accepting import accept_rows
from tongban.cases.rosters.filing import file_rows
from tongban.cases.standing.sweeping import put_on_the_list
from tongban.catalogue.queries import current
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import frozen
from tongban.papers.commands import render_waiting
from tongban.site import demo
from tongban.site.scenario import Scenario

Desk = Callable[[str], Client]
NEW = f"/work/rosters/items/{ITEM}/"
WHOLE = {
    "name": "许旺村医保",
    "brought_by": "each",
    "consent": "yes",
    "materials.identity_card": "paper_copy",
}
WORDS = "三个窗口都说不归他们管"
ANSWER = "已经和三个窗口说好，由社保窗口收"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=[ITEM, "SB-001"])


def once() -> dict[str, str]:
    return {"idempotency_key": uuid4().hex}


def english(desk: Desk, username: str, *data: str) -> Reader:
    names = {household(serial)["姓名"] for serial in range(1, 6)}
    item = current(ITEM).definition
    titles = {question.label.zh for question in item.questions}
    return Reader(*names, *titles, *HEAD, *WHOLE.values(), *data, client=desk(username))


def test_a_list_goes_from_the_template_to_its_receipt(desk: Desk) -> None:
    clerk = desk("clerk")
    template = clerk.get(f"{NEW}template.xlsx")
    book = load_workbook(io.BytesIO(template.content))
    page = book["名册"]
    rows = [household(1), household(2), household(3, 身份证号="640121")]
    titles = [str(cell.value).removesuffix("（可不填）") for cell in page[1]]
    for number, row in enumerate(rows, start=4):
        for place, title in enumerate(titles, start=1):
            page.cell(number, place, row.get(title) or None)
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("list.xlsx", filled.getvalue())
    brought = clerk.post(NEW, {**WHOLE, **once(), "way": "file", "file": file})
    assert brought.status_code == 302, brought.content.decode()
    address = brought["Location"]
    shown = clerk.get(address).content.decode()
    assert "身份证号：身份证号码应当是 18 位" in shown and household(3)["姓名"] not in shown
    assert clerk.post(f"{address}acts/start/", once()).status_code == 302
    assert "hx-get" in clerk.get(address, headers={"HX-Request": "true"}).content.decode()
    file_rows(Roster.objects.get().id)
    assert "收完了" in clerk.get(address).content.decode()
    assert Case.objects.filter(channel="window").count() == 2
    unsure = clerk.post(f"{address}acts/accept/", once())
    assert unsure.status_code == 422 and "请先确认每一户的材料都看过" in unsure.content.decode()
    assert clerk.post(f"{address}acts/accept/", {**once(), "looked": "yes"}).status_code == 302
    assert "正在一起受理，还等着 2 件" in clerk.get(address).content.decode()
    accept_rows(Roster.objects.get().id)
    apart = clerk.get(f"{address}?show=filed").content.decode()  # the forms were not handed in with the list
    assert "有 2 件没有受理" in apart and apart.count("没有受理：") >= 2
    assert clerk.get(f"{address}receipt/").status_code == 202
    render_waiting(datetime.now(UTC) + timedelta(days=1))
    assert clerk.get(f"{address}receipt/").content.startswith(b"%PDF-")
    looks = AccessEntry.objects.filter(kind="export").count()
    failures = load_workbook(io.BytesIO(clerk.post(f"{address}failures.xlsx").content))["名册"]
    assert [cell.value for cell in failures[3]][1] == "640121"
    assert AccessEntry.objects.filter(kind="export").count() == looks + 1
    assert clerk.post(f"{address}acts/start/", once()).status_code == 400
    for other in ("clerk-mz", "assister"):
        assert desk(other).get(address).status_code == 404
    assert desk("reviewer").get("/work/rosters/").status_code == 403


def test_what_was_typed_wrong_is_told_together_and_nothing_is_lost(desk: Desk) -> None:
    clerk = desk("clerk")
    typed = {"name": "", "way": "typed", "rows": "5", "typed.0.applicant.name": "马一兰"}
    answer = clerk.post(NEW, {**typed, "more": "yes"})
    assert answer.status_code == 200 and 'name="typed.9.applicant.name"' in answer.content.decode()
    answer = clerk.post(NEW, {**typed, **once()})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "马一兰" in told and told.count("field-fault") >= 3


def test_the_pages_of_rosters_are_in_english(desk: Desk) -> None:
    clerk = english(desk, "clerk")
    clerk.get("/work/rosters/")
    clerk.get(NEW)
    clerk.post(NEW, {"way": "pasted"}, 422)
    rows = [household(1), household(2, 身份证号="64", 现在住在哪里=""), household(3, 给谁参保="?")]
    rows += [household(1), household(4, 一起参保的家里人="丁 640121201903055035 子"), household(5, 姓名="=1")]
    address = clerk.post(NEW, {**WHOLE, **once(), "way": "pasted", "pasted": pasted(rows)}).url
    for page in ("", "?show=sound"):
        clerk.get(address + page)
    clerk.post(f"{address}acts/start/", once())
    clerk.get(address)
    clerk.post(f"{address}acts/stop/", once())
    clerk.get(address)
    clerk.post(f"{address}acts/end/", once())
    clerk.get(f"{address}?show=left_out")
    clerk.post(f"{address}acts/end/", once(), 400)
    clerk.post(f"{address}acts/accept/", once(), 400, 422)
    clerk.get("/work/rosters/")
    assert {"work:rosters", "work:roster_new", "work:roster"} <= clerk.opened


def test_what_could_not_be_done_goes_from_the_phone_to_the_head_to_the_answer(desk: Desk) -> None:
    phone = Reader(WORDS, ANSWER, "马又兰", "派出所")
    phone.get("/odd/")
    phone.post("/odd/", {"key": "a"}, 422)
    centre = str(OddMatter._meta.get_field("site").related_model.objects.get(code="SL").id)
    told = {"name": "马又兰", "words": WORDS, "phone": "19900000099", "site": centre, "key": "b"}
    phone.post("/odd/", told)
    phone.get("/odd/told/")
    number = OddMatter.objects.get().number
    asked = {"number": number, "by": "phone", "phone": "19900000099"}
    phone.post("/odd/find/", {**asked, "phone": "19900000098"}, 422)
    phone.post("/odd/find/", asked, 200)
    head = english(desk, "approver", WORDS, ANSWER, "派出所")
    head.get("/work/odd/")
    address = f"/work/odd/{number}/"
    head.get(address)
    head.post(address, {"act": "answer", **once()}, 422)
    head.post(address, {"act": "pass", **once()}, 422)
    head.post(f"{address}reveal/", {"reason": ""}, 422)
    head.data |= {"马又兰"}
    head.post(f"{address}reveal/", {"reason": "calling back to ask which month"}, 200)
    head.data -= {"马又兰"}
    head.post(address, {"act": "answer", "result": "referred", "words": ANSWER, "where": "派出所", **once()})
    head.get(address)
    head.get("/work/odd/?show=answered")
    phone.post("/odd/find/", asked, 200)
    clerk = english(desk, "clerk", WORDS)
    clerk.get("/work/odd/new/")
    clerk.post("/work/odd/new/", once(), 422)
    slip = clerk.post("/work/odd/new/", {"name": "马又兰", "words": WORDS, **once()}).url
    clerk.get(slip)
    assert desk("clerk-mz").get(slip).status_code == 404


def test_a_yearly_look_is_written_down_and_the_head_is_led_to_ending_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with frozen(datetime(2026, 11, 10, 2, tzinfo=UTC)):
        number = Scenario(serial=5).decided().number
    version = Case.objects.get(number=number).item_version_id
    monkeypatch.setattr("tongban.cases.standing.sweeping.versions_with_effect", lambda code: (version,))
    monkeypatch.setattr("tongban.cases.standing.sweeping.review_days", lambda item: 30)
    with frozen(datetime(2027, 11, 12, 2, tzinfo=UTC)):
        put_on_the_list(datetime(2027, 11, 12, 2, tzinfo=UTC))
        reviewer = english(desk, "reviewer", FINDING)
        reviewer.get("/work/yearly/")
        address = f"/work/yearly/{number}/2027/"
        reviewer.get(address)
        reviewer.post(address, {"finding": "", **once()}, 422)
        reviewer.post(address, {"result": "died", "finding": FINDING, **once()})
        reviewer.get(address)
        put_right = {
            "corrects": str(StandingReview.objects.get().id),
            "result": "stopped",
            "finding": FINDING,
        }
        reviewer.post(address, {**put_right, "why": "", **once()}, 422)
        reviewer.post(address, {**put_right, "why": FINDING, **once()})
        reviewer.get(address)
        reviewer.post(address, {**put_right, "why": FINDING, **once()}, 400)
        head = english(desk, "approver", FINDING)
        shown = head.get("/work/yearly/?show=stopped").content.decode()
        assert f"/work/cases/{number}/acts/revoke/" in shown
        head.get(address)
        clerk = english(desk, "clerk", FINDING)
        clerk.get(address)
    assert desk("assister").get("/work/yearly/").status_code == 403

"""Corrections on the pages of both sides: the desk tells everything at once, the villager brings it from the phone."""

import io
import re

import pytest
from django.http import QueryDict
from django.test import Client
from PIL import Image
from tests.faces.english_pages import Reader
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.queries import case_for
from tongban.faces.workbench.acts_corrections import ACTS
from tongban.kernel.queries import demo_messages
from tongban.site.scenario import Scenario, staff

CODES = ("identity_card", "household_register")


def act_page(case: Scenario, name: str) -> str:
    return f"/work/cases/{case.number}/acts/{name}/"


def photo(name: str = "card.jpg") -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "#7799bb").save(content, "JPEG")
    content.seek(0)
    content.name = name
    return content


@pytest.fixture
def case() -> Scenario:
    matter = Scenario(channel="portal", serial=5)
    matter.submitted()
    return matter


@pytest.fixture
def villager(case: Scenario) -> Client:
    """Signed in with the phone of the application."""
    client = Client()
    phone = case.applicant.phone
    client.post("/sign-in/", {"phone": phone})
    code = next(found for _, text in demo_messages(phone) if (found := re.search(r"验证码是(\d{6})", text)))
    assert client.post("/sign-in/code/", {"code": code.group(1)}).status_code == 302
    return client


def test_a_correction_walks_through_the_pages_of_both_sides(desk, case: Scenario, villager: Client) -> None:
    clerk = desk("clerk")
    form = fields(clerk.get(act_page(case, "accept")), "act-form")
    judged = clerk.post(
        act_page(case, "judge_materials"),
        form
        | {
            "verdict.identity_card": "faulty",
            "point.identity_card": "1",
            "verdict.household_register": "ok",
            "next": "request_corrections",
        },
    )
    assert judged.url == act_page(case, "request_corrections")
    page = clerk.get(judged.url)
    assert "没有达到要求：在有效期内" in page.content.decode()
    form = fields(page, "act-form")
    assert form["bring_by"], "a day is proposed"
    sent = clerk.post(judged.url, form | {"wrong.address": "门牌号和户口簿上的不一样，请照户口簿写"})
    assert sent.status_code == 302
    assert case.number in clerk.get("/work/?group=waiting").content.decode()

    assert f"/track/{case.number}/correct/" in villager.get("/my/").content.decode()
    shown = villager.get(f"/track/{case.number}/").content.decode()
    assert "还差 2 样" in shown and "没有达到要求：在有效期内" in shown and "现在补交" in shown
    asked = case_for(staff("clerk"), case.number).correction
    assert asked is not None and asked.served_by == "electronic_read"

    address = f"/track/{case.number}/correct/"
    kept = villager.post(address, {"file.identity_card": photo(), "keep": "yes"})
    assert "card.jpg" in kept.content.decode()
    empty = villager.post(address, {**_hidden(kept), "send": "yes"})
    assert empty.status_code == 422 and "card.jpg" in empty.content.decode(), "what was chosen is not lost"
    done = villager.post(address, {**_hidden(empty), "send": "yes", "answer.address": "许旺村三组21号"})
    assert done.status_code == 302 and done.url == f"/track/{case.number}/"
    view = case_for(staff("clerk"), case.number)
    assert view.status == "submitted" and view.materials[0].upload_id is not None

    page = clerk.get(act_page(case, "accept")).content.decode()
    assert "上次已看过" in page and 'name="verdict.household_register"' not in page
    form = fields(clerk.get(act_page(case, "accept")), "act-form")
    assert clerk.post(act_page(case, "accept"), form | {"verdict.identity_card": "ok"}).status_code == 302
    assert case_for(staff("clerk"), case.number).status == "in_review"


def _hidden(answer) -> dict[str, str]:
    page = answer.content.decode()
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("key", "version")}


def test_a_breach_says_so_before_it_is_sent(desk) -> None:
    case = Scenario()
    case.submitted()
    case.told_what_is_missing(handed_over=True)
    case.corrected()
    case.judged()
    page = desk("clerk").get(act_page(case, "request_corrections")).content.decode()
    assert "这会记为一次性告知不到位" in page
    day = {"bring_by": re.findall(r'name="bring_by" value="([^"]+)"', page)[0]}
    wrong = {"wrong.address": "门牌号和户口簿上的不一样，请照户口簿写"}
    answer = desk("clerk").post(act_page(case, "request_corrections"), fields_of(page) | wrong | day)
    assert "请选是哪一种情况" in answer.content.decode()


def fields_of(page: str) -> dict[str, str]:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return {name: value for name, value in hidden.items() if name in ("expected_version", "idempotency_key")}


def test_the_counter_and_the_village_point_take_what_is_brought(desk) -> None:
    case = Scenario(channel="village_point", serial=8)
    case.submitted()
    case.told_what_is_missing()
    assister = desk("assister")
    served = assister.post(
        act_page(case, "serve_notice"),
        fields(assister.get(act_page(case, "serve_notice")), "act-form")
        | {"mode": "assister", "receiver_name": "本人", "relation": "self"},
    )
    assert served.status_code == 302
    form = fields(assister.get(act_page(case, "correct")), "act-form")
    refused = assister.post(act_page(case, "correct"), form)
    assert refused.status_code == 422 and "一样也没有补" in refused.content.decode()
    taken = assister.post(
        act_page(case, "correct"), form | {"materials.identity_card.form": "paper_original"}
    )
    assert taken.status_code == 302
    assert case_for(staff("clerk"), case.number).status == "submitted"


def test_a_list_of_people_is_read_from_its_rows() -> None:
    posted = QueryDict(mutable=True)
    rows = {"name": ["马兰", "马强", ""], "number": ["1", "2", ""], "relation": ["本人", "儿子", ""]}
    for part, values in rows.items():
        posted.setlist(f"answers.household.{part}", values)
    posted["why.answers.household"], posted["why.answers.address"] = "没有带", "没有带"
    read = ACTS["correct"].read(posted)
    assert read["answers"] == {"household": "马兰|1|本人\n马强|2|儿子"}
    assert read["not_brought"] == {"answers.address": "没有带"}


def test_a_refusal_asks_its_ground_first_and_closes_those_that_do_not_bear_it(desk) -> None:
    case = Scenario()
    case.submitted()
    clerk = desk("clerk")
    page = clerk.get(act_page(case, "decline")).content.decode()
    assert "还没有一次告知过" in page
    form = fields(clerk.get(act_page(case, "decline")), "act-form")
    answer = clerk.post(
        act_page(case, "decline"),
        form | {"reason": "户口不在本县，应当由户籍地受理", "basis": "《中华人民共和国社会保险法》第三条"},
    )
    assert answer.status_code == 422
    form |= {
        "reason": "户口不在本县，应当由户籍地受理",
        "basis": "《中华人民共和国社会保险法》第三条",
        "ground": "not_our_power",
    }
    assert clerk.post(act_page(case, "decline"), form).status_code == 422, "the right body is named"
    assert clerk.post(act_page(case, "decline"), form | {"right_body": "贺兰县人社局"}).status_code == 302


@pytest.mark.usefixtures("chinese_outside_requests")
def test_the_desk_reads_corrections_in_english(desk, case: Scenario) -> None:
    words = (
        "身份证2026年10月1日已经过期了",
        "户口簿在换新的，下周才能拿到",
        "门牌号和户口簿上的不一样，请照户口簿写",
    )
    reader = Reader(*words, case.applicant.name, client=desk("clerk"))
    at = f"/work/cases/{case.number}"
    case.judged(identity_card=words[0])
    for act in ("accept", "request_corrections", "decline", "correct_on_the_spot"):
        reader.get(f"{at}/acts/{act}/")
    version = case_for(staff("clerk"), case.number).version
    sent = {"expected_version": str(version), "idempotency_key": "a", "verdict.identity_card": "faulty"}
    reader.post(f"{at}/acts/judge_materials/", sent | {"reason.identity_card": "x"}, 422)
    case.told_what_is_missing(identity_card=words[0], answers={"address": words[2]})
    for page in ("", "acts/correct/", "acts/serve_notice/"):
        reader.get(f"{at}/{page}")
    case.corrected(address="许旺村三组21号")
    for page in ("", "acts/accept/", "acts/request_corrections/", "acts/decline/"):
        reader.get(f"{at}/{page}")
    reader.get("/work/?group=waiting")

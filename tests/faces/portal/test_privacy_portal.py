"""My data on the portal: rights read by anybody, data by whoever signed in, and nobody else's request."""

import json
import re

import pytest
from django.test import Client

from tongban.cases.models import PrivacyRequest
from tongban.kernel.queries import demo_messages
from tongban.site.scenario import Scenario


def signed_in(phone: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"phone": phone})
    found = (re.search(r"\d{6}", text) for _, text in demo_messages(phone) if "验证码" in text)
    code = next(match.group() for match in found if match)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    return client


@pytest.fixture
def matter() -> Scenario:
    matter = Scenario(channel="portal", serial=4711)
    matter.submitted()
    return matter


def ask(client: Client, kind: str, **wish: str) -> str:
    answer = client.post(f"/my/data/ask/{kind}/", {"key": f"{kind}{len(wish)}", **wish})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_the_rights_are_read_without_signing_in() -> None:
    client = Client()
    page = client.get("/my/data/")
    text = page.content.decode()
    assert page.status_code == 200 and "您的权利" in text and "15 个工作日" in text
    assert "sessionid" not in client.cookies
    for path in ("copy/", "ask/copy/", "ask/correction/", "ask/erasure/"):
        assert client.get(f"/my/data/{path}")["Location"].startswith("/sign-in/")


def test_what_is_kept_is_told_with_its_reason(matter: Scenario) -> None:
    text = signed_in(matter.applicant.phone).get("/my/data/").content.decode()
    assert matter.number in text and "还没办完" in text


def test_a_phone_code_gets_a_masked_copy_that_says_so(matter: Scenario) -> None:
    client = signed_in(matter.applicant.phone)
    text = client.get("/my/data/copy/").content.decode()
    assert "这一份有遮盖" in text and matter.number in text
    person = matter.applicant
    assert person.name not in text and person.number not in text and "许旺村三组12号" not in text
    file = client.get("/my/data/copy/?as=json")
    assert file["Content-Disposition"].startswith("attachment")
    told = json.loads(file.content)
    assert told["full"] is False and told["cases"][0]["number"] == matter.number
    assert person.number not in file.content.decode()


def test_a_correction_keeps_what_was_typed_and_says_what_is_missing(matter: Scenario) -> None:
    client = signed_in(matter.applicant.phone)
    sent = {"key": "k", "field": "applicant.phone", "right": "123", "words": "换号了"}
    answer = client.post("/my/data/ask/correction/", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "换号了" in text and 'value="123"' in text and "field-fault" in text
    assert client.get("/my/data/ask/unknown/").status_code == 404


def test_a_request_is_followed_and_withdrawn_by_whoever_asked_alone(matter: Scenario) -> None:
    mine, other = signed_in(matter.applicant.phone), signed_in("19912340001")
    status = ask(mine, "erasure", scope=matter.number, words="不想留着")
    shown = mine.get(status).content.decode()
    assert "还差一步：核对身份" in shown and matter.number in shown
    foreign = other.get(status).content.decode()
    assert "查询码" in foreign and matter.number not in foreign
    assert other.post(f"{status}withdraw/", {"key": "x"}).status_code == 404
    assert Client().post(f"{status}withdraw/", {"key": "x"}).status_code == 302
    assert PrivacyRequest.objects.get().state == "open"
    assert mine.post(f"{status}withdraw/", {"key": "x"}).status_code == 302
    assert "您撤回了这份申请" in mine.get(status).content.decode()


def test_the_proof_is_public_and_tells_no_one(matter: Scenario) -> None:
    status = ask(signed_in(matter.applicant.phone), "erasure", words="不想留着")
    number = status.rstrip("/").rsplit("/", 1)[-1]
    text = Client().get(f"/proof/data/{number}/").content.decode()
    assert "提出个人信息申请" in text and "打不开了" not in text
    for secret in (matter.number, matter.applicant.name, matter.applicant.phone, "不想留着"):
        assert secret not in text
    assert Client().get("/proof/data/YS261123AAAAAA/").status_code == 404

"""The privacy desk and its counter in the browser: who gets in, what is shown, what is kept when it is wrong."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tongban.cases.models import LegalHold, PrivacyRequest
from tongban.cases.query_code import query_code
from tongban.site.scenario import Scenario

Desk = Callable[[str], Client]


@pytest.fixture
def matter() -> Scenario:
    matter = Scenario(serial=4711)
    matter.submitted()
    return matter


def taken(clerk: Client, matter: Scenario, kind: str = "erasure", **more: str) -> str:
    """A request at the counter; its number."""
    person = matter.applicant
    sent = {
        "idempotency_key": f"{kind}{len(more)}",
        "kind": kind,
        "person.name": person.name,
        "person.number": person.number,
        "person.card_seen": "yes",
        "person.document": "id_card",
        "person.how": "compared",
        **more,
    }
    answer = clerk.post("/work/privacy/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].split("/")[4])


def test_the_counter_takes_a_request_and_prints_its_slip(desk: Desk, matter: Scenario) -> None:
    clerk = desk("clerk")
    number = taken(clerk, matter)
    slip = clerk.get(f"/work/privacy/requests/{number}/receipt/").content.decode()
    code = query_code(number)
    assert code[:4] in slip and matter.applicant.name in slip
    assert matter.applicant.number not in slip
    assert number in clerk.get("/work/privacy/").content.decode()


def test_somebody_without_a_phone_follows_it_with_the_code_on_the_slip(desk: Desk, matter: Scenario) -> None:
    number = taken(desk("clerk"), matter)
    anybody = Client()
    page = f"/my/data/{number}/"
    assert "查询码" in anybody.get(page).content.decode()
    assert anybody.post(page, {"query_code": "AAAAAAAA"}).status_code == 422
    assert anybody.post(page, {"query_code": ""}).status_code == 422
    assert anybody.post(page, {"query_code": query_code(number).lower()}).status_code == 302
    shown = anybody.get(page).content.decode()
    assert "已经收到" in shown and matter.applicant.name not in shown
    assert anybody.get("/my/data/YS261123AAAAAA/").status_code == 200  # asks for the code, tells nothing
    unknown = {"query_code": query_code("YS261123AAAAAA")}
    # a number that is nobody's is answered like a wrong code: nobody learns which there are
    assert anybody.post("/my/data/YS261123AAAAAA/", unknown).status_code == 422


@pytest.mark.parametrize("username", ["reviewer", "approver", "sysadmin", "auditor", "editor"])
def test_nobody_else_gets_in(desk: Desk, matter: Scenario, username: str) -> None:
    number = taken(desk("clerk"), matter)
    other = desk(username)
    shut = ["", "new/", "identity/", f"requests/{number}/", f"requests/{number}/receipt/"]
    shut += [] if username == "auditor" else ["holds/"]  # the auditor reads what is held, without the reasons
    for path in shut:
        assert other.get(f"/work/privacy/{path}").status_code in (403, 404), path
    for act in ("release", "correct", "propose", "decline", "withdraw"):
        answer = other.post(f"/work/privacy/requests/{number}/{act}/", {"idempotency_key": act})
        assert answer.status_code in (403, 404), act
    assert PrivacyRequest.objects.get(number=number).state == "open"


def test_a_counter_does_not_answer_and_the_desk_does_not_take(desk: Desk, matter: Scenario) -> None:
    number = taken(desk("clerk"), matter)
    clerk, security = desk("clerk"), desk("secadmin")
    sent = {"idempotency_key": "x", "answer": "登记的就是对的，不用改。", "basis": "第四十六条"}
    assert clerk.post(f"/work/privacy/requests/{number}/decline/", sent).status_code == 403
    assert clerk.get("/work/privacy/holds/").status_code == 403
    assert security.get("/work/privacy/new/").status_code == 403
    assert security.get(f"/work/privacy/requests/{number}/receipt/").status_code == 403
    assert security.post(f"/work/privacy/requests/{number}/copy/").status_code == 403


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(desk: Desk, matter: Scenario) -> None:
    clerk = desk("clerk")
    sent = {"idempotency_key": "x", "person.name": "马秀兰", "person.number": "1", "words": "不想留着"}
    answer = clerk.post("/work/privacy/new/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "马秀兰" in text and "不想留着" in text
    assert "应当是 18 位" in text and "请先核对身份证原件" in text
    assert PrivacyRequest.objects.count() == 0


def test_the_desk_sees_the_derivation_and_why_nothing_can_go_yet(desk: Desk, matter: Scenario) -> None:
    number = taken(desk("clerk"), matter)
    security = desk("secadmin")
    page = security.get(f"/work/privacy/requests/{number}/").content.decode()
    assert matter.number in page and "这一件还没有办完" in page and "要留着" in page
    assert "提请清除" not in page
    assert matter.applicant.name not in page and matter.applicant.number not in page
    answer = security.post(f"/work/privacy/requests/{number}/propose/", {"idempotency_key": "x"})
    assert answer.status_code == 409 and "现在没有可以清除的" in answer.content.decode()
    refused = security.post(
        f"/work/privacy/requests/{number}/decline/", {"idempotency_key": "y", "answer": "不行"}
    )
    assert refused.status_code == 422 and "不行" in refused.content.decode()


def test_a_released_copy_is_opened_by_the_counter_alone(desk: Desk, matter: Scenario) -> None:
    clerk = desk("clerk")
    number = taken(clerk, matter, "copy")
    security = desk("secadmin")
    assert (
        security.post(f"/work/privacy/requests/{number}/release/", {"idempotency_key": "r"}).status_code
        == 302
    )
    assert "打开副本" in clerk.get(f"/work/privacy/requests/{number}/").content.decode()
    whole = clerk.post(f"/work/privacy/requests/{number}/copy/").content.decode()
    assert matter.applicant.number in whole
    assert matter.applicant.number not in security.get(f"/work/privacy/requests/{number}/").content.decode()


def test_a_hold_is_placed_seen_on_the_case_and_lifted_by_two(desk: Desk, matter: Scenario) -> None:
    security, clerk = desk("secadmin"), desk("clerk")
    wrong = security.post("/work/privacy/holds/", {"idempotency_key": "a", "number": "SLX1", "reason": "短"})
    assert wrong.status_code == 422
    missing = {"idempotency_key": "b", "number": "SLX1", "reason": "法院要求保全本案的全部材料"}
    assert security.post("/work/privacy/holds/", missing).status_code == 422
    placed = {**missing, "idempotency_key": "c", "number": matter.number}
    assert security.post("/work/privacy/holds/", placed).status_code == 302
    assert "依法保全中" in clerk.get(f"/work/cases/{matter.number}/").content.decode()
    hold = LegalHold.objects.get()
    lift = f"/work/privacy/holds/{hold.id}/lift/"
    assert security.post(lift, {"idempotency_key": "d", "lifting_reason": ""}).status_code == 422
    proposed = {"idempotency_key": "e", "lifting_reason": "诉讼已经结束，判决生效"}
    assert security.post(lift, proposed).status_code == 302
    assert "等第二个人确认解除" in security.get("/work/privacy/holds/").content.decode()
    assert clerk.post(lift, proposed).status_code == 403


def test_the_desks_link_stands_in_the_line_of_those_who_have_it(desk: Desk) -> None:
    for username, has in (("clerk", True), ("secadmin", True), ("reviewer", False)):
        page = desk(username).get("/work/me/" if username == "secadmin" else "/work/").content.decode()
        assert bool(re.search(r'href="/work/privacy/"', page)) == has, username

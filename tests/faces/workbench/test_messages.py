"""The pages of messages by HTTP, and in English: the tray, the words, letters, what is told face to face."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.faces.english_pages import Reader

from tongban.cases import commands as cases
from tongban.cases.messages import queries
from tongban.cases.queries import case_for
from tongban.kernel.messages.checking import SAMPLES
from tongban.kernel.messages.editions import wordings
from tongban.kernel.messages.queries import filled
from tongban.kernel.models import Message
from tongban.site.scenario import Scenario, staff

Desk = Callable[[str], Client]
ZH = "您申请的“{item}”（{number}）不予受理，为什么、怎么办见：{url}"
EN = "Your application for “{item}” ({number}) is not accepted; why, and what you can do: {url}"
SHORT = "您的“{item}”（{number}）撤回了。"


@pytest.fixture
def by_hand(desk: Desk) -> list[Scenario]:
    """Two people without a phone: one to be told, one to be written to."""
    told = Scenario(serial=4, channel="village_point", phone=False)
    told.accepted()
    written = Scenario(serial=5, channel="village_point", phone=False)
    written.submitted()
    cases.confirm_address(
        staff("clerk"),
        written.number,
        expected_version=case_for(staff("clerk"), written.number).version,
        idempotency_key=uuid4().hex,
        address="许旺村3组12号",
        way="post",
        electronic=False,
    )
    written.accepted()
    return [told, written]


@pytest.fixture
def failed() -> Message:
    Scenario(serial=6).accepted()
    message = Message.objects.get(template="accepted", channel="sms")
    Message.objects.filter(id=message.id).update(state="failed", fault="refused", fault_told="HTTP 400")
    return message


def key() -> str:
    return uuid4().hex


def test_what_is_to_be_told_is_told_and_leaves_the_page(desk: Desk, by_hand: list[Scenario]) -> None:
    assister = desk("assister")
    page = assister.get("/work/to-tell/").content.decode()
    assert by_hand[0].applicant.name in page and by_hand[1].applicant.name not in page
    of = str(Message.objects.get(channel="in_person").id)
    form = {"act": "told", "of": of, "idempotency_key": key()}
    assert assister.post("/work/to-tell/", form).status_code == 422  # how?
    assert assister.post("/work/to-tell/", {**form, "act": "letter"}).status_code == 409  # no address
    assert assister.post("/work/to-tell/", {**form, "how": "called"}).status_code == 302
    assert "没有要当面告诉的事" in assister.get("/work/to-tell/").content.decode()
    assert assister.post("/work/to-tell/", {"act": "told", "of": "x"}).status_code == 404


def test_a_letter_is_printed_with_its_address_and_posted(desk: Desk, by_hand: list[Scenario]) -> None:
    clerk = desk("clerk")
    page = clerk.get("/work/letters/").content.decode()
    assert by_hand[1].applicant.name in page and "许旺村3组12号" not in page
    (letter,) = re.findall(r'name="letter" value="([^"]+)"', page)
    sheet = clerk.get(f"/work/letters/sheets/?letter={letter}").content.decode()
    assert "许旺村3组12号" in sheet and "已受理" in sheet
    form = {"act": "printed", "letter": letter, "idempotency_key": key()}
    assert clerk.post("/work/letters/", form).status_code == 302
    post = {"act": "post", "of": letter, "number": "x", "idempotency_key": key()}
    assert clerk.post("/work/letters/", post).status_code == 422
    assert clerk.post("/work/letters/", {**post, "number": "XA123456789"}).status_code == 302
    assert "XA123456789" in clerk.get("/work/letters/").content.decode()
    back = {"act": "returned", "of": letter, "reason": "查无此人", "idempotency_key": key()}
    assert clerk.post("/work/letters/", back).status_code == 302
    assert "退回来的" in clerk.get("/work/letters/").content.decode()
    assert desk("reviewer").get("/work/letters/").status_code == 403


def test_the_tray_masks_and_mends(desk: Desk, failed: Message) -> None:
    sysadmin, phone = desk("sysadmin"), Scenario(serial=6).applicant.phone
    page = sysadmin.get("/work/messages/").content.decode()
    assert "HTTP 400" in page and phone not in page and Scenario(serial=6).applicant.name not in page
    one = f"/work/messages/{failed.id}/"
    assert phone not in sysadmin.get(one).content.decode()
    look = {"act": "unmask", "look_reason": "本人说没有收到，核对号码", "idempotency_key": key()}
    assert phone in sysadmin.post(one, look).content.decode()
    give_up = {"act": "give_up", "reason": "", "idempotency_key": key()}
    assert sysadmin.post(one, give_up).status_code == 422
    assert sysadmin.post(one, {"act": "resend", "idempotency_key": key()}).status_code == 302
    assert sysadmin.get(one).status_code == 404  # it is not in the tray any more
    assert "没有没发成的消息" in sysadmin.get("/work/messages/").content.decode()
    assert desk("clerk").get("/work/messages/").status_code == 403


def test_words_are_looked_at_handed_in_and_approved(desk: Desk) -> None:
    editor, other = desk("editor"), desk("editor-2")
    page = "/work/messages/texts/declined/"
    wrong = {"act": "preview", "zh": "打13812345678", "en": EN, "idempotency_key": key()}
    answer = editor.post(page, wrong)
    assert answer.status_code == 422 and "长号码" in answer.content.decode()
    right = {"zh": ZH, "en": EN, "reason": "说得更明白", "seen": "0", "idempotency_key": key()}
    shown = editor.post(page, {**right, "act": "preview"})
    assert shown.status_code == 200 and "改了以后是这样" in shown.content.decode()
    assert editor.post(page, {**right, "act": "write"}).status_code == 302
    assert "等第二个人同意" in editor.get("/work/messages/texts/").content.decode()
    decision = {"act": "approve", "edition": "1", "idempotency_key": key()}
    assert editor.post(page, decision).status_code == 403
    assert other.post(page, decision).status_code == 302
    assert "正在用" in other.get(page).content.decode()
    assert desk("clerk").get(page).status_code == 403
    assert editor.get("/work/messages/texts/nothing/").status_code == 404


@pytest.mark.usefixtures("english")
def test_all_of_it_is_in_english(desk: Desk, by_hand: list[Scenario], failed: Message) -> None:
    names = [matter.applicant.name for matter in by_hand]
    clerk = Reader(*names, client=desk("clerk"))
    clerk.data |= {"许旺村3组12号"}
    told = (*queries.people_to_tell(staff("clerk")), *queries.letters(staff("clerk")).waiting)
    clerk.data |= {line.text for line in told}  # what people are told is in Chinese
    for page in ("letters/", "to-tell/"):  # the letter itself is in Chinese
        clerk.get(f"/work/{page}")
    for page in ("letters/", "to-tell/"):
        clerk.post(f"/work/{page}", {"act": "none", "idempotency_key": key()}, 422)
    operator = Reader(client=desk("sysadmin"))
    operator.get("/work/messages/")
    operator.get(f"/work/messages/{failed.id}/")
    operator.post(f"/work/messages/{failed.id}/", {"act": "give_up", "idempotency_key": key()}, 422)
    editor = Reader(client=desk("editor"))
    editor.data |= {one.template.zh for one in wordings()} | {filled(one.in_force).zh for one in wordings()}
    editor.data |= {ZH, "说得更明白", SHORT, *SAMPLES.values()}
    page = "/work/messages/texts/withdrawn/"
    editor.get("/work/messages/texts/")
    editor.get(page)
    wrong = {"act": "write", "zh": SHORT + "{oops}", "en": "", "seen": "0", "idempotency_key": key()}
    editor.data |= {wrong["zh"]}
    editor.post(page, wrong, 422)

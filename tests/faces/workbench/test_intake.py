"""Intake for a person at the desk: saved as one goes, nothing lost, a receipt at the end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.queries import case_for, draft
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import ANSWERS, PICTURE, person, staff


def start(client):
    address = client.post("/work/intake/", {"item": "SB-001"}).url
    return address, address.rstrip("/").rsplit("/", 1)[1]


def filled(serial=1, **more):
    applicant = person(serial)
    return {
        "applicant.name": applicant.name,
        "applicant.number": applicant.number,
        "applicant.phone": "",
        "representation.kind": "self",
        "consent": "yes",
        "do": "submit",
        **{f"answers.{code}": value for code, value in ANSWERS.items()},
        **{
            f"materials.{code}.form": "paper_original"
            for code in ("identity_card", "household_register", "enrolment_form")
        },
        **more,
    }


@pytest.mark.parametrize(("username", "channel"), [("clerk", "window"), ("assister", "village_point")])
def test_a_clerk_and_an_assister_take_an_application_in(desk, username, channel):
    client = desk(username)
    address, _token = start(client)
    form = fields(client.get(address), "intake")
    kind = "assister" if channel == "village_point" else "self"
    answer = client.post(address, form | filled(**{"representation.kind": kind}))
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    number = answer.url.split("/")[3]
    view = case_for(staff(username), number)
    assert (view.channel, view.representation) == (channel, kind)
    assert "下一位" in page and "收件凭证" in page and view.query_code[:4] in page


def test_a_part_that_changes_is_saved_at_once(desk):
    client = desk("clerk")
    address, token = start(client)
    client.post(
        f"{address}part/", {"applicant.name": "王小芳", "applicant.number": "", "applicant.phone": ""}
    )
    client.post(f"{address}part/", {"answers.address": "三组12号"})
    assert draft(token).applicant.name == "王小芳"
    assert draft(token).answers["address"] == "三组12号"
    assert "王小芳" in client.get(address).content.decode()


def test_a_fault_comes_back_to_its_field(desk):
    client = desk("clerk")
    address, _token = start(client)
    part = {"applicant.name": "王小芳", "applicant.number": "64012119", "applicant.phone": ""}
    answer = client.post(f"{address}part/", part).content.decode()
    assert 'id="fault-applicant.number" hx-swap-oob="true"' in answer and "身份证号码" in answer


def test_an_answer_that_opens_questions_sends_them(desk):
    client = desk("clerk")
    address, token = start(client)
    quiet = client.post(f"{address}part/", {"answers.address": "三组"}).content.decode()
    assert 'id="questions"' not in quiet
    conditional = next(question for question in draft(token).item.questions if question.show_if)
    controlling, value = conditional.show_if["eq"]
    answer = client.post(f"{address}part/", {f"answers.{controlling}": value}).content.decode()
    assert 'id="questions" hx-swap-oob="true"' in answer
    assert f'name="answers.{conditional.code}"' in answer


def test_everything_missing_is_told_at_once_and_nothing_typed_is_lost(desk):
    client = desk("clerk")
    address, _token = start(client)
    answer = client.post(
        address,
        fields(client.get(address), "intake")
        | {"do": "submit", "applicant.name": "王小芳", "applicant.number": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#applicant.number"' in page and 'href="#answers.address"' in page
    assert fields(answer, "intake")["applicant.name"] == "王小芳"
    assert fields(answer, "intake")["applicant.number"] == "1"


def test_a_scan_and_all_that_was_typed_survive_an_ended_session(desk):
    client = desk("assister")
    address, token = start(client)
    form = fields(client.get(address), "intake") | filled(**{"representation.kind": "assister"})
    scan = SimpleUploadedFile("id.png", PICTURE, "image/png")
    del client.cookies["tongban_session"]
    expired = client.post(address, form | {"materials.identity_card.file": scan})
    assert "您填的内容还在" in expired.content.decode()
    assert draft(token).materials["identity_card"].file_name == "id.png"
    kept = fields(expired, "/work/sign-in/")["kept"]
    signed = client.post("/work/sign-in/", {"username": "assister", "password": PASSWORD, "kept": kept})
    assert signed.url == address
    back = fields(client.get(address), "intake")
    assert back["applicant.name"] == person(1).name and back["consent"] == "yes"
    assert client.post(address, back | {"do": "submit"}).status_code == 302


def test_strangers_do_not_read_a_draft_by_its_address(desk, client):
    address, _token = start(desk("clerk"))
    assert client.get(address).status_code == 302
    assert client.post(f"{address}part/", {"answers.address": "三组"}).status_code == 403


def test_a_form_sent_twice_is_answered_with_the_same_number(desk):
    client = desk("clerk")
    address, _token = start(client)
    form = fields(client.get(address), "intake") | filled()
    first = client.post(address, form)
    again = client.post(address, form)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    other = client.post(address, form | {"idempotency_key": "another"})
    assert other.status_code == 404 and "提交过" in other.content.decode()


def test_a_village_point_enters_later_with_the_true_time(desk):
    client = desk("assister")
    address, _token = start(client)
    later = filled(**{"representation.kind": "assister", "received_at": "2020-01-02T09:30"})
    answer = client.post(address, fields(client.get(address), "intake") | later)
    view = case_for(staff("assister"), answer.url.split("/")[3])
    assert view.received_at.isoformat() < view.entered_at.isoformat()


def test_unfinished_intakes_are_listed_and_can_be_discarded(desk):
    client = desk("clerk")
    address, _token = start(client)
    client.post(
        f"{address}part/", {"applicant.name": "王小芳", "applicant.number": "", "applicant.phone": ""}
    )
    assert "王小芳" in client.get("/work/intake/").content.decode()
    client.post(f"{address}discard/")
    assert "王小芳" not in client.get("/work/intake/").content.decode()

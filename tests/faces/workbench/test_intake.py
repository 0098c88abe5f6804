"""Intake for a person at the desk: saved as one goes, nothing lost, a receipt at the end."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from tests.cases.counting import statements
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.models import Case, Draft
from tongban.cases.queries import case_for, draft
from tongban.directory.queries import beside
from tongban.kernel.errors import NotFound
from tongban.kernel.models import Blob
from tongban.kernel.time import SHANGHAI, now
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import ANSWERS, PICTURE, person, staff


def mock_time(later):
    """Signatures are dated by the machine's clock."""
    return patch(
        "django.core.signing.time.time", lambda: datetime.now(UTC).timestamp() + later.total_seconds()
    )


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
    # whatever it says, and whether it is sent or asked for: one draft becomes one case
    assert client.post(address, form | {"applicant.name": "王大芳"}).url == first.url
    assert client.get(address).url == first.url
    assert client.post(f"{address}part/", {"answers.address": "三组12号"}).status_code == 404
    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)


def test_beginning_an_intake_writes_nothing(desk):
    client = desk("clerk")
    with statements() as sent:
        address = client.get("/work/intake/", {"item": "SB-001"}).url
        page = client.get(address).content.decode()
    assert "城乡居民基本养老保险" in page and "已保存" not in page
    assert not [one for one in sent if not one.lstrip().startswith("SELECT")]
    assert Draft.objects.count() == 0 and "没办完的收件" not in client.get("/work/intake/").content.decode()
    client.post(f"{address}discard/")
    client.post(address, {"do": "save"})  # nothing was typed
    assert Draft.objects.count() == 0


def test_what_was_begun_by_an_address_is_written_with_its_first_part(desk):
    client = desk("clerk")
    address, token = start(client)
    client.post(f"{address}part/", {"answers.address": "三组12号"})
    assert Draft.objects.get().owner_key == staff("clerk").key
    assert draft(token).saved and "已保存" in client.get(address).content.decode()


def test_an_address_that_was_altered_begins_nothing(desk):
    client = desk("clerk")
    address, token = start(client)
    altered = address.replace("SB-001", "SB-002")
    assert altered != address and client.get(altered).status_code == 404
    assert client.post(f"{altered}part/", {"answers.address": "三组12号"}).status_code == 404
    assert desk("clerk-mz").get(address).status_code == 404
    with pytest.raises(NotFound), mock_time(timedelta(days=31)):
        draft(token)


def test_a_village_point_enters_later_with_the_true_time_and_a_second_person(desk):
    client = desk("assister")
    address, _token = start(client)
    day_before = (now() - timedelta(days=1)).astimezone(SHANGHAI)
    later = filled(
        **{
            "representation.kind": "assister",
            "received_at": f"{day_before:%Y-%m-%dT%H:%M}",
            "later_reason": "停电，纸质登记第17号",
        }
    )
    entered = fields(client.get(address), "intake") | later
    refused = client.post(address, entered)
    assert "同一网点的另一个人" in refused.content.decode()
    who, name = beside(staff("assister"))[0]
    assert name in refused.content.decode()
    answer = client.post(address, entered | {"confirmed_by": str(who)})
    number = answer.url.split("/")[3]
    view = case_for(staff("assister"), number)
    # named, and not confirmed until they say so at their own sign-in
    assert view.received_at < view.entered_at and view.receipt.confirmed_by == ""
    page = client.get(f"/work/cases/{number}/").content.decode()
    assert "停电，纸质登记第17号" in page and name in page


def test_unfinished_intakes_are_listed_and_can_be_discarded(desk):
    client = desk("clerk")
    address, _token = start(client)
    client.post(
        f"{address}part/", {"applicant.name": "王小芳", "applicant.number": "", "applicant.phone": ""}
    )
    assert "王小芳" in client.get("/work/intake/").content.decode()
    client.post(f"{address}discard/")
    assert "王小芳" not in client.get("/work/intake/").content.decode()


def scans(**content):
    return {
        f"materials.{code}.file": SimpleUploadedFile(f"{code}.png", told) for code, told in content.items()
    }


def test_a_whole_form_becomes_a_case_without_its_draft_being_written(desk):
    client = desk("clerk")
    client.post(start(client)[0], filled(serial=2, idempotency_key="first"))  # what is read once a minute
    address, token = start(client)
    with statements() as sent:
        answer = client.post(address, filled(idempotency_key="k", **scans(identity_card=PICTURE)))
    assert answer.status_code == 302
    assert not [text for text in sent if text.startswith("UPDATE") or 'UPDATE "cases_draft"' in text]
    assert len(sent) <= 8, sent
    rows = Case.objects.get(number=answer.url.split("/")[3]).materials.exclude(blob=None)
    assert [row.code for row in rows] == ["identity_card"]
    with pytest.raises(NotFound):
        draft(token)


def test_a_whole_form_that_is_refused_is_kept_first(desk):
    client = desk("clerk")
    address, token = start(client)
    form = filled(**{"answers.address": "三组12号", "consent": ""}, **scans(identity_card=PICTURE))
    assert client.post(address, form).status_code == 422
    kept = draft(token)
    assert (kept.applicant.name, kept.answers["address"]) == (person(1).name, "三组12号")
    assert kept.materials["identity_card"].upload_id


def test_a_scan_that_cannot_be_read_leaves_the_rest_of_the_form_in_the_draft(desk):
    client = desk("clerk")
    address, token = start(client)
    form = filled(**scans(identity_card=b"no picture", household_register=PICTURE))
    answer = client.post(address, form)
    assert answer.status_code == 422 and 'id="fault-materials.identity_card"' in answer.content.decode()
    kept = draft(token)
    assert kept.applicant.name == person(1).name
    assert kept.materials["household_register"].upload_id
    assert "identity_card" not in kept.materials


def test_what_was_typed_is_kept_where_the_database_refuses_the_case(desk, monkeypatch):
    def refuse(*_args, **_values):
        raise OperationalError("disk full")

    client = desk("clerk")
    client.raise_request_exception = False
    address, token = start(client)
    monkeypatch.setattr("tongban.faces.workbench.intake_sending.submit", refuse)
    assert client.post(address, filled(**scans(identity_card=PICTURE))).status_code == 500
    kept = draft(token)
    assert kept.applicant.name == person(1).name and kept.materials["identity_card"].upload_id


def test_a_scan_replaced_in_the_last_form_leaves_no_file_of_the_first(desk):
    client = desk("clerk")
    address, token = start(client)
    client.post(
        f"{address}part/", {"materials.identity_card.form": "paper_original", **scans(identity_card=PICTURE)}
    )
    first = draft(token).materials["identity_card"].upload_id
    answer = client.post(address, filled(idempotency_key="k", **scans(identity_card=PICTURE)))
    assert answer.status_code == 302
    assert not Blob.objects.filter(id=UUID(first)).exists()
    assert Blob.objects.count() == 1


def test_a_strangers_draft_is_not_submitted_by_its_address(desk):
    address, token = start(desk("clerk"))
    other = desk("clerk-mz")
    assert other.post(address, filled()).status_code == 404
    assert not Case.objects.exists()
    assert draft(token).applicant.name, "whoever holds the address may write, and nothing more"


def test_only_those_who_take_in_choose_an_item(desk):
    for username, status in (("clerk", 200), ("assister", 200), ("reviewer", 403), ("auditor", 403)):
        assert desk(username).get("/work/intake/").status_code == status
    assert desk("approver").post("/work/intake/", {"item": "SB-001"}).status_code == 403

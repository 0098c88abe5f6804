"""The identity card on the screens: a tick at intake, an act at the counter, a page for the assister at the door."""

from uuid import uuid4

import pytest
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.models import Case
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario

BASIS = {
    "law": {"zh": "《中华人民共和国居民身份证法》", "en": "Law on Resident Identity Cards"},
    "article": "第十三条",
    "duty": {"zh": "看身份证。", "en": "The card is looked at."},
    "unconfirmed": True,
}


@pytest.fixture(autouse=True)
def asking(county):
    content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
    content |= {"code": "TS-001", "identity_proof": {"when": "before_decision", "basis": BASIS}}
    publish_version(
        System("setup"), content, effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
    )


@pytest.fixture
def by_phone():
    matter = Scenario(channel="portal", serial=5, item_code="TS-001")
    matter.submitted()
    return matter


def proof(matter):
    return Case.objects.values_list("identity_proof", flat=True).get(number=matter.number)


def test_a_clerk_sees_what_is_missing_and_confirms_it(desk, by_phone):
    clerk = desk("clerk")
    page = clerk.get(f"/work/cases/{by_phone.number}/").content.decode()
    assert "只验证过手机号码" in page and "决定以前要看身份证原件" in page
    address = f"/work/cases/{by_phone.number}/acts/confirm_identity/"
    form = fields(clerk.get(address), "act-form")
    refused = clerk.post(address, form | {"place": "window"})
    assert refused.status_code == 422
    assert "看过身份证原件、认清是本人，才能勾选" in refused.content.decode()
    assert clerk.post(address, form | {"place": "window", "seen": "yes"}).status_code == 302
    assert proof(by_phone) == "id_card_seen"
    page = clerk.get(f"/work/cases/{by_phone.number}/").content.decode()
    assert "看过身份证原件，人证一致" in page and "acts/confirm_identity/" not in page


def test_who_decides_is_told_before_and_beside_the_field(desk, by_phone):
    by_phone.reviewed()
    head = desk("approver")
    address = f"/work/cases/{by_phone.number}/acts/decide/"
    shown = head.get(address)
    assert "还没有核对身份证原件，现在不能准予" in shown.content.decode()
    form = fields(shown, "act-form")
    refused = head.post(address, form | {"granted": "yes", "reason": "", "basis": ""})
    assert refused.status_code == 422
    assert 'href="#granted"' in refused.content.decode()


def test_an_assister_at_the_door_keeps_what_was_typed_and_is_thanked(desk, by_phone):
    assister = desk("assister")
    assert "/work/card/" in assister.get("/work/intake/").content.decode()
    typed = {
        "number": by_phone.number,
        "query_code": "22222222",
        "card_number": by_phone.applicant.number,
        "place": "at_home",
        "seen": "yes",
        "idempotency_key": uuid4().hex,
    }
    refused = assister.post("/work/card/", typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "编号或者查询码不对" in page and by_phone.number in page
    assert by_phone.applicant.name not in page
    done = assister.post("/work/card/", typed | {"query_code": by_phone.query_code})
    assert done["Location"] == "/work/card/?done=1"
    assert "不用再看身份证了" in assister.get(done["Location"]).content.decode()
    assert proof(by_phone) == "id_card_seen"
    assert by_phone.number not in assister.get("/work/").content.decode()


@pytest.mark.parametrize("username", ["clerk", "reviewer", "approver", "county", "editor"])
def test_the_page_at_the_door_is_the_assisters(desk, username):
    assert desk(username).get("/work/card/").status_code == 403


def test_the_tick_at_intake_is_kept_beside_a_fault(desk):
    clerk = desk("clerk")
    draft = clerk.post("/work/intake/", {"item": "TS-001"})["Location"]
    page = clerk.post(draft, {"do": "submit", "identity_seen": "yes", "idempotency_key": uuid4().hex})
    assert page.status_code == 422
    assert 'name="identity_seen" value="yes" checked' in page.content.decode()

"""A household's signatures on the desk, on the assister's phone, and on the applicant's page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.faces.workbench.forms_on_pages import fields

from tongban.site import demo
from tongban.site.scenario import PICTURE, staff
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.signatures import drawing


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["MZ-001"])


def test_the_assister_has_a_member_sign_and_the_page_names_who_is_missing(desk):
    matter = ItemScenario("MZ-001", channel="village_point")
    matter.submitted(staff("assister"))
    assister = desk("assister")
    page = assister.get(f"/work/cases/{matter.number}/").content.decode()
    assert "家里人签字" in page and "马志强" in page and "还没有签" in page
    assert "马小雨" not in page[page.index("家里人签字") :][:900]  # a child does not sign
    address = f"/work/cases/{matter.number}/acts/record_signature/"
    form = fields(assister.get(address), "act-form")
    answer = assister.post(address, form | {"how": "screen"})
    assert answer.status_code == 422 and "还没有在框里签名" in answer.content.decode()
    form = fields(answer, "act-form")
    assert (
        assister.post(address, form | {"signer": "0", "how": "screen", "drawing": drawing()}).status_code
        == 302
    )
    page = assister.get(f"/work/cases/{matter.number}/").content.decode()
    assert "在屏幕上签" in page
    sheet = assister.get(f"/work/cases/{matter.number}/signatures/0/")
    assert sheet.status_code == 200 and sheet["Content-Disposition"].startswith("attachment")
    told = Client()
    told.post("/track/", {"number": matter.number, "by": "query_code", "query_code": matter.query_code})
    page = told.get(f"/track/{matter.number}/").content.decode()
    assert "家里人签字" in page and "马志强" not in page and "马**" in page and "已经签了" in page


def test_without_a_script_one_signs_on_paper(desk):
    matter = ItemScenario("MZ-001")
    matter.submitted()
    clerk = desk("clerk-mz")
    address = f"/work/cases/{matter.number}/acts/record_signature/"
    shown = clerk.get(address)
    assert "这台机器不能在屏幕上签" in shown.content.decode()
    form = fields(shown, "act-form") | {"signer": "0", "how": "paper"}
    assert "请把签好字的纸扫描或者拍照" in clerk.post(address, form).content.decode()
    scan = SimpleUploadedFile("signed.png", PICTURE, "image/png")
    assert clerk.post(address, form | {"scan": scan}).status_code == 302


def test_who_looks_into_it_writes_down_that_nobody_signs(desk):
    matter = ItemScenario("MZ-001")
    matter.accepted(signed=False)
    reviewer = desk("reviewer-mz")
    address = f"/work/cases/{matter.number}/acts/record_signature/"
    form = fields(reviewer.get(address), "act-form") | {"signer": "0", "how": "cannot", "ground": "missing"}
    told = form | {"reason": "外出打工三年没有音讯，派出所有报案记录。"}
    assert reviewer.post(address, told).status_code == 302
    page = reviewer.get(f"/work/cases/{matter.number}/").content.decode()
    assert "失踪，联系不上" in page and "三年没有音讯" in page

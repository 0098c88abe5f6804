"""A lost card takes one screen and one act; what is wrong comes back to the same screen."""

import pytest
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.models import Case, Draft
from tongban.cases.queries import case_for
from tongban.site import demo
from tongban.site.scenario import person, staff

LOST = {
    "answers.act": "lost",
    "answers.household_village": "640121200202",
    "answers.bank": "宁夏农村商业银行",
}


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001", "SB-007"])


def filled(**more):
    applicant = person(3)
    return {
        "applicant.name": applicant.name,
        "applicant.number": applicant.number,
        "applicant.phone": "",
        "representation.kind": "self",
        "identity_seen": "yes",
        "consent": "yes",
        **LOST,
        "materials.identity_card.form": "paper_original",
        "materials.card_form.form": "paper_original",
        "all_in_order": "yes",
        "external.system_entry": "GS20261123000017",
        "identification": "居民身份证",
        "do": "finish",
        **more,
    }


def test_a_lost_card_is_one_screen_and_one_act(desk):
    client = desk("clerk")
    address = client.post("/work/intake/", {"item": "SB-007"}).url
    screen = client.get(address)
    assert "当场办结，出结果" in screen.content.decode()
    answer = client.post(address, fields(screen, "intake") | filled())
    assert answer.status_code == 302, answer.content.decode()[:2000]
    number = answer.url.split("/")[3]
    assert case_for(staff("clerk"), number).status == "delivered"
    page = client.get(answer.url).content.decode()
    assert "已当场办结" in page and "送达回证" in page
    # the same screen sent again is the same matter
    assert client.post(address, fields(screen, "intake") | filled()).url == answer.url
    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)


def test_every_fault_comes_back_to_the_screen_and_nothing_is_taken_in(desk):
    client = desk("clerk")
    address = client.post("/work/intake/", {"item": "SB-007"}).url
    form = filled(identity_seen="", all_in_order="", identification="")
    del form["external.system_entry"]
    answer = client.post(address, fields(client.get(address), "intake") | form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("all_in_order", "external.system_entry", "identification"):
        assert f'href="#{field}"' in page, field
    assert Case.objects.count() == 0
    answer = client.post(address, fields(answer, "intake") | filled(identity_seen=""))
    assert answer.status_code == 422 and 'href="#identity_seen"' in answer.content.decode()
    assert Case.objects.count() == 0 and Draft.objects.count() == 1


def test_an_item_that_the_counter_does_not_decide_has_no_such_button(desk):
    client = desk("clerk")
    address = client.post("/work/intake/", {"item": "SB-001"}).url
    assert "当场办结" not in client.get(address).content.decode()

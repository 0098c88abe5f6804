"""A promise on the phone: told in full, agreed to, signed with the name; or the paper itself."""

import pytest
from django.test import Client

from tongban.site import demo

PAGE = "/apply/JS-002/m-photographs/"


@pytest.fixture
def client_with_draft(db: None) -> Client:
    demo.load(items=["JS-002"])
    client = Client()
    client.post("/apply/JS-002/")
    for code, value in (("acting", "self"), ("name", "马秀兰")):
        client.post(f"/apply/JS-002/{code}/", {"value": value})
    return client


def test_a_paper_that_may_follow_is_promised_with_tick_and_name(client_with_draft: Client) -> None:
    page = client_with_draft.get(PAGE).content.decode()
    assert "受理以后 10 个工作日内补来" in page and 'name="promise" value="later"' in page
    signing = {"promise": "later", "agreed.later": "yes"}
    for wrong, told in (
        ({"promise": "later", "signed.later": "马秀兰"}, "请先勾选"),
        (signing, "请写上姓名"),
        ({**signing, "signed.later": "别人"}, "签名要和申请人"),
    ):
        answer = client_with_draft.post(PAGE, wrong)
        assert answer.status_code == 422 and told in answer.content.decode()
    assert client_with_draft.post(PAGE, {**signing, "signed.later": "马秀兰"}).status_code == 302
    assert "先办，以后补" in client_with_draft.get(PAGE).content.decode()


def test_where_the_item_has_no_rule_no_promise_is_offered(client_with_draft: Client) -> None:
    card = "/apply/JS-002/m-identity_card/"
    assert 'name="promise"' not in client_with_draft.get(card).content.decode()
    signed = {"promise": "commitment", "agreed.commitment": "yes", "signed.commitment": "马秀兰"}
    assert client_with_draft.post(card, signed).status_code == 422


def test_a_promise_that_was_begun_is_never_dropped_by_the_page_s_own_button(
    client_with_draft: Client,
) -> None:
    ticked = client_with_draft.post(PAGE, {"agreed.later": "yes"})
    page = ticked.content.decode()
    assert ticked.status_code == 422 and "请写上姓名" in page and '<details class="promise" open' in page
    assert client_with_draft.post(PAGE, {"agreed.later": "yes", "signed.later": "马秀兰"}).status_code == 302
    assert "先办，以后补" in client_with_draft.get(PAGE).content.decode()

"""Reading never needs a log-in: whatever anybody is led to opens for anybody, and remembers nobody."""

import re
from html import unescape
from urllib.parse import urldefrag

import pytest
from django.test import Client

from tongban.site import demo
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db

OWN = ("/my/", "/work/")  # what belongs to somebody
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"]*)"')
MOST = 400  # pages; a crawl that goes on has found a circle


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001", "SB-002", "NJ-002", "NJ-003", "MZ-001"])


def read_by_anybody() -> dict[str, Client]:
    """Every page that links lead to from the first one, each read by a browser of its own."""
    waiting, read = ["/"], {}
    while waiting and len(read) < MOST:
        address = waiting.pop()
        if address in read or address.startswith(OWN) or address.endswith(".pdf"):
            continue
        client = read[address] = Client()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found = LINK.findall(answer.content.decode())
        waiting.extend(urldefrag(unescape(link)).url for link in found)
    assert len(read) < MOST
    return read


def test_every_page_that_links_lead_to_opens_for_anybody_and_sets_no_session() -> None:
    Scenario(serial=1).submitted()
    read = read_by_anybody()
    assert {"/items/SB-002/", "/track/", "/verify/", "/places/", "/coverage/"} <= read.keys()
    assert [address for address, client in read.items() if "tongban_session" in client.cookies] == []


def test_following_and_checking_a_paper_need_no_log_in() -> None:
    matter = Scenario(serial=2)
    matter.submitted()
    client = Client()
    asked = {"number": matter.number, "by": "query_code", "query_code": matter.query_code, "phone": ""}
    assert client.post("/track/", asked)["Location"] == f"/track/{matter.number}/"
    assert client.get(f"/track/{matter.number}/").status_code == 200
    assert Client().get(f"/proof/{matter.number}/").status_code == 200


def test_a_guide_says_in_one_sentence_whether_the_card_is_looked_at() -> None:
    said = {
        "SB-001": "在网上办，验证手机号码就行，不看身份证原件。",
        "NJ-003": "作出决定以前，要到窗口看一次您的身份证原件。",
        "MZ-001": "走不动的可以请代办员上门",
    }
    for code, sentence in said.items():
        assert sentence in Client().get(f"/items/{code}/").content.decode()

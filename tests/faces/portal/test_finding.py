"""Finding an item on the portal: typed, by what happened, by position, by place; and what is not done here."""

import re

import pytest
from django.test import Client

from tongban.catalogue.queries import published_items
from tongban.catalogue.search import offered
from tongban.site import demo

VILLAGE = "640121200201"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    """Instead of the one item of the other checks."""
    demo.load(items=["MZ-001", "MZ-002", "NJ-001", "SB-001", "SB-002"])


def found(client: Client, query: str, **headers: str) -> list[str]:
    page = client.get("/items/", {"q": query}, headers=headers).content.decode()
    return re.findall(r'class="row-link" href="/items/([\w-]+)/"', page)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("低保", "MZ-001"),
        ("yanglaojin", "SB-002"),
        ("zjd", "NJ-001"),
        ("地保", "MZ-001"),
        ("老人没人管怎么办", "MZ-002"),
    ],
)
def test_a_few_characters_lead_to_the_item(client: Client, query: str, code: str) -> None:
    assert found(client, query)[0] == code


def test_suggestions_are_a_small_piece(client: Client) -> None:
    answer = client.get("/items/suggestions/", {"q": "dibao"})
    page = answer.content.decode()
    assert "最低生活保障" in page
    assert "<html" not in page
    assert len(answer.content) < 4096


def test_what_finds_nothing_says_whom_to_call(client: Client) -> None:
    page = client.get("/items/", {"q": "飞机票"}).content.decode()
    assert "没有找到" in page
    assert "/places/" in page


def test_every_open_item_stands_in_the_list(client: Client) -> None:
    page = client.get("/items/").content.decode()
    for item in published_items():
        assert f"/items/{item.code}/" in page


def test_an_event_of_life_leads_to_its_items_and_no_others(client: Client) -> None:
    home = client.get("/").content.decode()
    assert "?event=old_age" in home
    page = client.get("/items/", {"event": "old_age"}).content.decode()
    shown = set(re.findall(r'href="/items/([\w-]+)/"', page))
    assert shown == {line.code for line in offered() if "old_age" in line.events}


def test_a_position_leads_to_its_items_and_no_others(client: Client) -> None:
    page = client.get("/items/", {"position": "rural_economy"}).content.decode()
    shown = set(re.findall(r'href="/items/([\w-]+)/"', page))
    assert shown == {line.code for line in offered() if line.position == "rural_economy"}


@pytest.mark.parametrize("address", ["/items/?event=nothing", "/items/?page=999", "/items/?page=x"])
def test_an_odd_address_is_no_fault_of_ours(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_a_place_is_remembered_once_and_can_be_taken_back(client: Client) -> None:
    answer = client.post("/places/choose/", {"place": VILLAGE, "next": "/items/SB-001/"})
    assert answer["Location"] == "/items/SB-001/"
    assert client.cookies["tongban_place"].value == VILLAGE
    assert "按胜利乡许旺村的规定列出" in client.get("/items/SB-001/").content.decode()
    client.post("/places/choose/", {"place": "", "next": "/"})
    assert client.cookies["tongban_place"].value == ""


@pytest.mark.parametrize("place", ["999999999999", "x", "'; --", "640000"])
def test_a_place_that_is_not_served_is_not_remembered(client: Client, place: str) -> None:
    client.post("/places/choose/", {"place": place})
    assert client.cookies["tongban_place"].value == ""
    client.cookies["tongban_place"] = place
    assert client.get("/items/SB-001/").status_code == 200


def test_coverage_tells_what_is_not_done_here_and_why(client: Client) -> None:
    demo.load()
    page = client.get("/coverage/").content.decode()
    assert "失业登记" in page
    assert "由县就业中心办" in page
    assert "/items/MZ-001/" in page
    assert "已经停办的" in page


def test_what_is_not_done_here_is_said_with_the_results_and_not_while_typing(client: Client) -> None:
    demo.load()
    page = client.get("/items/", {"q": "失业登记"}).content.decode()
    assert "这里不办：" in page
    assert "由县就业中心办" in page
    assert 'href="/coverage/"' in page
    assert "这里不办" not in client.get("/items/suggestions/", {"q": "失业登记"}).content.decode()


def test_reasons_for_what_is_not_done_come_after_the_hits(client: Client) -> None:
    demo.load()
    page = client.get("/items/", {"q": "失业"}).content.decode()
    assert page.index("/items/MZ-001/") < page.index("这里不办：")

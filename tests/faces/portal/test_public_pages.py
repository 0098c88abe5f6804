"""What anybody may read: home, guides, places.  Light, clean, and free of charge to look at."""

import re

import pytest
from django.test import Client

PUBLIC = (
    "/",
    "/items/",
    "/items/?q=dibao",
    "/items/SB-001/",
    "/items/SB-001/editions/",
    "/items/SB-001/compare/",
    "/coverage/",
    "/places/",
    "/places/choose/",
    "/track/",
    "/verify/",
    "/sign-in/",
    "/demo/phone/",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_is_light(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) <= 30 * 1024


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_has_no_inline_script_or_style(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_has_one_heading_and_one_title(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    title = re.search(r"<title>(.+?)</title>", page)
    assert title is not None
    assert title.group(1).strip(" ·")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_shows_whom_to_call(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "咨询电话" in page
    assert 'href="tel:' in page


def test_a_public_page_costs_no_session_and_no_actor(client: Client) -> None:
    answer = client.get("/items/SB-001/")
    assert "tongban_session" not in answer.cookies


def test_the_guide_tells_everything_at_once(client: Client) -> None:
    page = client.get("/items/SB-001/").content.decode()
    for told in (
        "谁可以办",
        "要准备什么",
        "多久办好",
        "收多少钱",
        "在哪里办",
        "办理依据",
        "不同意决定怎么办",
    ):
        assert told in page
    assert "第二十条" in page  # the basis, one tap away
    assert "不收费" in page
    assert "代办员" in page


def test_a_material_only_counters_need_is_not_counted_online(client: Client) -> None:
    page = client.get("/items/SB-001/").content.decode()
    assert "2 样" in page
    assert "只有到窗口或代办点办才要" in page


@pytest.mark.parametrize(("search", "found"), [("养老", True), ("身份证", True), ("飞机票", False)])
def test_a_search_finds_items_by_the_words_people_use(client: Client, search: str, found: bool) -> None:
    page = client.get("/items/", {"q": search}).content.decode()
    assert ("/items/SB-001/" in page) is found


def test_an_unpublished_item_has_no_guide(client: Client) -> None:
    answer = client.get("/items/MZ-001/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_places_show_hours_and_assisters(client: Client) -> None:
    page = client.get("/places/").content.decode()
    assert "周一至周五" in page
    assert "代办员" in page


def test_a_search_is_shown_as_text_and_never_as_markup(client: Client) -> None:
    page = client.get("/items/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page

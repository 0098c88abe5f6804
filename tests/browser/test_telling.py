"""Telling once in a real browser: what applies follows the answers, and one key gives the notice."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tongban.catalogue.models import NoticeGiven
from tongban.site import demo
from tongban.site.demo.county import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("TONGBAN_PICTURES", "")  # where somebody wants to look at the pages


@pytest.fixture
def desk(live_server, page: Page) -> Page:
    demo.load(items=["MZ-001"])
    page.add_init_script("window.print = () => {}")  # a browser without a window has no printer's dialogue
    page.goto(f"{live_server.url}/work/sign-in/")
    page.fill("[name=username]", "clerk-mz")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/work/")
    page.goto(f"{live_server.url}/work/telling/")
    return page


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_the_preview_follows_the_answers_and_enter_gives_and_prints(
    desk: Page, axe_violations: Callable[[Page], list[str]]
) -> None:
    look(desk, "telling-choose")
    assert axe_violations(desk) == []
    desk.get_by_role("link", name="最低生活保障").first.click()
    preview = desk.locator("#preview")
    expect(preview).to_contain_text("最低生活保障申请表")
    desk.fill("#told_to", "马秀莲")
    desk.get_by_text("网上申请", exact=True).first.click()
    expect(preview).not_to_contain_text("最低生活保障申请表")
    expect(desk.locator("#told_to")).to_have_value("马秀莲")
    expect(desk.locator("#told-situation [name=channel]")).to_have_value("portal")
    look(desk, "tell")
    assert axe_violations(desk) == []
    desk.locator("#told_to").press("Enter")
    expect(desk.get_by_role("heading", name="已告知")).to_be_visible()
    given = NoticeGiven.objects.get()
    assert (given.channel, given.how) == ("portal", "paper")
    look(desk, "told")
    assert axe_violations(desk) == []
    link = desk.locator(".told-code a").get_attribute("href") or ""
    phone = desk.context.new_page()
    phone.set_viewport_size({"width": 360, "height": 720})
    phone.goto(desk.url.split("/work/")[0] + "/told/" + link.split("/told/")[1])
    expect(phone.get_by_role("heading", name="最低生活保障").first).to_be_visible()
    look(phone, "told-page")
    assert axe_violations(phone) == []

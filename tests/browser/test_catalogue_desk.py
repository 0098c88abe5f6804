"""The catalogue's desk in a real browser: saving by itself, the phone beside, two editors, and the page's accessibility."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.signing_in import pass_code

from tongban.site import demo
from tongban.site.demo.county import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desk = Callable[[str], Page]
PROMISED = '[name="limits.promised.days"]'


@pytest.fixture(autouse=True)
def county(transactional_db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def desk(browser: Browser, live_server) -> Iterator[Desk]:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    contexts = []

    def opened(username: str) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", viewport={"width": 1440, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/work/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").first.click()
        pass_code(page, live_server.url, username)
        page.wait_for_url(re.compile(r"/work/(?!sign-in)"))
        return page

    yield opened
    for context in contexts:
        context.close()


def begun(page: Page) -> str:
    """A draft of the region's content; its address."""
    page.goto("/work/catalogue/items/SB-001/")
    page.locator('form[action$="/catalogue/start/"] button').first.click()
    page.wait_for_url("**/parts/about/")
    return page.url.rsplit("/parts/", 1)[0]


def test_the_phone_beside_follows_what_is_typed(desk: Desk) -> None:
    page = desk("editor")
    page.goto(f"{begun(page)}/parts/limits/")
    page.fill(PROMISED, "2")
    page.keyboard.press("Tab")
    expect(page.frame_locator("iframe[data-preview]").get_by_text("2 个工作日").first).to_be_visible()


def test_what_was_not_saved_does_not_look_saved(desk: Desk) -> None:
    one, other = desk("editor"), desk("editor-2")
    draft = begun(one)
    one.goto(f"{draft}/parts/limits/")
    other.goto(f"{draft}/parts/limits/")
    one.fill(PROMISED, "2")
    with one.expect_response("**/parts/limits/"):
        one.keyboard.press("Tab")
    other.fill(PROMISED, "1")
    other.keyboard.press("Tab")
    expect(other.locator("#ed-unsaved")).to_contain_text("在别处又保存过")
    expect(other.locator(PROMISED)).to_have_value("1")
    one.context.clear_cookies()
    one.fill(PROMISED, "1")
    one.keyboard.press("Tab")
    expect(one.locator("#ed-unsaved")).to_contain_text("登录过期")


def test_the_pages_can_be_read_and_worked_by_everybody(
    desk: Desk, axe_violations: Callable[[Page], list[str]]
) -> None:
    page = desk("editor")
    draft = begun(page)
    for address in (
        "/work/catalogue/",
        "/work/catalogue/items/SB-001/",
        "/work/catalogue/import/",
        f"{draft}/parts/about/",
        f"{draft}/parts/form/",
        f"{draft}/parts/materials/",
        f"{draft}/parts/limits/",
        f"{draft}/parts/effects/",
        f"{draft}/hand-in/",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address

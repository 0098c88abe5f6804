"""The portal in a real browser: on a small phone, for an elder, in both languages, with and without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.faces.portal.conftest import ITEM

from tongban.site import demo
from tongban.site.scenario import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
Phone = Callable[..., BrowserContext]
SMALL = {"width": 360, "height": 740}
PUBLIC = (
    "/",
    "/items/",
    "/items/?q=yanglao",
    f"/items/{ITEM}/",
    "/items/MZ-005/",
    f"/items/{ITEM}/editions/",
    f"/items/{ITEM}/compare/",
    "/coverage/",
    "/places/",
    "/places/choose/",
    "/track/",
    f"/when/?item={ITEM}&day=2026-12-23&pause=5",
    "/demo/clock-strip/",
    "/verify/",
    "/sign-in/",
    "/nowhere/",
)
FIRST_VIEW, LATER_VIEW = 150 * 1024, 30 * 1024  # bytes


@pytest.fixture(autouse=True)
def county(transactional_db: None) -> None:
    """Instead of the county in a transaction: the server of these checks reads what is committed."""
    demo.load(items=["MZ-005", ITEM])


@pytest.fixture
def phone(browser: Browser, live_server) -> Iterator[Phone]:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    contexts: list[BrowserContext] = []

    def opened(**more: object) -> BrowserContext:
        settings = {"viewport": SMALL, "locale": "zh-CN", "base_url": live_server.url, **more}
        contexts.append(browser.new_context(**settings))  # type: ignore[arg-type]  # playwright's many keywords
        return contexts[-1]

    yield opened
    for context in contexts:
        context.close()


def overflow(page: Page) -> int:
    """How many pixels of the page lie beyond the right edge of the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def begin(page: Page) -> None:
    page.goto(f"/items/{ITEM}/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/acting/")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_pages_fit_a_small_phone_and_stand_in_nobodys_way(
    phone: Phone, axe_violations: Axe, locale: str
) -> None:
    page = phone(locale=locale).new_page()
    for address in PUBLIC:
        page.goto(address)
        assert overflow(page) <= 0, address
        assert axe_violations(page) == [], address


def test_elder_mode_is_large_dark_on_light_and_fits(phone: Phone, axe_violations: Axe) -> None:
    page = phone().new_page()
    page.goto("/")
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html.elder")).to_be_attached()
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "22px"
    for address in PUBLIC:
        page.goto(address)
        assert overflow(page) <= 0, address
        assert axe_violations(page) == [], address
        assert page.evaluate(LOWEST_CONTRAST) >= 7, address
    small = "[...document.querySelectorAll('header a, header button, nav a')].filter(e => e.offsetParent)"
    assert page.evaluate(f"Math.min(...{small}.map(e => e.getBoundingClientRect().height))") >= 48
    page.emulate_media(media="print")  # whoever reads in large type reads its paper as well
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 21  # 16 pt, three hao


# The lowest contrast (WCAG 2.2, 1.4.6) of any text on the page against the ground it stands on.
LOWEST_CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  let lowest = 21;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    const ink = light(parts(getComputedStyle(element).color)), paper = light(ground(element));
    lowest = Math.min(lowest, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
  }
  return lowest;
}"""


def test_a_first_visit_and_the_next_page_are_light(phone: Phone) -> None:
    page = phone().new_page()
    loaded = [0]
    page.on(
        "response", lambda answer: loaded.__setitem__(0, loaded[0] + len(answer.body() if answer.ok else b""))
    )
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert 0 < loaded[0] <= FIRST_VIEW
    assert len(page.content().encode()) <= LATER_VIEW


def test_the_guide_follows_the_situation_at_once(phone: Phone, axe_violations: Axe) -> None:
    page = phone().new_page()
    page.goto("/items/MZ-005/")
    old = page.locator("li[data-counted]", has_text="原来的残疾人证")
    told = old.locator("[data-open]")
    expect(told).to_be_visible()
    page.get_by_label("第一次办残疾证").check()
    expect(old).to_be_hidden()
    expect(page.get_by_text("本人能去医院评残吗", exact=True)).to_be_visible()
    page.get_by_label("到期换证").check()
    expect(old).to_be_visible()
    expect(told).to_be_hidden()
    expect(page.get_by_text("本人能去医院评残吗", exact=True)).to_be_hidden()
    page.locator("input[name=s_guardian_needed][value=no]").check()
    expect(page.locator("[data-count]")).not_to_contain_text("到")
    assert axe_violations(page) == []
    page.locator("form[data-carries] button").first.click()
    page.goto("/apply/MZ-005/q-matter/")
    expect(page.locator("input[value=renew]")).to_be_checked()


def test_the_browser_and_the_server_list_the_same(phone: Phone) -> None:
    scripted, plain = phone().new_page(), phone(java_script_enabled=False).new_page()
    shown = "li[data-counted]:not([hidden]) .row-name"
    for matter in ("first", "renew", "replace", "move", "regrade"):
        scripted.goto("/items/MZ-005/")
        scripted.locator(f"input[value={matter}]").check()
        plain.goto(f"/items/MZ-005/?s_matter={matter}")
        assert scripted.locator(shown).all_inner_texts() == plain.locator(shown).all_inner_texts(), matter
        counts = [page.locator("[data-count]").inner_text() for page in (scripted, plain)]
        assert counts[0] == counts[1], matter


def test_suggestions_come_while_typing(phone: Phone, axe_violations: Axe) -> None:
    page = phone().new_page()
    page.goto("/")
    page.locator("#q").press_sequentially("canjiz")
    expect(page.locator("#suggestions a").first).to_have_text("残疾人证办理")
    assert axe_violations(page) == []


def test_every_target_is_large_enough_for_a_thumb(phone: Phone) -> None:
    page = phone().new_page()
    for address in ("/", f"/items/{ITEM}/", "/track/"):
        page.goto(address)
        for target in page.locator(
            "main .button, main .choice, main summary, main .row-link, .doors a"
        ).all():
            if target.is_visible():
                box = target.bounding_box()
                assert box is not None
                assert box["height"] >= 44, (address, target.inner_text())


def test_an_application_goes_all_the_way_without_scripts(phone: Phone, tmp_path: Path) -> None:
    page = phone(java_script_enabled=False).new_page()
    begin(page)
    page.check("input[value=self]")
    page.locator("main form .button").first.click()
    page.fill("[name=value]", "马建国")
    page.locator("main form .button").first.click()
    page.fill("[name=value]", "1")
    page.locator("main form .button").first.click()
    expect(page.locator(".faults")).to_contain_text("身份证号码应当是 18 位")
    expect(page.locator("[name=value]")).to_have_value("1")


def test_the_summary_of_faults_takes_the_focus_and_leads_to_the_field(phone: Phone) -> None:
    page = phone().new_page()
    page.goto("/track/")
    page.locator("main form .button").click()
    expect(page.locator(".faults")).to_be_focused()
    page.get_by_role("link", name="请填写办件编号").click()
    expect(page.locator("#number")).to_be_focused()


def test_two_photographs_become_one_picture(phone: Phone, tmp_path: Path) -> None:
    front, back = tmp_path / "front.jpg", tmp_path / "back.jpg"
    Image.new("RGB", (300, 200), "#7799bb").save(front)
    Image.new("RGB", (300, 200), "#bb9977").save(back)
    page = phone().new_page()
    begin(page)
    page.goto(f"/apply/{ITEM}/m-identity_card/")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(front)
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="再加一张").click()
    choosing.value.set_files(back)
    expect(page.locator("#upload-previews img")).to_have_count(2)
    page.locator("main form > p .button").first.click()
    page.wait_for_url(re.compile(r"m-household_register|check"))
    page.goto(f"/apply/{ITEM}/m-identity_card/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="看一看").click()
    size = opened.value.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]")
    assert size == [300, 400]


def test_the_language_and_elder_mode_come_back_to_the_same_page(phone: Phone) -> None:
    page = phone().new_page()
    page.goto("/items/?q=养老")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/items/\?q="))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_clock_is_walked_day_by_day_with_the_arrows(phone: Phone, axe_violations: Axe) -> None:
    matter = Scenario(channel="portal")
    matter.accepted()
    page = phone().new_page()
    page.goto(f"/track/{matter.number}/")
    page.check("input[value=query_code]")
    page.fill("#query_code", matter.query_code)
    page.locator("main form .button").click()
    strip = page.locator("[data-clock-strip]").first
    days, told = strip.locator("button.clock-day"), strip.locator("[data-clock-told]")
    expect(strip.locator("[tabindex='0']")).to_have_count(1)
    days.first.focus()
    page.keyboard.press("End")
    expect(days.last).to_be_focused()
    expect(told).to_contain_text("最后一天")
    page.keyboard.press("Home")
    expect(told).to_contain_text("开始的当天不算")
    page.get_by_role("link", name="每一天怎么算的").click()
    expect(page.locator(".when-answer")).to_contain_text("数满")
    assert axe_violations(page) == []
    assert overflow(page) <= 0


def test_a_folded_week_is_one_stop_and_opens_to_its_days(phone: Phone) -> None:
    page = phone().new_page()
    page.goto("/demo/clock-strip/")
    strip = page.locator("[data-clock-strip]", has=page.locator(".clock-week")).last
    week, told = strip.locator("summary.clock-week").first, strip.locator("[data-clock-told]")
    before = strip.locator("button.clock-day:visible").count()
    week.focus()
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("周末，不算")
    page.keyboard.press("ArrowRight")
    expect(week).to_be_focused()
    expect(told).to_contain_text("点开逐天看")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("算第 3 天")
    assert strip.locator("button.clock-day:visible").count() == before + 7


def test_the_strip_says_the_same_without_scripts(phone: Phone) -> None:
    page = phone(java_script_enabled=False).new_page()
    page.goto("/demo/clock-strip/")
    strip = page.locator(".clock").first
    expect(strip.locator("button.clock-day").first).to_have_attribute("aria-label", re.compile("不算"))
    page.locator("summary.clock-week").first.click()
    expect(page.locator(".clock-fold details[open] button.clock-day").first).to_be_visible()
    page.get_by_text("一段一段看").first.click()
    expect(page.locator(".clock-lines").first).to_contain_text("国庆节")

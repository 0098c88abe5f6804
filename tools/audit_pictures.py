"""The pictures of an audit's question: a day's looks are made at the desks, then answered from the screens alone.

The day: a clerk opens a number with a reason and looks at a scan, an approver lends a power, an assister takes the
village's ledger out.  Afterwards the auditor asks who, when, why, with what right, and what left the program; the
person whom it is about sees the same on a phone.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from album import PHONE, Album, staff_page
from playwright.sync_api import Browser, Page


def _looks(browser: Browser, address: str, number: str) -> None:
    page = staff_page(browser, address, "clerk")
    page.goto(f"{address}/work/cases/{number}/")
    masked = page.locator('[data-masked="applicant.number"]')
    masked.locator("summary").click()
    masked.locator("select").select_option(index=1)
    masked.get_by_role("button", name="看一分钟").click()
    page.locator(".masked.is-open").first.wait_for()
    page.request.get(f"{address}/work/cases/{number}/materials/identity_card/pages/1/")
    page.context.close()
    page = staff_page(browser, address, "assister")
    page.goto(address + "/work/ledger/")
    form = page.locator("#export")
    form.locator("input:not([type=hidden])").first.fill("给村委会核对本月办件")
    with page.expect_download():
        form.locator("button").click()
    page.context.close()


def _person(page: Page, address: str, name: str) -> str:
    """The number behind a person in the register, out of the link to them."""
    page.goto(f"{address}/work/people/?q={name}")
    link = page.locator("main a[href*='/work/people/']", has_text=name).first.get_attribute("href")
    assert link is not None
    return link.rstrip("/").rsplit("/", 1)[1]


def audit_in_pictures(browser: Browser, address: str, album: Album, number: str) -> None:
    """The day and its answers."""
    _looks(browser, address, number)
    page = staff_page(browser, address, "auditor")
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    page.goto(f"{address}/work/audit/?number={number}")
    album.take("audit-log", page)
    page.locator("main table a[href*='/work/audit/looks/']", has_text="看事由").first.click()
    album.take("audit-look", page)
    page.goto(f"{address}/work/audit/day/?date={today}")
    album.take("audit-day", page, height=1100)
    person = _person(page, address, "马晓燕")
    page.goto(f"{address}/work/people/{person}/")
    album.take("audit-person", page)
    page.goto(f"{address}/work/could-see/?person={person}&day={today}")
    album.take("audit-could-see", page, height=1000)
    page.goto(f"{address}/work/who-can/?act=cases.decide")
    album.take("audit-who-can", page, height=1000)
    page.goto(f"{address}/work/audit/events/")
    album.take("audit-events", page)
    page.context.close()
    for username, path, name in (
        ("secadmin", "/work/security/", "doors-security"),
        ("sysadmin", "/work/places/", "doors-places"),
        ("sysadmin", "/work/identity/", "doors-identity"),
    ):
        page = staff_page(browser, address, username)
        page.goto(address + path)
        album.take(name, page, height=1000)
        page.context.close()


def looks_on_a_phone(browser: Browser, address: str, album: Album, number: str, phone: str) -> None:
    """The same looks as the person sees them, by number and phone."""
    context = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{address}/track/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=phone]").fill(phone)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/track/{number}/")
    page.goto(f"{address}/track/{number}/looks/")
    album.take("portal-looks-phone", page)
    context.close()

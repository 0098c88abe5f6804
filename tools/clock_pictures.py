"""Pictures of the days of one matter, taken in the demonstration that `tools/pictures.py` has made."""

from album import PHONE, Album, staff_page
from playwright.sync_api import Browser, Page


def days_in_pictures(browser: Browser, address: str, album: Album, asked: tuple[str, str]) -> None:
    """Why the last day is that day: on a phone, in elder mode, at the desk; and the calculator.

    Args:
        asked: number and query code of a matter that waits for papers.
    """
    number, code = asked
    context = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    follow(page, address, number, code)
    album.take("portal-correction-phone", page, height=1000)
    page.goto(f"{address}/track/{number}/days/")
    album.take("portal-days-phone", page, height=1000)
    page.goto(f"{address}/when/?item=SB-001")
    album.take("portal-when-phone", page, height=1000)
    context.close()
    page = staff_page(browser, address, "clerk")
    page.goto(f"{address}/work/cases/{number}/days/")
    album.take("workbench-days", page, height=1000)
    page.context.close()


def follow(page: Page, address: str, number: str, code: str) -> None:
    """The tracking page, by number and query code."""
    page.goto(f"{address}/track/")
    page.locator("#number").fill(number)
    page.locator("input[name=by][value=query_code]").check()
    page.locator("#query_code").fill(code)
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url(f"**/track/{number}/")

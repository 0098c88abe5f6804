"""The pictures of the steps: a household's history above the county's desk, records, a notice, another system.

Usage: python tools/step_pictures.py [FOLDER]
"""

import os
import sys
import tempfile
from pathlib import Path

from album import PHONE, Album, staff_page
from playwright.sync_api import Browser, Page, sync_playwright

REVIEWER = "reviewer-mz"


def opened(page: Page, address: str, item: str) -> str:
    """Go to the case of an item in the list; its address."""
    page.goto(f"{address}/work/?group=running&q=")
    page.locator(".case-row", has_text=item).first.locator("a").click()
    page.wait_for_selector(".case-head")
    return page.url.split("?")[0]


def household(browser: Browser, address: str, album: Album) -> None:
    """What the county reads of the township's steps; the form of an objection's record; the notice that hangs."""
    page = staff_page(browser, address, "clerk-mz")
    case = opened(page, address, "低保")
    page.goto(case)
    page.locator(".steps").scroll_into_view_if_needed()
    album.take("steps-history", page, height=1500)
    page.set_viewport_size(PHONE["viewport"])
    page.goto(case)
    page.locator(".steps").scroll_into_view_if_needed()
    album.take("steps-history-phone", page)
    page.goto(f"{case}notice/")
    album.take("steps-notice", page)
    public = browser.new_context(**PHONE).new_page()
    public.goto(f"{address}/notices/")
    album.take("steps-notice-public", public)


def records(browser: Browser, address: str, album: Album) -> None:
    """The record of a visit and of a meeting, refused with everything that is missing."""
    page = staff_page(browser, address, REVIEWER)
    case = opened(page, address, "特困")
    for size, name in (
        ({"width": 1280, "height": 1000}, "steps-visit"),
        (PHONE["viewport"], "steps-visit-phone"),
    ):
        page.set_viewport_size(size)
        page.goto(f"{case}acts/give_opinion/")
        page.locator("#act-form button.button").first.click()
        album.take(name, page)


def elsewhere(browser: Browser, address: str, album: Album) -> None:
    """What waits in another system, and what is copied there."""
    page = staff_page(browser, address, "reviewer")
    page.goto(f"{address}/work/external/")
    album.take("steps-external-list", page)
    page.locator("a.small-button").first.click()
    page.locator("button[formaction]").click()
    album.take("steps-external", page, height=1100)
    page.set_viewport_size(PHONE["viewport"])
    album.take("steps-external-phone", page)


def step_album(album: Album) -> None:
    """Start a demonstration and take the pictures."""
    from pictures import browser_environment, demonstration, font_configuration
    from tests.browser_under_test import FLAGS

    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=FLAGS,
                env={**environment, "FONTCONFIG_FILE": str(fonts)},
            )
            for scene in (household, elsewhere, records):
                scene(browser, address, album)
            browser.close()


if __name__ == "__main__":
    import pictures

    step_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

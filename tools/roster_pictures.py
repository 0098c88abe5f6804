"""The pictures of rosters: bringing a list, its verdicts, its receipt; what could not be done; the yearly look.

Usage: python tools/roster_pictures.py [FOLDER]

The demonstration county has a list that was filed and one that is to be mended.
"""

import os
import sys
import tempfile
from pathlib import Path

from album import PHONE, Album, first_sheet, staff_page
from playwright.sync_api import Browser, sync_playwright


def rosters(browser: Browser, address: str, album: Album) -> None:
    """The form, the verdicts at a desk and on a phone, the receipt of the list that was filed."""
    page = staff_page(browser, address, "clerk")
    page.goto(f"{address}/work/rosters/items/SB-006/")
    album.take("roster-new", page, height=1100)
    page.goto(f"{address}/work/rosters/")
    links = page.locator("tbody a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    page.goto(f"{address}{links[0]}")
    album.take("roster-verdicts", page)
    page.set_viewport_size(PHONE["viewport"])
    album.take("roster-verdicts-phone", page)
    album.keep("roster-receipt", first_sheet(page, f"{address}{links[1]}receipt/"))


def beside(browser: Browser, address: str, album: Album) -> None:
    """The head's list of what could not be done, the form on a phone, and the reviewer's yearly list."""
    page = staff_page(browser, address, "approver")
    page.goto(f"{address}/work/odd/")
    album.take("odd-list", page)
    phone = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    phone.goto(f"{address}/odd/")
    album.take("odd-phone", phone)
    reviewer = staff_page(browser, address, "reviewer-mz")
    reviewer.goto(f"{address}/work/yearly/")
    album.take("yearly-list", reviewer)


def roster_album(album: Album) -> None:
    """Start a demonstration of its own and take the pictures."""
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
            rosters(browser, address, album)
            beside(browser, address, album)
            browser.close()


if __name__ == "__main__":
    import pictures

    roster_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

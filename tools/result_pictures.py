"""The pictures of the delivery register, of giving a result to an assister, and of a site with its promises.

Usage: python tools/result_pictures.py [FOLDER]

The demonstration as it is loaded has results at every place.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

from album import PHONE, Album, staff_page
from playwright.sync_api import Browser, sync_playwright

NUMBER = re.compile(r"/work/cases/(\w+)/acts/take_out_result/")


def register(browser: Browser, address: str, album: Album) -> None:
    """The window's group with one that waits too long; the form of giving one along; the same on a phone."""
    page = staff_page(browser, address, "clerk")
    page.goto(f"{address}/work/register/?group=window")
    album.take("register", page)
    form = NUMBER.search(page.content())
    assert form
    page.goto(f"{address}{form.group()}")
    page.locator("[name=assister]").first.check()
    album.take("register-take-out", page)
    page.set_viewport_size(PHONE["viewport"])
    page.goto(f"{address}/work/register/?group=window")
    album.take("register-phone", page, height=1180)


def of_the_county(browser: Browser, address: str, album: Album) -> None:
    """What an assister carries, as the clerk of civil affairs reads it."""
    page = staff_page(browser, address, "clerk-mz")
    page.goto(f"{address}/work/register/?group=assister")
    album.take("register-assister", page, height=620)


def site(browser: Browser, address: str, album: Album) -> None:
    """The centre's public page on a phone, at its promises."""
    page = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    page.goto(f"{address}/places/SL/")
    page.get_by_role("heading", name="服务承诺").evaluate("one => one.scrollIntoView({block: 'start'})")
    album.take("site-promises-phone", page)


def result_album(album: Album) -> None:
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
            register(browser, address, album)
            of_the_county(browser, address, album)
            site(browser, address, album)
            browser.close()


if __name__ == "__main__":
    import pictures

    result_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

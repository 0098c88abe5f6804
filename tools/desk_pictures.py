"""The pictures of the desks: the deputy's, the matters behind a figure, the supervisor's townships; also as printed.

Usage: python tools/desk_pictures.py [FOLDER]

A demonstration of its own, with matters that are late.
"""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from album import PATIENCE, PHONE, Album, staff_page
from playwright.sync_api import Browser

PAPER = {"width": 794, "height": 1123}  # A4 at 96 dots per inch


def make_matters() -> None:
    """Matters of three weeks in every phase; some are late, one stands still, one waits for its applicant."""
    from tongban.site.django_setup import program_with_database

    with program_with_database():
        from tongban.kernel import time
        from tongban.site.scenario import Scenario
        from tongban.site.scenario_of_item import ItemScenario

        now = time.now()
        for serial in range(1, 22):
            with time.frozen(now - timedelta(days=22 - serial, hours=serial % 5)):
                matter = Scenario(serial=serial, channel="village_point" if serial % 5 == 0 else "window")
                if serial % 7 == 1:
                    matter.submitted()
                elif serial % 7 == 2:
                    matter.told_what_is_missing(handed_over=True)
                elif serial % 7 == 3:
                    matter.accepted()
                elif serial % 7 == 4:
                    matter.reviewed()
                elif serial % 7 == 5:
                    matter.decided()
                else:
                    matter.delivered()
        for serial in range(30, 33):
            with time.frozen(now - timedelta(days=40 - serial)):
                licence = ItemScenario("NJ-001", serial=serial)
                licence.accepted()
                if serial == 31:
                    licence.procedure_begun(days=10)


def desks(browser: Browser, address: str, album: Album) -> None:
    """The deputy at a desk, on a phone and on paper."""
    page = staff_page(browser, address, "approver")
    page.goto(f"{address}/work/desk/")
    album.take("desk", page, height=1500)
    page.locator("#h-whose").evaluate("element => element.scrollIntoView()")
    album.take("desk-flow", page)
    page.goto(f"{address}/work/desk/late/")
    album.take("desk-figure", page)
    page.goto(f"{address}/work/desk/")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    album.take("desk-print", page, height=PAPER["height"])
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE["viewport"])
    page.goto(f"{address}/work/desk/")
    album.take("desk-phone", page, height=1400)


def townships(browser: Browser, address: str, album: Album) -> None:
    """The supervisor at a desk, on a phone and on paper."""
    page = staff_page(browser, address, "supervisor")
    page.goto(f"{address}/work/supervision/")
    album.take("supervision", page)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    album.take("supervision-print", page, height=PAPER["height"])
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE["viewport"])
    page.goto(f"{address}/work/supervision/")
    album.take("supervision-phone", page, height=1200)


def desk_album(album: Album) -> None:
    """Start a demonstration of its own, and take the pictures."""
    from pictures import browser_environment, demonstration, font_configuration
    from playwright.sync_api import sync_playwright
    from tests.browser_under_test import FLAGS

    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                apart.submit(make_matters).result(PATIENCE)
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=FLAGS,
                env={**environment, "FONTCONFIG_FILE": str(fonts)},
            )
            desks(browser, address, album)
            townships(browser, address, album)
            browser.close()


if __name__ == "__main__":
    import pictures

    desk_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

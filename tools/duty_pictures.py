"""The pictures of duty: entering days away, the list of who stands in, the head's board.

Usage: python tools/duty_pictures.py [FOLDER]

A demonstration of its own, since people are away in it.
"""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from album import PATIENCE, PHONE, Album, staff_page
from playwright.sync_api import Browser, Page, sync_playwright

from tongban.kernel.time import today

OLDEST = 9  # days


def make_duty() -> str:
    """Matters at every post of social security; B away later, A today; the number of one that waits."""
    from tongban.site.django_setup import program_with_database

    with program_with_database():
        from tongban.cases.commands import take
        from tongban.directory.commands import enter_absence
        from tongban.kernel import time
        from tongban.site.scenario import Scenario, staff

        for serial in range(1, 8):
            with time.frozen(time.now() - timedelta(days=OLDEST - serial, hours=serial)):
                matter = Scenario(serial=serial)
                if serial % 3:
                    matter.submitted()
                else:
                    matter.accepted()
        last = Scenario(channel="village_point", serial=9).submitted()
        take(staff("clerk-b"), last.number, expected_version=1, idempotency_key=uuid4().hex)
        for username, first, days in (("clerk", 0, 2), ("clerk-b", 5, 1)):
            person = staff(username)
            starts = time.today() + timedelta(days=first)
            enter_absence(
                person,
                staff_id=person.staff_id,
                kind="leave",
                starts=starts,
                ends=starts + timedelta(days=days),
                idempotency_key=uuid4().hex,
            )
        return last.number


def fill(page: Page, address: str, first: int, last: int) -> None:
    """The form of days away, looked at before it is entered."""
    page.goto(f"{address}/work/away/")
    page.select_option("#kind", "training")
    for field, offset in (("away_from", first), ("away_to", last)):
        page.fill(f"#{field}", (today() + timedelta(days=offset)).isoformat())
    page.locator("button[value=look]").click()


def absence(browser: Browser, address: str, album: Album) -> None:
    """Who takes over, told before the days are entered; at a desk and on a phone."""
    page = staff_page(browser, address, "clerk")
    fill(page, address, 4, 7)
    album.take("duty-absence", page, height=1100)
    page.set_viewport_size(PHONE["viewport"])
    fill(page, address, 4, 7)
    page.locator(".takeover-seen").scroll_into_view_if_needed()
    album.take("duty-absence-phone", page)


def standing_in(browser: Browser, address: str, album: Album, number: str) -> None:
    """The list of who stands in for A, and the head's board."""
    page = staff_page(browser, address, "clerk-b")
    page.goto(f"{address}/work/")
    album.take("duty-list", page)
    head = staff_page(browser, address, "approver")
    head.goto(f"{address}/work/duty/")
    album.take("duty-board", head, height=1000)


def duty_album(album: Album) -> None:
    """Start a demonstration of its own, since people are away in it, and take the pictures."""
    from pictures import browser_environment, demonstration, font_configuration
    from tests.browser_under_test import FLAGS

    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                number = apart.submit(make_duty).result(PATIENCE)
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=FLAGS,
                env={**environment, "FONTCONFIG_FILE": str(fonts)},
            )
            absence(browser, address, album)
            standing_in(browser, address, album, number)
            browser.close()


if __name__ == "__main__":
    import pictures

    duty_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

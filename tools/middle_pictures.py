"""The pictures of the middle of a case: the reviewer's day, the county's day, and the desks beside them.

Usage: python tools/middle_pictures.py [FOLDER]

A demonstration of its own, since matters are taken further than it takes them: an opinion against, one sent back.
"""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

import pypdfium2
from album import PATIENCE, PHONE, Album, staff_page
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

TURNED_DOWN, SENT_BACK, BESIDE, UNSIGNED, LOST_CARD, TAKEN, MET = (
    76,
    77,
    78,
    79,
    80,
    81,
    82,
)  # which invented people


@dataclass
class Middle:
    """Numbers of the matters to show."""

    hangs: str = ""  # name of whose notice hangs, an objection was answered
    county: str = ""  # the township is against it; the county has it
    back: str = ""  # sent back to an earlier step
    met: str = ""  # waits for the record of a meeting
    beside: str = ""  # opinions of several offices side by side
    unsigned: str = ""  # a household that has not signed
    at_counter: str = ""  # may be finished on the spot
    kin: str = ""  # name of whose application her sister took in, which is on record
    leaves: int = 0  # an assignment to hand over


def make_middle() -> Middle:
    """Matters that stand in the middle, by the program's own commands."""
    from tongban.site.django_setup import program_with_database

    with program_with_database():
        from tongban.cases.commands import return_step, take
        from tongban.kernel import time
        from tongban.site.demo.kin import SISTER
        from tongban.site.demo.steps import HOUSEHOLD
        from tongban.site.scenario import Scenario, person, staff
        from tongban.site.scenario_of_item import ItemScenario
        from tongban.site.step_records import done_step

        made = Middle(leaves=staff("clerk").assignment_id)
        now = time.now()
        with time.frozen(now - timedelta(days=5)):
            against = ItemScenario("MZ-006", serial=TURNED_DOWN)
            against.accepted()
        with time.frozen(now - timedelta(days=4)):
            done_step(
                against.reviewer,
                against.number,
                version=against.version,
                code="township_review",
                kind="material_review",
                agrees=False,
                opinion="申请人户口去年迁到银川，不在本县领高龄津贴。",
            )
        made.county = against.number
        with time.frozen(now - timedelta(days=6)):
            back = ItemScenario("NJ-002", serial=SENT_BACK)
            back.accepted()
            back.opinion()
            back.opinion()
        with time.frozen(now - timedelta(days=1)):
            return_step(
                back.reviewer,
                back.number,
                expected_version=back.version,
                idempotency_key=uuid4().hex,
                to="site_visit",
                reason="北边的界桩没有量到，和邻居的地对不上，请再去量一次。",
            )
        made.back = back.number
        with time.frozen(now - timedelta(days=7)):
            beside = ItemScenario("MZ-002", serial=BESIDE)
            beside.accepted()
            beside.opinion()
            met = ItemScenario("MZ-001", serial=MET)
            met.accepted()
            met.opinion()
            met.opinion()
        made.beside, made.met = beside.number, met.number
        unsigned = ItemScenario("MZ-001", serial=UNSIGNED)
        unsigned.submitted()
        made.unsigned = unsigned.number
        counter = ItemScenario("SB-007", serial=LOST_CARD)
        counter.submitted()
        made.at_counter = counter.number
        taken = Scenario(channel="village_point", serial=TAKEN).submitted()
        take(staff("clerk"), taken.number, expected_version=1, idempotency_key=uuid4().hex)
        made.hangs, made.kin = person(HOUSEHOLD).name, person(SISTER).name
        return made


def printed(page: Page) -> Image.Image:
    """The first sheet as this page comes out of a printer."""
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True, prefer_css_page_size=True))
    return sheets[0].render(scale=1.2).to_pil()


class Desk:
    """One member of staff at the pages of a running demonstration, wide and narrow."""

    def __init__(self, browser: Browser, address: str, album: Album, username: str) -> None:
        self.page = staff_page(browser, address, username)
        self.address, self.album = address, album

    def case_of(self, told: str, group: str = "") -> str:
        """The path of the first case in a list whose row has these words."""
        self.page.goto(f"{self.address}/work/?group={group}")
        found = self.page.locator(".case-row", has_text=told).first.locator("a").first
        return (found.get_attribute("href") or "").split("?")[0]

    def take(self, name: str, path: str, at: str = "", *, wide: int = 1000, narrow: int = 1300) -> None:
        """The page at a desk and on a phone.

        Args:
            at: selector of what the picture is about, scrolled to; empty: the page from its top.
            wide, narrow: CSS pixels of height.
        """
        for tag, width, height in (("", 1280, wide), ("-phone", PHONE["viewport"]["width"], narrow)):
            self.page.set_viewport_size({"width": width, "height": height})
            answered = self.page.goto(self.address + path)
            if answered is None or not answered.ok:
                raise SystemExit(f"{name}: {path} cannot be seen")
            self.page.locator("details.step-past").evaluate_all(
                "all => all.forEach(one => { one.open = true })"
            )
            if at:
                self.page.locator(at).first.evaluate("one => one.scrollIntoView({block: 'start'})")
            self.album.take(name + tag, self.page)


def reviewers_day(browser: Browser, address: str, album: Album, made: Middle) -> None:
    """What is to be done, the visit, the notice, the objection with its answer, sending back, another system."""
    desk = Desk(browser, address, album, "reviewer-mz")
    desk.take("middle-reviewer-list", "/work/", wide=620, narrow=900)
    visit = desk.case_of("特困")
    desk.take("middle-visit", f"{visit}acts/give_opinion/")
    desk.take("middle-meeting", f"/work/cases/{made.met}/acts/give_opinion/")
    hangs = desk.case_of(made.hangs, "running")
    desk.take("middle-objection", hangs, ".steps", wide=1300, narrow=1600)
    clerk = Desk(browser, address, album, "clerk-mz")
    clerk.take("middle-objection-form", f"{hangs}acts/record_objection/")
    clerk.take("middle-notice", f"{hangs}notice/", wide=900, narrow=1000)
    album.keep("middle-notice-print", printed(clerk.page))
    clerk.take("middle-signatures", f"/work/cases/{made.unsigned}/acts/record_signature/")
    entering = Desk(browser, address, album, "reviewer")
    entering.take("middle-external-list", "/work/external/", wide=700, narrow=900)
    entering.page.locator("a.small-button").first.click()
    entering.page.locator("button[formaction]").click()
    album.take("middle-external-phone", entering.page)
    entering.page.set_viewport_size({"width": 1280, "height": 1000})
    album.take("middle-external", entering.page)
    land = Desk(browser, address, album, "reviewer-nj")
    land.take("middle-sent-back", f"/work/cases/{made.back}/", ".steps")


def countys_day(browser: Browser, address: str, album: Album, made: Middle) -> None:
    """The county's list, a case that the township is against, its own opinion, a filing of near kin."""
    desk = Desk(browser, address, album, "county-mz")
    desk.take("middle-county-list", "/work/", wide=620, narrow=900)
    desk.take("middle-county-opinion", f"/work/cases/{made.county}/acts/give_opinion/")
    desk.take("middle-county-case", f"/work/cases/{made.county}/", ".steps")
    desk.take("middle-beside", f"/work/cases/{made.beside}/acts/give_opinion/")
    head = Desk(browser, address, album, "county-mz-head")
    head.take("middle-kin-filed", head.case_of(made.kin, "running"), wide=760)


def other_desks(browser: Browser, address: str, album: Album, made: Middle) -> None:
    """One act at the counter, the receiving township's part, near kin, what somebody leaves behind."""
    desk = Desk(browser, address, album, "clerk")
    desk.take("middle-register", "/work/register/?group=window", wide=1000, narrow=1180)
    album.keep("middle-register-print", printed(desk.page))
    elder_and_english(desk)
    desk.page.goto(f"{address}/work/rosters/")
    filed = desk.page.locator("tbody a").last.get_attribute("href")
    desk.take("middle-roster-filed", filed or "")
    desk.take("middle-on-the-spot", f"/work/cases/{made.at_counter}/acts/finish_on_the_spot/")
    desk.take("middle-across", "/work/across/", wide=700, narrow=900)
    desk.take("middle-kin", "/work/me/kin/", wide=860)
    there = Desk(browser, address, album, "clerk-wy")
    there.take("middle-across-there", "/work/across/", wide=860, narrow=1100)
    head = Desk(browser, address, album, "approver")
    head.take("middle-handover", f"/work/handover/{made.leaves}/", wide=860)


def elder_and_english(desk: Desk) -> None:
    """The list on a phone in large letters, and in English."""
    page, narrow = desk.page, {"width": PHONE["viewport"]["width"], "height": 900}
    page.set_viewport_size(narrow)
    for name, button, back in (
        ("middle-list-elder-phone", "大字版", "标准版"),
        ("middle-list-english-phone", "English", "中文"),
    ):
        page.goto(f"{desk.address}/work/")
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state("networkidle")
        desk.album.take(name, page)
        page.get_by_role("button", name=back).click()
        page.wait_for_load_state("networkidle")


def middle_album(album: Album) -> None:
    """Start a demonstration of its own and take the pictures."""
    from pictures import browser_environment, demonstration, font_configuration
    from tests.browser_under_test import FLAGS

    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as folder_made:
        folder = Path(folder_made)
        folder.chmod(0o755)
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                made = apart.submit(make_middle).result(PATIENCE)
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=[*FLAGS, "--lang=zh-CN"],
                env={**environment, "FONTCONFIG_FILE": str(fonts), "LANGUAGE": "zh_CN"},
            )
            for scene in (reviewers_day, countys_day, other_desks):
                scene(browser, address, album, made)
            browser.close()


if __name__ == "__main__":
    import pictures

    middle_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

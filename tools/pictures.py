"""Makes docs/pictures: each face and each paper as the demonstration county shows them.

Usage: python tools/pictures.py [FOLDER]

Starts the demonstration in a data folder of its own, brings matters into it through the scenario builder, drives
a headless Chromium through one application from the first page to the confirmation, and takes pictures on the way.
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from album import DESK, PATIENCE, PHONE, Album, first_sheet, staff_page
from audit_pictures import audit_in_pictures, looks_on_a_phone
from catalogue_pictures import (
    Written,
    catalogue_at_work,
    catalogue_on_a_desk,
    catalogue_on_a_phone,
    write_drafts,
)
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser import browser_environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser_under_test import FLAGS, font_configuration  # noqa: E402  (the path above comes first)

CITIZEN_PHONE = "19900000088"
APPLICANT = {"name": "马秀兰", "number": "640121196803120027", "phone": CITIZEN_PHONE}
ANSWERS = {
    "q-address": "许旺村三组12号",
    "q-student": "no",
    "q-employee_insured": "no",
    "q-enrolled_elsewhere": "no",
    "q-payment_level": "500",
    "q-hardship": "none",
    "q-household_village": "640121200201",
    "acting": "self",
}


@dataclass
class Matters:
    """What the scenario builder left behind: the numbers to show, and the papers of each kind."""

    reviewed: str = ""
    submitted: str = ""
    papers: dict[str, tuple[str, str]] = field(default_factory=dict)  # kind → case number, paper id
    written: Written = field(default_factory=Written)


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The demonstration county, running; yields its address and stops it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # Papers print this address: the usual one, so that pictures do not differ by their port.
    os.environ.update(TONGBAN_DATA=str(folder), TONGBAN_BASE_URL="http://127.0.0.1:8000", TONGBAN_DEMO="1")
    os.environ["TONGBAN_HISTORY"] = "0"  # the pictures show the few matters that they make
    command = [sys.executable, "-m", "tongban", "run", "--demo", "--end-with-parent", "--port", str(port)]
    log = folder / "run.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT)
        try:
            deadline = time.monotonic() + PATIENCE
            while "Ctrl-C" not in log.read_text():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"the demonstration did not start:\n{log.read_text()}")
                time.sleep(0.3)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def make_matters() -> Matters:
    """Matters in every state, by the program's own commands, over the last days."""
    from tongban.site.django_setup import program_with_database

    made = Matters()
    with program_with_database():
        from tongban.cases.commands import decline
        from tongban.cases.queries import case_for
        from tongban.kernel import time as kernel_time
        from tongban.site.scenario import Scenario, staff

        now = kernel_time.now()

        def earlier(days: int, hours: int = 0) -> datetime:
            return now - timedelta(days=days, hours=hours)

        for serial, channel, days in ((11, "window", 13), (12, "village_point", 12)):
            with kernel_time.frozen(earlier(days)):
                done = Scenario(channel=channel, serial=serial)
                done.delivered()
        made.papers = {
            paper.kind: (done.number, str(paper.id)) for paper in case_for(staff("clerk"), done.number).papers
        }
        with kernel_time.frozen(earlier(6)):
            Scenario(channel="portal", serial=13).accepted()
        with kernel_time.frozen(earlier(3)):
            waiting = Scenario(
                channel="village_point",
                serial=14,
                answers={"enrolled_elsewhere": "yes", "elsewhere_place": "银川市金凤区"},
            )
            waiting.reviewed()
        made.reviewed = waiting.number
        with kernel_time.frozen(earlier(1, hours=1)):
            refused = Scenario(channel="window", serial=15)
            refused.submitted()
            clerk = staff("clerk")
            decline(
                clerk,
                refused.number,
                expected_version=case_for(clerk, refused.number).version,
                idempotency_key=uuid4().hex,
                reason="申请人户籍在永宁县杨和镇，不属于本乡办理范围。",
                basis="《国务院关于建立统一的城乡居民基本养老保险制度的意见》第三条",
                right_body="永宁县杨和镇人民政府",
            )
            kind = "non_acceptance_decision"
            made.papers |= {
                paper.kind: (refused.number, str(paper.id))
                for paper in case_for(clerk, refused.number).papers
                if paper.kind == kind
            }
        for serial, channel, hours in ((16, "window", 3), (17, "village_point", 2), (18, "portal", 1)):
            with kernel_time.frozen(earlier(0, hours=hours)):
                last = Scenario(channel=channel, serial=serial)
                last.submitted()
        made.submitted = last.number
        made.written = write_drafts()
    return made


def identity_card() -> bytes:
    """A picture to upload: an empty card, plainly no real one."""
    picture = Image.new("RGB", (1000, 630), "#eef2f6")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((30, 30, 970, 600), 40, outline="#9aa7b4", width=6)
    for top in (130, 220, 310, 400, 490):
        pen.rounded_rectangle((90, top, 560, top + 36), 12, fill="#cfd8e1")
    pen.rounded_rectangle((660, 110, 890, 400), 20, fill="#dbe2e9")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()


def sign_in_code(context: BrowserContext, address: str) -> str:
    """The code that the demonstration's phone shows."""
    shown = context.request.get(f"{address}/demo/phone/?phone={CITIZEN_PHONE}").text()
    codes = re.findall(r"(?<!\d)\d{6}(?!\d)", shown)
    if not codes:
        raise SystemExit("no code on the demonstration's phone")
    return codes[0]


def answer(page: Page, code: str) -> None:
    """Fill in one page of the application, whatever it asks."""
    if code in APPLICANT:
        page.locator("main input.input").fill(APPLICANT[code])
    elif code.startswith("m-"):
        card = {"name": "身份证.jpg", "mimeType": "image/jpeg", "buffer": identity_card()}
        page.locator("input[type=file]").set_input_files([card])
        page.wait_for_timeout(500)
    elif page.locator("main select").count():
        page.locator("main select").select_option(ANSWERS[code])
    elif page.locator("main input[type=radio]").count():
        page.locator(f"main input[type=radio][value='{ANSWERS[code]}']").check()
    else:
        page.locator("main .input").fill(ANSWERS[code])


def portal_on_a_phone(browser: Browser, address: str, album: Album) -> str:
    """One application from the first page to its progress; gives its number."""
    context = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(address + "/")
    album.take("portal-home-phone", page)
    page.goto(address + "/items/SB-001/")
    album.take("portal-guide-phone", page)
    page.get_by_role("button", name="在线办理").first.click()
    pictures = {"q-hardship": "portal-question-phone", "m-household_register": "portal-material-phone"}
    while not page.url.endswith("/check/"):
        code = page.url.rstrip("/").rsplit("/", 1)[-1]
        answer(page, code)
        if name := pictures.get(code):
            album.take(name, page)
        page.get_by_role("button", name="保存，下一题").click()
        page.wait_for_load_state("networkidle")
        if page.url.rstrip("/").endswith("/" + code):
            raise SystemExit(f"the application does not go on after {code}: {page.inner_text('main')}")
    page.get_by_role("link", name="验证手机号码").click()
    page.locator("#phone").fill(CITIZEN_PHONE)
    page.get_by_role("button", name="获取验证码").click()
    page.locator("#code").fill(sign_in_code(context, address))
    page.get_by_role("button", name="确定").click()
    page.wait_for_url("**/check/")
    album.take("portal-check-phone", page)
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/applied/**")
    album.take("portal-confirmation-phone", page)
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{address}/track/{number}/")
    album.take("portal-tracking-phone", page)
    page.goto(address + "/")
    page.get_by_role("button", name="大字版").click()
    album.take("portal-home-elder-phone", page)
    context.close()
    return number


def portal_on_a_desk(browser: Browser, address: str, album: Album) -> None:
    """The first page on a wide screen."""
    context = browser.new_context(**DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(address + "/")
    album.take("portal-home", page)
    context.close()


def workbench(browser: Browser, address: str, album: Album, matters: Matters, number: str) -> None:
    """List, case, acts, the village's intake and ledger; then every paper as printed."""
    page = staff_page(browser, address, "clerk")
    album.take("workbench-list", page)
    page.goto(f"{address}/work/cases/{number}/acts/accept/")
    album.take("workbench-accept", page)
    for kind, (case, paper) in matters.papers.items():
        album.keep(f"paper-{kind}", first_sheet(page, f"{address}/work/cases/{case}/papers/{paper}/"))
    page.context.close()
    page = staff_page(browser, address, "approver")
    page.goto(f"{address}/work/cases/{matters.reviewed}/")
    album.take("workbench-case", page)
    page.goto(f"{address}/work/cases/{matters.reviewed}/acts/decide/")
    page.locator("input[name=granted][value=yes]").check()
    page.get_by_role("button", name="预览文书").click()
    page.wait_for_timeout(2500)  # the browser's own PDF view tells nobody when it is done
    album.take("workbench-decide", page)
    page.context.close()
    page = staff_page(browser, address, "assister")
    page.goto(address + "/work/ledger/")
    album.take("workbench-village-ledger", page)
    page.goto(address + "/work/intake/")
    page.get_by_role("button", name=re.compile("养老保险")).first.click()
    album.take("workbench-village-intake", page)
    page.context.close()


def main() -> None:
    album = Album(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # the database's own account must reach its folder below
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            matters = make_in_own_process()
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=FLAGS,
                env={**environment, "FONTCONFIG_FILE": str(fonts)},
            )
            number = portal_on_a_phone(browser, address, album)
            portal_on_a_desk(browser, address, album)
            workbench(browser, address, album, matters, number)
            audit_in_pictures(browser, address, album, number)
            looks_on_a_phone(browser, address, album, number, CITIZEN_PHONE)
            catalogue_on_a_phone(browser, address, album, matters.written)
            catalogue_on_a_desk(browser, address, album)
            catalogue_at_work(browser, address, album, matters.written)
            browser.close()


def make_in_own_process() -> Matters:
    """Runs `make_matters` apart: Django refuses its database beside the browser's event loop."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(make_matters).result(PATIENCE)


if __name__ == "__main__":
    main()

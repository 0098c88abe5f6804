"""The album that pictures go into, and the ways to a page or a paper to take one of."""

import io
import re
import time
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

LARGEST = 250 * 1024  # bytes of one picture
PATIENCE = 120  # seconds for the demonstration to start, and for a paper to be written
PHONE = {"viewport": {"width": 360, "height": 720}, "device_scale_factor": 2, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


class Album:
    """The folder of pictures; each is kept below the limit by its number of colours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str, picture: Image.Image) -> None:
        """Write one picture, with as many colours as fit."""
        for colours in (256, 128, 64, 32, 16):
            written = io.BytesIO()
            reduced = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
            reduced.save(written, "PNG", optimize=True)
            if written.tell() <= LARGEST:
                break
        else:
            raise SystemExit(f"{name}: {written.tell()} bytes even with {colours} colours")
        (self.folder / f"{name}.png").write_bytes(written.getvalue())
        print(f"{name}.png: {written.tell() // 1024} KB, {colours} colours", flush=True)

    def take(self, name: str, page: Page, height: int = 0) -> None:
        """A picture of what the page shows now.

        Args:
            height: CSS pixels of a taller screen, for a page whose first screen does not show what it is about; 0:
                the screen as it is.
        """
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement && document.activeElement.blur()")
        usual = page.viewport_size
        assert usual is not None
        if height:
            page.set_viewport_size({"width": usual["width"], "height": height})
        self.keep(name, Image.open(io.BytesIO(page.screenshot(animations="disabled"))))
        page.set_viewport_size(usual)


def staff_page(browser: Browser, address: str, username: str) -> Page:
    """The workbench, signed in."""
    context = browser.new_context(**DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(address + "/work/sign-in/")
    page.locator("#username").fill(username)
    page.locator("#password").fill("tongban-demo")
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    if page.url.endswith("/work/sign-in/code/"):
        page.locator("#code").fill(code_of(page, address, username))
        page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/work/(?!sign-in)"))
    return page


def code_of(page: Page, address: str, username: str) -> str:
    """What the demonstration's authenticator shows for an account; a code just used is waited out."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        shown = page.request.get(f"{address}/demo/authenticator/?username={username}").text()
        if found := re.search(r"data-code-of[^>]*><b>(\d{6})", shown):
            return found.group(1)
        time.sleep(1)
    raise SystemExit(f"no code for {username}")


def first_sheet(page: Page, address: str, scale: float = 1.5) -> Image.Image:
    """The first sheet of a paper, once the worker has written it; ``scale`` 1 is 72 dots an inch."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answered = page.request.get(address)
        if answered.body().startswith(b"%PDF-"):
            document = pypdfium2.PdfDocument(answered.body())
            return document[0].render(scale=scale).to_pil()
        time.sleep(1)
    raise SystemExit(f"no paper at {address}")

"""The browser of the checks: a Chromium found on the machine, driven without a window, with axe."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FETCHED = ROOT / "var" / "browser" / "chromium"  # where tools/browser.py unpacks one
# WCAG 2.2 up to AA, which the portal promises.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
<alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


def find_chromium() -> str | None:
    """The browser's path: `TONGBAN_CHROMIUM` as `make test` sets it, else the first on the search path."""
    if named := os.environ.get("TONGBAN_CHROMIUM"):
        return named
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", str(FETCHED))
    return next((path for name in names if (path := shutil.which(name))), None)


def font_configuration(folder: Path) -> Path:
    """A fontconfig file in `folder` for the Chinese fonts of a package: no system font is needed."""
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    file = folder / "fonts.conf"
    file.write_text(FONTS.format(fonts=fonts, cache=folder / "cache"))
    return file


@pytest.fixture(scope="session")
def browser_type_launch_args(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """How pytest-playwright starts the browser."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("no Chromium on this machine: install the package `chromium`, or set TONGBAN_CHROMIUM")
    # Playwright's event loop runs in the checks' own thread, where Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    fonts = font_configuration(tmp_path_factory.mktemp("fonts"))
    return {
        "executable_path": chromium,
        "headless": True,
        "args": FLAGS,
        "env": {**os.environ, "FONTCONFIG_FILE": str(fonts)},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The pages are Chinese ones, seen in China."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def axe_violations() -> Callable[[Page], list[str]]:
    """A function that lists what axe finds on a page: one line per rule, with the elements at fault.

    axe is evaluated from outside the page, so that the page's own content security policy stays on.
    """
    source = AXE.read_text()

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        return [
            f"{violation['id']}: {violation['help']}: "
            + "; ".join(" ".join(node["target"]) for node in violation["nodes"])
            for violation in found["violations"]
        ]

    return violations

"""The browser of the checks itself: what the pages' checks rely on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

INK = """
text => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.width = canvas.height = 64;
  pen.font = "48px sans-serif";
  pen.fillText(text, 4, 52);
  return canvas.toDataURL();
}
"""


@pytest.mark.parametrize("character", ["通", "办", "喆", "堃", "玥"])
def test_has_chinese_glyphs_of_names_too(page: Page, character: str) -> None:
    missing = page.evaluate(INK, "\ue123")  # private use: no font has it
    assert page.evaluate(INK, character) != missing


def test_shows_dates_in_the_countys_time(page: Page) -> None:
    assert page.evaluate("new Date(0).toLocaleString()").startswith("1970/1/1 08:00")


def test_axe_finds_a_fault(page: Page, axe_violations: Callable[[Page], list[str]]) -> None:
    page.set_content("<html lang='zh-CN'><title>x</title><main><img src='data:,'></main></html>")
    assert [line.split(":")[0] for line in axe_violations(page)] == ["image-alt"]


def test_axe_passes_a_plain_page(page: Page, axe_violations: Callable[[Page], list[str]]) -> None:
    page.set_content("<html lang='zh-CN'><title>通办</title><main><h1>通办</h1></main></html>")
    assert axe_violations(page) == []

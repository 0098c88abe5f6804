"""The intake check by keyboard, in a real browser: the page's own markup and script, without a server."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

import tongban
from tongban.cases.queries.shapes import MaterialView
from tongban.catalogue.definition import Text
from tongban.faces.workbench.acts_corrections import VerdictRow

pytestmark = pytest.mark.browser

SCRIPT = (Path(tongban.__file__).parent / "faces/workbench/assets/verdicts.js").read_text("utf-8")
POINTS = (Text("在有效期内"), Text("号码一致"))
TWELVE = 12


def material(number: int) -> MaterialView:
    form = "" if number == 1 else "paper_original"
    return MaterialView(f"m{number}", Text(f"材料{number}"), True, form, None, "", 0, 0, "", "", POINTS)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    rows = [VerdictRow(material(number), "", "", None) for number in range(TWELVE)]
    case = SimpleNamespace(number="SLX1", correction=None, asking=SimpleNamespace(further=False))
    context = {
        "case": case,
        "rows": rows,
        "faults": (),
        "values": {},
        "may_send": True,
        "to_judge": TWELVE,
        "judged": 0,
        "defects": 0,
    }
    check = render_to_string("workbench/parts/intake_check.html", context)
    buttons = render_to_string("workbench/parts/check_buttons.html", context)
    opened = browser.new_page()
    opened.set_content(f"<form>{check}{buttons}</form>")
    opened.add_script_tag(content=SCRIPT, type="module")
    opened.wait_for_selector("[data-check-keys]:not([hidden])", state="attached")
    yield opened
    opened.close()


def told(page: Page) -> str:
    return page.locator("[data-check-sum]").inner_text()


def test_one_key_a_material_and_the_next_one_waits(page: Page) -> None:
    page.keyboard.press("1")
    page.keyboard.press("1")  # nothing came in for this one: it cannot be in order
    assert told(page) == "12 样看了 1 样，0 样要补"
    page.keyboard.press("2")
    page.keyboard.press("3")
    page.keyboard.press("b")
    assert page.locator("input[name='point.m2']:checked").get_attribute("value") == "1"
    assert told(page) == "12 样看了 3 样，2 样要补"
    page.keyboard.press("ArrowDown")
    for _ in range(TWELVE - 3):
        page.keyboard.press("1")
    assert told(page) == "12 样都看完了，2 样要补"


def test_a_button_that_the_verdicts_do_not_allow_is_grey(page: Page) -> None:
    grey = "aria-disabled"
    accept, request = page.locator("[data-choice=accept]"), page.locator("[data-choice=request]")
    assert (accept.get_attribute(grey), request.get_attribute(grey)) == ("true", "true")
    for number in range(TWELVE):
        page.keyboard.press("2" if number == 1 else "1")
    assert (accept.get_attribute(grey), request.get_attribute(grey)) == ("true", "false")


def test_a_key_typed_into_a_reason_is_a_letter(page: Page) -> None:
    page.keyboard.press("3")
    page.locator("[name='reason.m0']").fill("")
    page.locator("[name='reason.m0']").press("1")
    assert page.locator("[name='reason.m0']").input_value() == "1"
    assert page.locator("input[name='verdict.m0']:checked").get_attribute("value") == "faulty"

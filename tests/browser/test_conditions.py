"""The browser's evaluator of conditions, in a real browser, against the vectors that it shares with Python."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import tongban

pytestmark = pytest.mark.browser

PACKAGE = Path(tongban.__file__).parent
VECTORS = json.loads((PACKAGE / "data" / "conditions" / "vectors.json").read_text("utf-8"))
MODULE = (PACKAGE / "faces" / "common" / "assets" / "js" / "conditions.js").read_text("utf-8")
RUN = """vectors => {
  const faults = (run) => { try { return run(); } catch (fault) { return fault.fault ? fault.fault.code : String(fault); } };
  const {evaluate, settled, validate} = window.conditions;
  return {
    evaluate: vectors.evaluate.map((one) => faults(() => evaluate(one.condition, one.answers))),
    settled: vectors.settled.map((one) => faults(() => settled(one.condition, one.answers, one.open))),
    faulty: vectors.faulty.map((one) => validate(one.condition, one.fields).map((fault) => [fault.path, fault.code])),
    refused: vectors.faulty.map((one) => faults(() => evaluate(one.condition, {}))),
  };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that has the module as the pages' bundle has it."""
    opened = browser.new_page()
    script = f"{MODULE}\nwindow.conditions = {{evaluate, settled, validate}};"
    opened.add_script_tag(content=script, type="module")
    opened.wait_for_function("window.conditions !== undefined")
    yield opened
    opened.close()


def test_the_browser_passes_every_shared_vector(page: Page) -> None:
    told: dict[str, list[Any]] = page.evaluate(RUN, VECTORS)
    for kind in ("evaluate", "settled"):
        wrong = [
            vector["name"]
            for vector, answer in zip(VECTORS[kind], told[kind], strict=True)
            if answer is not vector["expected"]
        ]
        assert wrong == []
    for vector, faults in zip(VECTORS["faulty"], told["faulty"], strict=True):
        assert faults == vector["faults"], vector["name"]


def test_a_malformed_condition_is_never_quietly_false(page: Page) -> None:
    told: dict[str, list[Any]] = page.evaluate(RUN, VECTORS)
    for vector, answer in zip(VECTORS["faulty"], told["refused"], strict=True):
        structural = [code for _, code in vector["faults"] if code != "unknown_field"]
        if structural:
            assert answer == structural[0], vector["name"]


def test_a_condition_nested_too_deep_is_refused(page: Page) -> None:
    condition: dict[str, Any] = {"answered": "a"}
    for _ in range(21):
        condition = {"not": condition}
    found = page.evaluate(
        "one => window.conditions.validate(one, ['a']).map((fault) => fault.code)", condition
    )
    assert found == ["too_deep"]

"""The table of the demonstration's items says what the data say."""

import sys
from pathlib import Path

import pytest
from tests.catalogue import walking

from tongban.catalogue.parsing import read_definition
from tongban.site.demo.catalogue import read_catalogue

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

import catalogue_table  # noqa: E402  (the folder of tools comes first)

ITEMS = [read_definition(content) for content in read_catalogue()]


def test_the_page_is_current() -> None:
    written = catalogue_table.PAGE.read_text(encoding="utf-8")
    assert written == catalogue_table.page(), "run python tools/catalogue_table.py"


def test_every_shipped_item_has_one_row() -> None:
    rows = [line.split(" | ")[0].strip("| ") for line in catalogue_table.page().splitlines() if "-0" in line]
    assert [code for code in rows if code in {item.code for item in ITEMS}] == [
        *(item.code for item in ITEMS if item.ends is None),
        *(item.code for item in ITEMS if item.ends is not None),
    ]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_the_situations_counted_are_those_the_tests_walk(item) -> None:
    counted = {tuple(sorted(answers.items())) for answers in catalogue_table.situations(item)}
    assert counted == {tuple(sorted(answers.items())) for answers in walking.situations(item)}

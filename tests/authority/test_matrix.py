"""`docs/mechanisms/authority-matrix.md`, cell by cell: what the page says is what everybody gets."""

import os

import pytest
from tests.authority.matrix import (
    KINDS,
    PAGE,
    cells_on_the_page,
    observed_addresses,
    observed_queries,
    read_queries,
    rows_of_addresses,
    table,
)
from tests.authority.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

WRITE = os.environ.get("TONGBAN_WRITE_MATRIX", "")  # set by tools/authority_matrix.py
ADVICE = "a cell is wrong, or the program is: read it, then `python tools/authority_matrix.py` writes the page anew"


def differences(page: dict[str, list[str]], seen: dict[str, list[str]]) -> list[str]:
    """Each cell that differs, and each row that one of the two lacks."""
    told = [f"{name}: no row on the page" for name in sorted(set(seen) - set(page))]
    told += [f"{name}: on the page, and not there any more" for name in sorted(set(page) - set(seen))]
    for name in sorted(set(page) & set(seen)):
        told += [
            f"{name} × {kind.head}: the page says {said}, it is {is_so}"
            for kind, said, is_so in zip(KINDS, page[name], seen[name], strict=True)
            if said != is_so
        ]
    return told


def _written(head: str, rows: dict[str, list[str]]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    start = text.index(f"<!-- {head} -->")
    end = text.index(f"<!-- end of {head} -->")
    new = f"{text[:start]}<!-- {head} -->\n\n{table(head, rows)}\n\n{text[end:]}"
    PAGE.write_text(new, encoding="utf-8")


def test_every_address_is_to_everybody_what_the_page_says(world: World) -> None:
    seen, foreign = observed_addresses(world)
    assert foreign == []
    if WRITE:
        _written("address", seen)
    told = differences(cells_on_the_page(PAGE.read_text(encoding="utf-8"), "address"), seen)
    assert told == [], ADVICE
    assert not any("fault" in cell for row in seen.values() for cell in row)


def test_every_read_gives_everybody_what_the_page_says(world: World) -> None:
    seen = observed_queries(world)
    if WRITE:
        _written("read", seen)
    told = differences(cells_on_the_page(PAGE.read_text(encoding="utf-8"), "read"), seen)
    assert told == [], ADVICE


def test_a_new_address_or_read_without_a_row_fails() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = cells_on_the_page(page, "address"), cells_on_the_page(page, "read")
    assert set(rows[0]) == {address.name for address in rows_of_addresses()}, ADVICE
    assert set(rows[1]) == set(read_queries()), ADVICE
    assert differences({}, {"work:new": ["sees"] * len(KINDS)}) == ["work:new: no row on the page"]

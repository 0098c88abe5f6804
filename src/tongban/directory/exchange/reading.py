"""Reading a filled workbook: rows of text by their columns' keys, every fault by sheet, row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from openpyxl.utils import get_column_letter

from tongban.directory.exchange.books import SAMPLE, Book, Column, Sheet
from tongban.directory.exchange.template import ABOUT
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.kernel.workbooks.reading import HEADER_ROWS, filled, opened, text_of, too_many_rows

MOST_ROWS = 5_000
"""Rows of one sheet: the villages of a large county several times over."""
MOST_COLUMNS = 60
MOST_FAULTS = 500
LONGEST_CELL = 200


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet counts, and its cells by key; an empty one is ``""``."""

    number: int
    cells: Mapping[str, str]


@dataclass
class Filled:
    """A workbook read: rows by the sheet's key, and everything wrong with them.

    Attributes:
        broken: the first cells of rows that were wrong in themselves.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[ExchangeFault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


def read(book: Book, data: bytes) -> Filled:
    """The rows of a filled workbook.

    Raises:
        Unreadable: as `kernel.workbooks.reading.opened` says.
    """
    found = Filled({sheet.key: [] for sheet in book.sheets})
    with opened(data, MOST_ROWS) as work:
        pages = {page.title: page for page in work.worksheets}
        known = {sheet.title: sheet for sheet in book.sheets}
        for title in pages:
            if title not in known and title != ABOUT:
                found.faults.append(
                    ExchangeFault("sheet_unknown", title[:60], params={"known": "、".join(known)})
                )
        for title, sheet in known.items():
            if title not in pages:
                found.faults.append(ExchangeFault("sheet_missing", title))
            else:
                _read_sheet(found, sheet, pages[title])
    if not found.faults and not any(found.rows.values()):
        found.faults.append(ExchangeFault("no_rows"))
    return found


def column_name(sheet: Sheet, key: str) -> str:
    """How a column is called to people: its letter and its title."""
    for place, column in enumerate(sheet.columns, start=1):
        if column.key == key:
            return f"{get_column_letter(place)}（{column.zh}）"
    return ""


def _read_sheet(found: Filled, sheet: Sheet, page: Any) -> None:
    page.reset_dimensions()  # what the file says of its size is not relied on
    columns: dict[int, Column] = {}
    number = 0
    lines = page.iter_rows(max_row=MOST_ROWS + HEADER_ROWS + 1, max_col=MOST_COLUMNS)
    for number, line in enumerate(lines, start=1):
        if number == HEADER_ROWS:
            columns = _columns(found, sheet, line)
        if number <= HEADER_ROWS or not any(cell.value is not None for cell in line):
            continue
        if number > MOST_ROWS + HEADER_ROWS:
            raise too_many_rows(sheet.title, MOST_ROWS)
        _take(found, sheet, number, line, columns)
        if len(found.faults) > MOST_FAULTS:
            raise Unreadable(*found.faults)
    if number < HEADER_ROWS:
        found.faults.append(ExchangeFault("header_missing", sheet.title, row=HEADER_ROWS))


def _columns(found: Filled, sheet: Sheet, line: Any) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for place, cell in filled(line):
        key = str(cell.value).strip()[:60]
        letter = get_column_letter(place + 1)
        column = sheet.column(key)
        if column is None:
            _fault(found, "column_unknown", sheet, HEADER_ROWS, letter, value=key)
        elif column in columns.values():
            _fault(found, "column_twice", sheet, HEADER_ROWS, letter, value=key)
        else:
            columns[place] = column
    for column in sheet.columns:
        if column.required and column not in columns.values():
            _fault(found, "column_missing", sheet, HEADER_ROWS, column.zh, value=column.key)
    return columns


def _take(found: Filled, sheet: Sheet, number: int, line: Any, columns: Mapping[int, Column]) -> None:
    cells = {column.key: "" for column in sheet.columns}
    first = next((str(cell.value) for _, cell in filled(line)), "")
    if first.strip().startswith(SAMPLE):
        return
    before = len(found.faults)
    for place, cell in filled(line):
        column = columns.get(place)
        if column is None:
            _fault(found, "cell_outside", sheet, number, get_column_letter(place + 1))
            continue
        text, code = _text(cell, column)
        if not code and len(text) > LONGEST_CELL:
            text, code = "", "cell_longer_than"
        if not code and any(ord(mark) < 32 or 0xD800 <= ord(mark) <= 0xDFFF for mark in text):
            text, code = "", "control_character"
        if not code and column.options and text:
            text, code = _option(text, column)
        if code:
            known = "、".join(word for _, word in column.options)
            params = {"value": str(cell.value)[:60], "known": known, "most": LONGEST_CELL}
            _fault(found, code, sheet, number, column_name(sheet, column.key), **params)
        cells[column.key] = text
    if not any(cells.values()) and len(found.faults) == before:
        return
    told = {fault.column for fault in found.faults[before:]}
    for column in sheet.columns:
        name = column_name(sheet, column.key)
        if column.required and not cells[column.key] and name not in told:
            _fault(found, "required", sheet, number, name)
    if len(found.faults) == before:
        found.rows[sheet.key].append(Row(number, cells))
    elif own := cells[sheet.columns[0].key]:
        found.broken.add(own)


def _text(cell: Any, column: Column) -> tuple[str, str]:
    if column.takes == "time" and isinstance(cell.value, time | datetime):
        return f"{cell.value:%H:%M}", ""
    return text_of(
        cell.value,
        cell.data_type,
        yes="是",
        no="否",
        number=column.takes == "number",
        day=column.takes == "day",
    )


def _option(text: str, column: Column) -> tuple[str, str]:
    for code, word in column.options:
        if text in (code, word):
            return code, ""
    return "", "cell_not_option"


def _fault(found: Filled, code: str, sheet: Sheet, row: int, column: str, **params: Any) -> None:
    found.faults.append(ExchangeFault(code, sheet.title, row, column, params=params))

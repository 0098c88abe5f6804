"""Reading a workbook that came from somebody: within limits of size and rows, every fault by sheet, row and column."""

from collections.abc import Callable
from typing import Any

from openpyxl.utils import get_column_letter

from tongban.catalogue.exchange.cells import NO, YES
from tongban.catalogue.exchange.columns import Column, Sheet, sheets
from tongban.catalogue.exchange.parsed import ParsedFile, Place
from tongban.catalogue.exchange.rows import Assembly
from tongban.catalogue.exchange.workbook import ABOUT, title_of
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.kernel.workbooks.reading import HEADER_ROWS, filled, opened, text_of, too_many_rows

MOST_ROWS = 20_000
"""Rows of one sheet: a thousand items' questions."""
MOST_COLUMNS = 200
MOST_FAULTS = 5_000
"""After so many nobody reads on; the file is refused with what was found."""
_TOLD_EVERY = 200


def read(data: bytes, told: Callable[[int], None] = lambda rows: None) -> ParsedFile:
    """The items of a workbook.

    Args:
        told: called from time to time with the rows read so far; what it raises ends the reading.

    Raises:
        Unreadable: as `open_archive` and `scan_xml` say; ``not_a_workbook``, ``has_macros``, ``external_link``,
            ``too_many_rows`` (the sheet, its first row too many).
    """
    reading = _Reading(told)
    with opened(data, MOST_ROWS) as book:
        reading.read(book)
    return ParsedFile("xlsx", reading.assembly.items(), tuple(reading.assembly.faults), reading.rows)


class _Reading:
    """One workbook being read."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self.assembly = Assembly()
        self.rows = 0
        self._told = told

    def read(self, book: Any) -> None:
        pages = {page.title: page for page in book.worksheets}
        known = {title_of(sheet): sheet for sheet in sheets()}
        for title in pages:
            if title not in known and title != ABOUT:
                self._fault("sheet_unknown", title, known="、".join(known))
        for title, sheet in known.items():
            if title in pages:
                self._read_sheet(sheet, title, pages[title])
            else:
                self._fault("sheet_missing", title)

    def _read_sheet(self, sheet: Sheet, title: str, page: Any) -> None:
        page.reset_dimensions()  # what the file says of its size is not relied on
        lines = page.iter_rows(max_row=MOST_ROWS + HEADER_ROWS + 1, max_col=MOST_COLUMNS)
        columns: dict[int, Column] = {}
        letters: dict[str, str] = {}
        number = 0
        for number, line in enumerate(lines, start=1):
            if number == HEADER_ROWS:
                columns = self._columns(sheet, title, line)
                letters = {
                    column.key: f"{get_column_letter(place + 1)}（{column.zh}）"
                    for place, column in columns.items()
                }
            if number <= HEADER_ROWS or not any(cell.value is not None for cell in line):
                continue
            if number > MOST_ROWS + HEADER_ROWS:
                raise too_many_rows(title, MOST_ROWS)
            self._take(sheet, Place(title, number), line, columns, letters)
        if number < HEADER_ROWS:
            self._fault("header_missing", title, row=HEADER_ROWS)

    def _columns(self, sheet: Sheet, title: str, line: Any) -> dict[int, Column]:
        known = {column.key: column for column in sheet.all_columns}
        found: dict[int, Column] = {}
        for place, cell in enumerate(line):
            key = str(cell.value).strip() if cell.value is not None else ""
            if not key:
                continue
            letter = get_column_letter(place + 1)
            if key not in known:
                self._fault("column_unknown", title, row=HEADER_ROWS, column=letter, value=key[:60])
            elif known[key] in found.values():
                self._fault("column_twice", title, row=HEADER_ROWS, column=letter, value=key)
            else:
                found[place] = known[key]
        there = {column.key for column in found.values()}
        for column in sheet.all_columns:
            if column.key not in there and column.required and "." not in column.key:
                self._fault("column_missing", title, row=HEADER_ROWS, column=column.zh, value=column.key)
        return found

    def _take(
        self, sheet: Sheet, place: Place, line: Any, columns: dict[int, Column], letters: dict[str, str]
    ) -> None:
        self.rows += 1
        if self.rows % _TOLD_EVERY == 0:
            self._told(self.rows)
        cells: dict[str, str] = {}
        for number, cell in filled(line):
            column = columns.get(number)
            if column is None:
                self._fault("cell_outside", place.sheet, row=place.row, column=get_column_letter(number + 1))
                continue
            text, code = _text_of(cell.value, cell.data_type, column)
            if code:
                self._fault(
                    code, place.sheet, row=place.row, column=letters[column.key], value=str(cell.value)[:60]
                )
            elif text:
                cells[column.key] = text
        self.assembly.add(sheet, place, cells, letters)
        if len(self.assembly.faults) > MOST_FAULTS:
            raise Unreadable(*self.assembly.faults)

    def _fault(self, code: str, title: str, row: int = 0, column: str = "", **params: Any) -> None:
        self.assembly.faults.append(ExchangeFault(code, title[:60], row, column, params=params))


def _text_of(value: Any, data_type: str, column: Column) -> tuple[str, str]:
    return text_of(
        value,
        data_type,
        yes=YES[0],
        no=NO[0],
        number=column.kind in ("integer", "number", "enum", "enums", "boolean"),
        day=column.kind == "date",
    )

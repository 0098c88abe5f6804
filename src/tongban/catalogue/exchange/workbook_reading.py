"""Reading a workbook that came from somebody: within limits of size and rows, every fault by sheet, row and column."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from tongban.catalogue.exchange.archives import open_archive, read_member, scan_xml
from tongban.catalogue.exchange.cells import NO, YES
from tongban.catalogue.exchange.columns import Column, Sheet, sheets
from tongban.catalogue.exchange.faults import ExchangeFault, Unreadable
from tongban.catalogue.exchange.parsed import ParsedFile, Place
from tongban.catalogue.exchange.rows import Assembly
from tongban.catalogue.exchange.workbook import ABOUT, HEADER_ROWS, title_of

MOST_ROWS = 20_000
"""Rows of one sheet: a thousand items' questions."""
MOST_COLUMNS = 200
MOST_FAULTS = 5_000
"""After so many nobody reads on; the file is refused with what was found."""
_ROW = re.compile(rb"<(?:[A-Za-z0-9]+:)?row[\s/>]")
_TOLD_EVERY = 200
_UNREADABLE = (
    KeyError,
    ValueError,  # defusedxml's own among them
    TypeError,
    IndexError,
    AttributeError,
    ParseError,
    OverflowError,
    RecursionError,
    InvalidFileException,
)
assert DEFUSEDXML, "openpyxl must read its XML through defusedxml"


def read(data: bytes, told: Callable[[int], None] = lambda rows: None) -> ParsedFile:
    """The items of a workbook.

    Args:
        told: called from time to time with the rows read so far; what it raises ends the reading.

    Raises:
        Unreadable: as `open_archive` and `scan_xml` say; ``not_a_workbook``, ``has_macros``, ``external_link``,
            ``too_many_rows`` (the sheet, its first row too many).
    """
    _look_through(data)
    reading = _Reading(told)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that openpyxl does not keep
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, keep_vba=False)
            reading.read(book)
            book.close()
    except _UNREADABLE as fault:
        raise Unreadable(ExchangeFault("not_a_workbook", params={"problem": type(fault).__name__})) from fault
    return ParsedFile("xlsx", reading.assembly.items(), tuple(reading.assembly.faults), reading.rows)


def _look_through(data: bytes) -> None:
    """Everything that can be seen without parsing."""
    archive = open_archive(data)
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Unreadable(ExchangeFault("not_a_workbook", params={"problem": "xl/workbook.xml"}))
    for name in names:
        low = name.lower()
        if "vbaproject" in low or low.endswith(".bin"):
            raise Unreadable(ExchangeFault("has_macros", sheet=name[:100]))
        if "/externallinks/" in low or low.endswith(("/connections.xml", "/querytables")):
            raise Unreadable(ExchangeFault("external_link", sheet=name[:100]))
        if low.endswith((".xml", ".rels")):
            scan_xml(archive, name, _RowCounter(name, _title(archive, name)))


def _title(archive: zipfile.ZipFile, name: str) -> str:
    """What people call a sheet's part; without a parser, by the order in which sheets are kept."""
    number = re.fullmatch(r"xl/worksheets/sheet([0-9]{1,3})\.xml", name)
    titles = re.findall(rb'<sheet [^>]*name="([^"]{1,60})"', read_member(archive, "xl/workbook.xml")[:20_000])
    if number is None or not 1 <= int(number[1]) <= len(titles):
        return name
    return titles[int(number[1]) - 1].decode("utf-8", "replace")


class _RowCounter:
    """Counts the rows of a sheet as its bytes go by."""

    def __init__(self, name: str, title: str) -> None:
        self._title = title
        self._counts = name.startswith("xl/worksheets/")
        self._rows = 0
        self._tail = 0

    def __call__(self, window: bytes) -> None:
        if not self._counts:
            return
        # what the last look ended with stands in front of this one
        self._rows += sum(1 for match in _ROW.finditer(window) if match.end() > self._tail)
        self._tail = min(len(window), 16)
        if self._rows > MOST_ROWS + HEADER_ROWS:
            raise Unreadable(
                ExchangeFault(
                    "too_many_rows",
                    sheet=self._title,
                    row=MOST_ROWS + HEADER_ROWS + 1,
                    params={"most": MOST_ROWS},
                )
            )


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
                raise Unreadable(
                    ExchangeFault("too_many_rows", sheet=title, row=number, params={"most": MOST_ROWS})
                )
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
        for number, cell in _filled(line):
            column = columns.get(number)
            if column is None:
                self._fault("cell_outside", place.sheet, row=place.row, column=get_column_letter(number + 1))
                continue
            text, code = text_of(cell.value, cell.data_type, column)
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


def _filled(line: Any) -> Iterator[tuple[int, Any]]:
    return ((number, cell) for number, cell in enumerate(line) if cell.value is not None)


def text_of(value: Any, data_type: str, column: Column) -> tuple[str, str]:
    """The text of a cell, or why it has none.

    Returns:
        The text and "", or "" and one of ``formula``, ``cell_error``, ``cell_is_date``, ``cell_is_number``.
    """
    if data_type == "f" or (isinstance(value, str) and value.lstrip().startswith("=")):
        return "", "formula"
    if data_type == "e":
        return "", "cell_error"
    if isinstance(value, bool):
        return (YES if value else NO)[0], ""
    if isinstance(value, int | float):
        if column.kind in ("integer", "number", "enum", "enums", "boolean"):
            whole = isinstance(value, float) and value.is_integer()
            return str(int(value) if whole else value), ""
        return "", "cell_is_number"  # a code may have lost its leading zero
    if isinstance(value, datetime | date):
        if column.kind == "date":
            return value.strftime("%Y-%m-%d"), ""
        return "", "cell_is_date"
    if isinstance(value, str):
        return value.strip(), ""
    return "", "cell_is_date"

"""Opening a workbook that came from somebody: looked through before it is parsed, within limits of size and rows."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tongban.kernel.workbooks.archives import open_archive, read_member, scan_xml
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

HEADER_ROWS = 2
"""The titles, and below them the keys by which the columns are known."""
_ROW = re.compile(rb"<(?:[A-Za-z0-9]+:)?row[\s/>]")
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


@contextmanager
def opened(data: bytes, most_rows: int) -> Iterator[Any]:
    """A workbook, read only, for a block that reads it.

    Args:
        most_rows: of one sheet, beside the header.

    Raises:
        Unreadable: as `open_archive` and `scan_xml` say; ``not_a_workbook``, ``has_macros``, ``external_link``,
            ``too_many_rows`` (the sheet, its first row too many).
    """
    look_through(data, most_rows)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that openpyxl does not keep
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, keep_vba=False)
            yield book
            book.close()
    except _UNREADABLE as fault:
        raise Unreadable(ExchangeFault("not_a_workbook", params={"problem": type(fault).__name__})) from fault


def look_through(data: bytes, most_rows: int) -> None:
    """Everything that can be seen without parsing.

    Raises:
        Unreadable: as `opened` says.
    """
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
            scan_xml(archive, name, _RowCounter(name, _title(archive, name), most_rows))


def _title(archive: zipfile.ZipFile, name: str) -> str:
    """What people call a sheet's part; without a parser, by the order in which sheets are kept."""
    number = re.fullmatch(r"xl/worksheets/sheet([0-9]{1,3})\.xml", name)
    titles = re.findall(rb'<sheet [^>]*name="([^"]{1,60})"', read_member(archive, "xl/workbook.xml")[:20_000])
    if number is None or not 1 <= int(number[1]) <= len(titles):
        return name
    return titles[int(number[1]) - 1].decode("utf-8", "replace")


class _RowCounter:
    """Counts the rows of a sheet as its bytes go by."""

    def __init__(self, name: str, title: str, most: int) -> None:
        self._title = title
        self._most = most
        self._counts = name.startswith("xl/worksheets/")
        self._rows = 0
        self._tail = 0

    def __call__(self, window: bytes) -> None:
        if not self._counts:
            return
        # what the last look ended with stands in front of this one
        self._rows += sum(1 for match in _ROW.finditer(window) if match.end() > self._tail)
        self._tail = min(len(window), 16)
        if self._rows > self._most + HEADER_ROWS:
            raise too_many_rows(self._title, self._most)


def too_many_rows(title: str, most: int) -> Unreadable:
    """The refusal of a sheet with more rows than are read."""
    row = most + HEADER_ROWS + 1
    return Unreadable(ExchangeFault("too_many_rows", sheet=title, row=row, params={"most": most}))


def filled(line: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row that hold something, with their places counted from 0."""
    return ((number, cell) for number, cell in enumerate(line) if cell.value is not None)


def text_of(value: Any, data_type: str, *, yes: str, no: str, number: bool, day: bool) -> tuple[str, str]:
    """The text of a cell, or why it has none.

    Args:
        yes: how a cell's true is written.
        no: how a cell's false is written.
        number: whether the column takes numbers; a code as a number may have lost its leading zero.
        day: whether the column takes dates.

    Returns:
        The text and "", or "" and one of ``formula``, ``cell_error``, ``cell_is_date``, ``cell_is_number``.
    """
    if data_type == "f" or (isinstance(value, str) and value.lstrip().startswith("=")):
        return "", "formula"
    if data_type == "e":
        return "", "cell_error"
    if isinstance(value, bool):
        return yes if value else no, ""
    if isinstance(value, int | float):
        if number:
            whole = isinstance(value, float) and value.is_integer()
            return str(int(value) if whole else value), ""
        return "", "cell_is_number"
    if isinstance(value, datetime | date):
        return (value.strftime("%Y-%m-%d"), "") if day else ("", "cell_is_date")
    if isinstance(value, str):
        return value.strip(), ""
    return "", "cell_is_date"

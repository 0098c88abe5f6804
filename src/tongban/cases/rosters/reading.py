"""Reading a list: a workbook, a CSV file, or rows pasted out of a spreadsheet; read with suspicion, row by row.

A cell that cannot be read is a fault of its row and not of the list; only what is no list at all is refused whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from tongban.cases.rosters.columns import LONGEST_CELL, NAME, NO, YES, Column
from tongban.cases.rosters.separating import rows_of_text, separator_of, set_apart_by_blanks
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.workbooks.archives import LARGEST_FILE
from tongban.kernel.workbooks.faults import Unreadable
from tongban.kernel.workbooks.reading import filled, opened, text_of

MOST_ROWS = 5_000
MOST_COLUMNS = 80
LONGEST_HEAD = 50_000
"""Characters among which the first lines are looked for."""
HEAD_WITHIN = 6
"""Rows from the top within which the titles stand: village lists have a heading above them."""
SAMPLE = "示例"
ABOUT = "说明"
OPTIONAL = "（可不填）"
_CELL_FAULTS = {
    "formula": "roster_cell_formula",
    "cell_error": "roster_cell_formula",
    "cell_is_date": "roster_cell_date",
    "cell_is_number": "roster_cell_number",
}


@dataclass(frozen=True)
class Line:
    """One row as it came.

    Args:
        number: in the list, from 1, the heading not counted.
        cells: column's key → text; an empty one is "".
        faults: of cells that could not be read.
    """

    number: int
    cells: Mapping[str, str]
    faults: tuple[FieldFault, ...] = ()


@dataclass
class ReadList:
    """A list that was read; ``ignored``: titles of columns that are none of the item's."""

    lines: list[Line] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cell:
    text: str
    fault: str = ""


def read_file(data: bytes, columns: tuple[Column, ...]) -> ReadList:
    """The rows of an uploaded workbook or CSV file.

    Raises:
        InputFaults: ``file``: ``file_empty``, ``file_too_large``, ``roster_unreadable``, ``roster_no_heading``,
            ``roster_column_missing``, ``roster_too_many``, ``roster_no_rows``.
    """
    if not data:
        raise _refused("file_empty")
    if len(data) > LARGEST_FILE:
        raise _refused("file_too_large", most=LARGEST_FILE // 1_000_000)
    if not data.startswith(b"PK"):
        return read_text(_decoded(data), columns, "file")
    by_key = {column.key: column for column in columns}
    try:
        with opened(data, MOST_ROWS + HEAD_WITHIN) as book:
            pages = [page for page in book.worksheets if page.title != ABOUT]
            if not pages:
                raise _refused("roster_unreadable")
            return _read(_of_page(pages[0]), columns, by_key, "file")
    except Unreadable as fault:
        many = any(one.code == "too_many_rows" for one in fault.faults)
        raise (
            _refused("roster_too_many", most=MOST_ROWS) if many else _refused("roster_unreadable")
        ) from fault


def read_text(text: str, columns: tuple[Column, ...], source: str = "pasted") -> ReadList:
    """The rows of a text: separated by tabs as a spreadsheet copies them, or by commas.

    Without titles in it, the columns are taken in the template's order.

    Raises:
        InputFaults: as `read_file`; under ``source``; ``roster_not_in_columns`` where only blanks part the cells.
    """
    if len(text) > LARGEST_FILE:
        raise _refused("file_too_large", source, most=LARGEST_FILE // 1_000_000)
    first = [line for line in text[:LONGEST_HEAD].splitlines() if line.strip()][:HEAD_WITHIN]
    separator = separator_of(first)
    if first and not any(separator in line for line in first) and any(map(set_apart_by_blanks, first)):
        raise _refused("roster_not_in_columns", source)
    rows = rows_of_text(text, separator)
    lines = ([_typed(*cell) for cell in row[:MOST_COLUMNS]] for row in rows)
    return _read(lines, columns, {column.key: column for column in columns}, source, positional=True)


def read_typed(rows: Iterable[Mapping[str, str]], columns: tuple[Column, ...]) -> ReadList:
    """Rows typed on the page; empty ones are left out."""
    found = ReadList()
    for cells in rows:
        kept = {column.key: cells.get(column.key, "").strip()[:LONGEST_CELL] for column in columns}
        if any(kept.values()):
            found.lines.append(Line(len(found.lines) + 1, kept))
    if not found.lines:
        raise _refused("roster_no_rows", "typed")
    return found


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("roster_unreadable")


def _typed(cell: str, unclosed: bool) -> _Cell:
    text = cell.strip()
    if unclosed:
        return _Cell("", "roster_quote_open")
    return _Cell("", "roster_cell_formula") if text.startswith("=") else _Cell(text)


def _of_page(page: Any) -> Iterator[list[Any]]:
    page.reset_dimensions()
    for line in page.iter_rows(max_row=MOST_ROWS + HEAD_WITHIN + 1, max_col=MOST_COLUMNS):
        cells: list[Any] = [None] * len(line)
        for place, cell in filled(line):
            cells[place] = cell
        yield cells


def _read(
    lines: Iterable[list[Any]],
    columns: tuple[Column, ...],
    by_key: Mapping[str, Column],
    source: str,
    *,
    positional: bool = False,
) -> ReadList:
    found, places = ReadList(), dict[int, Column]()
    rest = iter(lines)
    first = list(islice(rest, HEAD_WITHIN))
    heads = [(row, head) for row, line in enumerate(first) if (head := _heading(line, columns))]
    if heads:
        places, found.ignored = heads[-1][1][0], heads[0][1][1]
        first = first[heads[-1][0] + 1 :]
    elif positional and first:
        if len(columns) > 1 and not any(sum(bool(_plain(cell)) for cell in line) > 1 for line in first):
            raise _refused("roster_not_in_columns", source)
        places = dict(enumerate(columns))
    for line in chain(first, rest) if places else ():
        _take(found, line, places, sample=source == "file")
        if len(found.lines) > MOST_ROWS:
            raise _refused("roster_too_many", source, most=MOST_ROWS)
    if not places:
        raise _refused("roster_no_heading", source)
    _all_there(places, columns, source)
    if not found.lines:
        raise _refused("roster_no_rows", source)
    return found


def _heading(
    line: list[Any], columns: tuple[Column, ...]
) -> tuple[dict[int, Column], tuple[str, ...]] | None:
    """The columns by their places, where a row holds titles or keys: the name's and another at least."""
    known = {column.title: column for column in columns} | {column.key: column for column in columns}
    places, ignored = dict[int, Column](), []
    for place, cell in enumerate(line):
        text = _plain(cell).removesuffix(OPTIONAL).strip()
        if text in known and known[text] not in places.values():
            places[place] = known[text]
        elif text:
            ignored.append(text[:40])
    keys = {column.key for column in places.values()}
    return (places, tuple(ignored)) if NAME in keys and len(keys) > 1 else None


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.text if isinstance(cell, _Cell) else str(cell.value or "").strip()


def _take(found: ReadList, line: list[Any], places: Mapping[int, Column], *, sample: bool) -> None:
    cells, faults = {column.key: "" for column in places.values()}, []
    for place, column in places.items():
        cell = line[place] if place < len(line) else None
        text, fault = _text(cell, column)
        if not fault and len(text) > LONGEST_CELL:
            text, fault = "", "too_long"
        if not fault and any(
            (ord(mark) < 32 and mark not in "\r\n\t") or 0xD800 <= ord(mark) <= 0xDFFF for mark in text
        ):
            text, fault = "", "control_character"
        if fault:
            faults.append(
                FieldFault(column.key, fault, {"most": LONGEST_CELL} if fault == "too_long" else {})
            )
        cells[column.key] = text
    # the template's own sample row, and no person whose name begins so
    shown = sample and cells.get(NAME, "").startswith(f"{SAMPLE}：")
    if not faults and (not any(cells.values()) or shown):
        return
    found.lines.append(Line(len(found.lines) + 1, cells, tuple(faults)))


def _text(cell: Any, column: Column) -> tuple[str, str]:
    if cell is None:
        return "", ""
    if isinstance(cell, _Cell):
        return cell.text, cell.fault
    text, code = text_of(
        cell.value,
        cell.data_type,
        yes=YES,
        no=NO,
        number=column.takes == "number",
        day=column.takes == "day",
    )
    return text, _CELL_FAULTS.get(code, "")


def _all_there(places: Mapping[int, Column], columns: tuple[Column, ...], source: str) -> None:
    there = {column.key for column in places.values()}
    missing = [column.title for column in columns if column.required and column.key not in there]
    if missing:
        raise _refused("roster_column_missing", source, columns="、".join(missing))


def _refused(code: str, source: str = "file", **params: Any) -> InputFaults:
    return InputFaults([FieldFault(source, code, params)])

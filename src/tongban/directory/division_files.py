"""Files of divisions: read row by row, every fault named by its row, whatever their size.

A row is one division for a span of days (GB/T 2260 for the six digits down to the county, GB/T 10114 for the
twelve below).  A code that changed is two rows: the old one closed by its last day, the new one after it.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tongban.kernel.errors import FieldFault

COLUMNS = ("code", "name", "level", "parent_code", "valid_from")
LAST_DAY = "valid_to"  # may be left out: nothing in the file has ended
LEVELS = ("province", "prefecture", "county", "township", "village")
NAME_LENGTH = 60
MOST_FAULTS = 100  # told of one file; the rest are counted
LONGEST_CELL = 200  # characters; a longer one is no row of this table
OPEN = date.max


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One row that is sound in itself; ``valid_to`` is the last day, None while it holds."""

    row: int
    code: str
    name: str
    level: str
    parent_code: str
    valid_from: date
    valid_to: date | None


@dataclass
class Spans:
    """The days and levels of each code, for what rows say of each other."""

    level: dict[str, int]
    days: dict[str, list[tuple[date, date]]]

    def add(self, code: str, level: str, first: date, last: date | None) -> bool:
        """Take one span in; False where it overlaps another of the same code."""
        span = (first, last or OPEN)
        known = self.days.setdefault(code, [])
        if any(first <= until and start <= span[1] for start, until in known):
            return False
        known.append(span)
        self.level[code] = LEVELS.index(level)
        return True


def read_rows(path: Path) -> Iterator[DivisionRow | FieldFault]:
    """The rows of a file one after the other, a fault in place of each that cannot stand.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            yield from _rows(csv.DictReader(stream, strict=True))
        except UnicodeDecodeError:
            yield FieldFault("file", "not_utf8")
        except csv.Error as error:
            yield FieldFault("file", "not_csv", {"problem": str(error)})


def _rows(reader: "csv.DictReader[str]") -> Iterator[DivisionRow | FieldFault]:
    header = reader.fieldnames or ()
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in (*COLUMNS, LAST_DAY)]
    if missing or unknown:
        yield FieldFault("file", "columns", {"missing": ", ".join(missing), "unknown": ", ".join(unknown)})
        return
    for number, cells in enumerate(reader, start=2):  # the header is row 1, as spreadsheets count
        if None in cells or any(cells[column] is None for column in COLUMNS):
            yield FieldFault(f"rows.{number}", "number_of_cells")
            continue
        yield _row(number, {name: (value or "").strip() for name, value in cells.items()})


def _row(number: int, cells: Mapping[str, str]) -> DivisionRow | FieldFault:
    def fault(column: str, code: str) -> FieldFault:
        return FieldFault(f"rows.{number}.{column}", code, {"value": cells[column][:40]})

    for column, value in cells.items():
        if len(value) > LONGEST_CELL or any(ord(mark) < 32 for mark in value):
            return fault(column, "not_plain_text")
    if cells["level"] not in LEVELS:
        return fault("level", "not_a_level")
    if not fits_level(cells["code"], cells["level"]):
        return fault("code", "not_a_code_of_its_level")
    if not 0 < len(cells["name"]) <= NAME_LENGTH:
        return fault("name", "required" if not cells["name"] else "too_long")
    if (cells["level"] == LEVELS[0]) != (cells["parent_code"] == ""):
        return fault(
            "parent_code", "parent_missing" if cells["level"] != LEVELS[0] else "province_has_no_parent"
        )
    days: dict[str, date | None] = {}
    for column in ("valid_from", LAST_DAY):
        text = cells.get(column, "")
        try:
            days[column] = date.fromisoformat(text) if text else None
        except ValueError:
            return fault(column, "not_a_date")
    first, last = days["valid_from"], days[LAST_DAY]
    if first is None:
        return fault("valid_from", "required")
    if last is not None and last < first:
        return fault(LAST_DAY, "ends_before_it_begins")
    return DivisionRow(
        number, cells["code"], cells["name"], cells["level"], cells["parent_code"], first, last
    )


def fits_level(code: str, level: str) -> bool:
    """Whether a code has the digits of its level."""
    if not (code.isascii() and code.isdigit()):
        return False
    if level in ("township", "village"):
        return len(code) == 12 and (code[9:] == "000") == (level == "township") and code[6:9] != "000"
    zeros = {"province": code[2:] == "0000", "prefecture": code[4:] == "00", "county": code[4:] != "00"}
    return len(code) == 6 and zeros[level]


def faults_between(
    path: Path, spans: Spans, loaded: Mapping[tuple[str, date], object]
) -> Iterator[FieldFault]:
    """Everything wrong with a file: its rows, and what they say of each other and of what is loaded.

    Args:
        spans: of what is loaded, and taken further by the file's rows.
        loaded: (code, first day) of what is loaded: the same row again is no overlap.

    Raises:
        OSError: the file cannot be opened.
    """
    parents: dict[str, tuple[int, str]] = {}  # parent → the first row that names it, and its level
    for read in read_rows(path):
        if isinstance(read, FieldFault):
            yield read
            continue
        if (read.code, read.valid_from) not in loaded and not spans.add(
            read.code, read.level, read.valid_from, read.valid_to
        ):
            yield FieldFault(f"rows.{read.row}.valid_from", "overlaps", {"value": read.code})
        if read.parent_code:
            low = parents.get(read.parent_code)
            if low is None or LEVELS.index(read.level) < LEVELS.index(low[1]):
                parents[read.parent_code] = (read.row, read.level)
    for parent, (row, level) in parents.items():  # last, so that a parent may stand below its children
        if parent not in spans.level:
            yield FieldFault(f"rows.{row}.parent_code", "unknown_parent", {"value": parent})
        elif spans.level[parent] >= LEVELS.index(level):
            yield FieldFault(f"rows.{row}.parent_code", "parent_not_above", {"value": parent})

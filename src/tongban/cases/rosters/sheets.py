"""Workbooks of a roster: the template to fill in, and the rows that were not taken, to be mended and brought again."""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tongban.cases.rosters.columns import Column
from tongban.cases.rosters.reading import ABOUT, MOST_ROWS, OPTIONAL, SAMPLE
from tongban.kernel.workbooks.writing import head_cell, key_cell, offer_words, text_cell

LISTED_ROWS = MOST_ROWS + 3
NOTES = (
    ("怎么填", "一户（一人）一行，从第四行填起。第一行是标题，第二行是栏目代码，都不要改动。"),
    ("示例行", f"第三行是示例，姓名以“{SAMPLE}：”开头，不会收，可以删掉。"),
    ("单元格", "都是文本格式，身份证号不会变样。不接受公式、宏和链接。"),
    ("一次最多", f"{MOST_ROWS}行。"),
    (
        "收的时候",
        "一行一行地看：没有问题的收下，有问题的单独列出来，告诉您第几行、哪一栏、怎么改，改好再传。",
    ),
)
VERDICT = "哪里要改"
LINE = "原来的行号"


def template(columns: Sequence[Column]) -> bytes:
    """The empty workbook, with a sample row that is never taken."""
    samples = {column.key: column.sample for column in columns}
    samples["applicant.name"] = f"{SAMPLE}：{samples.get('applicant.name', '')}"
    return _workbook(columns, [samples], ())


def failures(
    columns: Sequence[Column], rows: Iterable[tuple[int, Mapping[str, str], str]], mark: str
) -> bytes:
    """The rows that were not taken, as they came, with their line and what is to be mended in columns of their own.

    Args:
        rows: line, cells, and the faults in words.
        mark: who took it out, when, under which number of the log.
    """
    listed = list(rows)
    beside = [(str(line), told) for line, _, told in listed]
    return _workbook(columns, [cells for _, cells, _ in listed], beside, mark)


def _workbook(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str]],
    beside: Sequence[tuple[str, str]],
    mark: str = "",
) -> bytes:
    work = Workbook(write_only=True)
    page = work.create_sheet("名册")
    page.freeze_panes = "A3"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = 24
        page.column_dimensions[letter].number_format = "@"
        offer_words(page, [word for _, word in column.options], f"{letter}3:{letter}{LISTED_ROWS}")
    extra = [LINE, VERDICT] if beside else []
    for place in range(len(columns) + 1, len(columns) + 1 + len(extra)):
        page.column_dimensions[get_column_letter(place)].width = 12 if place == len(columns) + 1 else 60
    titles = [column.title + ("" if column.required else OPTIONAL) for column in columns]
    page.append([head_cell(page, title) for title in [*titles, *extra]])
    page.append([key_cell(page, column.key) for column in columns])
    for number, cells in enumerate(rows):
        told = beside[number] if beside else ()
        page.append(
            [text_cell(page, cells.get(column.key) or None) for column in columns]
            + [text_cell(page, text) for text in told]
        )
    about = work.create_sheet(ABOUT)
    for letter, width in (("A", 24), ("B", 10), ("C", 80)):
        about.column_dimensions[letter].width = width
    if mark:
        about.append([text_cell(about, "导出记录"), None, text_cell(about, mark)])
    for name, text in NOTES:
        about.append([text_cell(about, name), None, text_cell(about, text)])
    about.append([])
    about.append([head_cell(about, text) for text in ("栏目", "必填", "填什么")])
    for column in columns:
        words = "、".join(word for _, word in column.options)
        told_of = f"{column.hint}：{words}" if words and column.hint else column.hint or words
        line = (column.title, "是" if column.required else "", told_of)
        about.append([text_cell(about, text) for text in line])
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()

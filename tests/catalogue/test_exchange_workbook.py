"""A workbook loses nothing, and its faults are told by sheet, row and column."""

import copy
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tongban.catalogue.exchange.cells import from_cell, to_cell
from tongban.catalogue.exchange.columns import Column, sheets
from tongban.catalogue.exchange.files import check_items
from tongban.catalogue.exchange.workbook import dump, title_of
from tongban.catalogue.exchange.workbook_reading import read
from tongban.catalogue.structure import schema
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable
from tongban.site import demo

ITEMS = demo.read_catalogue()
Change = Callable[[Any], object]


def edited(change: Change, contents: list[dict[str, Any]] | None = None) -> bytes:
    """A workbook as somebody changed it."""
    book = load_workbook(io.BytesIO(dump(contents or ITEMS[:2])))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(change: Change) -> list[ExchangeFault]:
    parsed = read(edited(change))
    return list(check_items(parsed))


def test_every_shipped_item_comes_back_as_it_was() -> None:
    parsed = read(dump(ITEMS))
    assert parsed.faults == ()
    assert [item.content for item in parsed.items] == ITEMS


def test_every_key_of_the_schema_has_its_column() -> None:
    known = {sheet.key for sheet in sheets()}
    for name, part in schema()["properties"].items():
        columns = {column.key.split(".")[0] for column in sheets()[0].columns}
        assert name in columns or any(key.split(".")[0] == name for key in known), part
    titles = [title_of(sheet) for sheet in sheets()]
    assert len(set(titles)) == len(titles) and all(len(title) <= 31 for title in titles)


def test_words_of_an_option_name_one_code() -> None:
    for sheet in sheets():
        for column in sheet.all_columns:
            words = [word for label in column.labels for word in {one.lower() for one in label}]
            assert len(set(words)) == len(words), (sheet.key, column.key)


def test_words_of_a_list_hold_no_separator_of_lists() -> None:
    for sheet in sheets():
        for column in (column for column in sheet.all_columns if column.kind == "enums"):
            assert not any(mark in zh for _, zh, _ in column.labels for mark in "、，,；;\n")


def test_every_cell_is_text() -> None:
    book = load_workbook(io.BytesIO(dump(ITEMS[:2])))
    kinds = {
        cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    }
    formats = {cell.number_format for page in book for row in page.iter_rows() for cell in row}
    assert (kinds, formats) == ({"s"}, {"@"})


def test_options_are_offered_and_headers_stay_in_sight() -> None:
    book = load_workbook(io.BytesIO(dump(ITEMS[:1])))
    items = book["事项"]
    assert items.freeze_panes == "B3"
    offered = {str(one.sqref).split(":")[0]: one.formula1 for one in items.data_validations.dataValidation}
    assert "行政许可" in offered["C3"]


AWKWARD = [
    "=1+1",
    "+86",
    "-5",
    "@me",
    "007",
    "2026-01-01",
    "1e5",
    "TRUE",
    '"quoted"',
    "{}",
    "[]",
    " 前后 ",
    "a\tb",
    "_x0041_",
    "\r\n",
    "\x07",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_comes_back_and_is_no_formula(text: str) -> None:
    item = copy.deepcopy(ITEMS[0])
    item["name"]["zh"] = text
    item["search"]["words"] = [text, "别名"]
    data = dump([item])
    book = load_workbook(io.BytesIO(data))
    assert all(
        cell.data_type == "s" for row in book["事项"].iter_rows(min_row=3) for cell in row if cell.value
    )
    assert not any(str(cell.value).startswith(tuple("=+-@")) for cell in book["事项"][3])
    assert read(data).items[0].content == item


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.booleans())
def test_any_text_comes_back_from_its_cell(text: str, required: bool) -> None:
    column = Column("a", "甲", "A", "text", required=required)
    written = to_cell(text, column)
    assert text == ("" if written is None else from_cell(written, column))


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4))
def test_any_list_comes_back_from_its_cell(texts: list[str]) -> None:
    column = Column("a", "甲", "A", "texts", required=True)
    written = to_cell(texts, column)
    assert texts == ([] if written is None else from_cell(written, column))


def test_an_optional_part_that_is_there_and_empty_stays_there() -> None:
    item = {**copy.deepcopy(ITEMS[0]), "village_delegation": {}}
    assert read(dump([item])).items[0].content == item


def test_options_are_taken_by_word_or_code_in_either_language() -> None:
    def change(book: Any) -> None:
        book["事项"]["C3"], book["事项"]["C4"] = "20", "public service"

    assert [item.content["type_code"] for item in read(edited(change)).items] == ["20", "20"]


def put(sheet: str, cell: str, value: Any, kind: str = "") -> Change:
    def change(book: Any) -> None:
        book[sheet][cell].number_format = "General"
        book[sheet][cell] = value
        if kind:
            book[sheet][cell].data_type = kind

    return change


@pytest.mark.parametrize(
    ("change", "code", "row", "column"),
    [
        (put("事项", "I3", "=1+1"), "formula", 3, "I"),
        (put("事项", "I3", "=cmd|' /C calc'!A0", "s"), "formula", 3, "I"),
        (put("事项", "B4", 640121123456), "cell_is_number", 4, "B"),
        (put("事项", "I4", date(2026, 1, 2)), "cell_is_date", 4, "I"),
        (put("事项", "I4", "#REF!", "e"), "cell_error", 4, "I"),
        (put("事项", "C3", "行政许可证"), "cell_not_option", 3, "C"),
        (put("事项", "D3", "也许"), "cell_not_boolean", 3, "D"),
        (put("时限", "C3", "三天"), "cell_not_integer", 3, "C"),
        (put("提醒", "B3", "{eq: 1}"), "cell_not_json", 3, "B"),
        (put("提醒", "B3", '{"eq":["a","b"],"eq":["a","c"]}'), "cell_not_json", 3, "B"),
        (put("事项", "A4", "JS-001"), "item_twice", 4, "A"),
        (put("事项", "A4", None), "cell_missing", 4, "A"),
        (put("申请材料", "A3", "XX-404"), "item_unknown", 3, "A"),
        (put("申请材料·审查要点", "B3", "no_such"), "parent_unknown", 3, "B"),
        (put("时限", "B4", "收件核对"), "row_twice", 4, "B"),
        (put("事项", "CZ3", "旁注"), "cell_outside", 3, "CZ"),
        (put("事项", "C2", "type"), "column_unknown", 2, "C"),
        (put("事项", "C2", "basic_code"), "column_twice", 2, "C"),
    ],
)
def test_a_fault_is_told_by_sheet_row_and_column(change: Change, code: str, row: int, column: str) -> None:
    found = [fault for fault in faults(change) if fault.code == code]
    assert found, [(fault.code, fault.row, fault.column) for fault in faults(change)]
    assert (found[0].row, found[0].column.split("（")[0]) == (row, column)
    assert found[0].sheet


def test_a_refused_cell_is_not_reported_as_missing_too() -> None:
    assert [fault.code for fault in faults(put("事项", "I3", "=1+1"))] == ["formula"]


def test_a_fault_of_the_content_is_told_by_its_cell() -> None:
    def change(book: Any) -> None:
        book["申请材料"]["B3"] = "不合代码"
        book["时限"]["C4"] = "900"

    told = {(fault.sheet, fault.row, fault.column.split("（")[0], fault.code) for fault in faults(change)}
    assert ("申请材料", 3, "B", "pattern") in told


def test_sheets_that_are_renamed_or_gone_are_told() -> None:
    def change(book: Any) -> None:
        book["申请材料"].title = "材料"

    told = {(fault.code, fault.sheet) for fault in read(edited(change)).faults}
    assert told >= {("sheet_unknown", "材料"), ("sheet_missing", "申请材料")}


def test_a_workbook_of_something_else_is_told() -> None:
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.save(out)
    assert {fault.code for fault in read(out.getvalue()).faults} == {"sheet_unknown", "sheet_missing"}


def test_what_is_no_workbook_is_refused() -> None:
    for data in (b"PK\x03\x04", b"%PDF-1.7", b"", b"\xd0\xcf\x11\xe0" + bytes(600)):
        with pytest.raises(Unreadable):
            read(data)


def test_empty_rows_between_are_passed_over() -> None:
    def change(book: Any) -> None:
        book["事项"].insert_rows(4, 3)

    assert len(read(edited(change)).items) == 2

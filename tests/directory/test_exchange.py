"""Setting a county up from workbooks: templates, every fault by row and column, all or nothing, hostile files."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook

from tongban.directory.commands import load_import, step_template, try_import
from tongban.directory.exchange.books import BOOKS
from tongban.directory.exchange.reading import MOST_ROWS
from tongban.directory.models import (
    Account,
    Assignment,
    Body,
    Division,
    OfficeHours,
    Site,
    Slip,
    Staff,
    Window,
)
from tongban.kernel import time
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.actors import System
from tongban.kernel.errors import NotAuthorized, Refusal
from tongban.kernel.models import LedgerEntry

pytestmark = pytest.mark.django_db
KEEPER = System("test")
Rows = Mapping[str, Sequence[Sequence[object]]]

DIVISIONS: Rows = {
    "行政区划": [
        ["64", "x"],
        ["640000", "宁夏回族自治区", "省级", None, "2026-01-01", None],
        ["640100", "银川市", "市级", "640000", "2026-01-01", None],
        ["640121", "永宁县", "县级", "640100", "2026-01-01", None],
        ["640121200000", "胜利乡", "乡级", "640121", "2026-01-01", None],
        ["640121200201", "许旺村", "村级", "640121200000", "2026-01-01", None],
    ][1:]
}
PLACES: Rows = {
    "机关": [
        [
            "SL",
            "永宁县胜利乡人民政府",
            "永胜政",
            "乡级",
            "640121200000",
            "SLX",
            None,
            "永宁县人民政府",
            "永宁县人民法院",
        ],
    ],
    "网点": [
        [
            "SLZX",
            "胜利乡民生服务中心",
            "便民服务中心",
            "640121200000",
            "SL",
            None,
            "胜利街1号",
            "0951-8020010",
            "0951-8020011",
        ],
        [
            "XW",
            "许旺村代办点",
            "村代办点",
            "640121200201",
            "SL",
            "SLZX",
            "许旺村部",
            "0951-8020012",
            "0951-8020011",
        ],
    ],
}
INSIDE: Rows = {
    "岗位": [["SLZX", "social_security", "社会保障岗"], ["XW", "agency", "代办岗"]],
    "窗口": [["SLZX", 1, "social_security"], ["SLZX", "2", "social_security"]],
    "工作时间": [["SLZX", 12345, "09:00", "12:00"], ["SLZX", "12345", "13:30", "17:30"]],
}


def people() -> Rows:
    day = time.today().isoformat()
    return {
        "人员和任职": [
            ["SL01", "马一", None, "SLZX", "social_security", "窗口人员", "A", day, None],
            ["SL02", "马二", None, "SLZX", "social_security", "审批人", "A", day, None],
            ["XW01", "许三", "0951-8020012", "XW", "agency", "代办员", "A", day, None],
        ]
    }


def book(step: str, rows: Rows) -> bytes:
    """The template as the set-up gives it out, with rows below its sample."""
    work = load_workbook(io.BytesIO(step_template(step)))
    for title, lines in rows.items():
        for line in lines:
            work[title].append(list(line))
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def load(step: str, rows: Rows) -> None:
    data = book(step, rows)
    looked = try_import(KEEPER, step, data)
    assert looked.faults == ()
    load_import(KEEPER, step, data, outlook=looked.outlook, idempotency_key=uuid4().hex)


def told(step: str, rows: Rows) -> set[tuple[str, int, str, str]]:
    found = try_import(KEEPER, step, book(step, rows)).faults
    return {(fault.sheet, fault.row, fault.column, fault.code) for fault in found}


def everything() -> None:
    load("divisions", DIVISIONS)
    load("places", PLACES)
    load("inside", INSIDE)


@pytest.mark.parametrize("step", sorted(BOOKS))
def test_a_template_explains_each_column_and_its_sample_is_never_loaded(step: str) -> None:
    work = load_workbook(io.BytesIO(step_template(step)))
    explained = {row[1].value for row in work["说明"].iter_rows()}
    for sheet in BOOKS[step].sheets:
        page = work[sheet.title]
        assert str(page["A3"].value).startswith("示例")
        assert {column.zh for column in sheet.columns} <= explained
        chosen = sum(1 for column in sheet.columns if column.options)
        assert len(page.data_validations.dataValidation) == chosen
    assert [fault.code for fault in try_import(KEEPER, step, step_template(step)).faults] == ["no_rows"]


def test_an_empty_database_becomes_a_county_in_four_files() -> None:
    everything()
    data = book("staff", people())
    looked = try_import(KEEPER, "staff", data)
    assert (looked.faults, looked.new) == ((), 3)
    assert not Staff.objects.exists()  # looking writes nothing
    done = load_import(KEEPER, "staff", data, outlook=looked.outlook, idempotency_key="once")
    assert done.new == 3
    assert Division.objects.count() == 5
    assert Body.objects.get().case_prefix == "SLX"
    assert Site.objects.get(code="XW").handled_by == Site.objects.get(code="SLZX")
    assert Window.objects.count() == OfficeHours.objects.count() == 2
    assert set(Assignment.objects.values_list("role", flat=True)) == {"clerk", "approver", "assister"}
    assert Account.objects.count() == Slip.objects.count() == 0, "accounts are the security administrator's"
    types = LedgerEntry.objects.filter(kind="directory", stream="set-up").values_list("type", flat=True)
    assert list(types) == ["import_loaded"] * 4
    again = load_import(KEEPER, "staff", data, outlook=looked.outlook, idempotency_key="once")
    assert again.replayed and Assignment.objects.count() == 3


def test_the_same_file_again_changes_nothing() -> None:
    everything()
    for step, rows in (("divisions", DIVISIONS), ("places", PLACES), ("inside", INSIDE)):
        looked = try_import(KEEPER, step, book(step, rows))
        assert (looked.new, looked.changed) == (0, 0)
        assert looked.same > 0


def test_a_changed_row_is_shown_as_changed_before_it_is_loaded() -> None:
    everything()
    site = list(PLACES["网点"][0])
    site[7] = "0951-8020099"
    looked = try_import(KEEPER, "places", book("places", {"网点": [site]}))
    assert [(line.what, line.thing) for line in looked.lines] == [("changed", "SLZX 胜利乡民生服务中心")]
    assert Site.objects.get(code="SLZX").phone == "0951-8020010"


def test_every_fault_is_told_by_sheet_row_and_column_and_nothing_is_loaded() -> None:
    load("divisions", DIVISIONS)
    body, site = list(PLACES["机关"][0]), list(PLACES["网点"][0])
    body[6] = "11640121MB1234567A"
    site[2], site[7] = "大厅", "8020010"
    rows: Rows = {"机关": [body, PLACES["机关"][0]], "网点": [site, ["", "", "", "", "", "", "", "", "x"]]}
    assert told("places", rows) >= {
        ("机关", 4, "G（统一社会信用代码）", "credit_code_check_digit"),
        ("网点", 4, "C（种类）", "cell_not_option"),
        ("网点", 5, "A（网点编码）", "required"),
    }
    assert not Body.objects.exists() and not Site.objects.exists()
    data = book("places", rows)
    with pytest.raises(Refusal) as refused:
        load_import(KEEPER, "places", data, outlook="", idempotency_key="k")
    assert refused.value.code == "import_has_faults"
    assert not Body.objects.exists()


def test_what_refers_to_a_wrong_row_is_not_told_a_second_time() -> None:
    load("divisions", DIVISIONS)
    body = list(PLACES["机关"][0])
    body[5] = "slx"
    found = told("places", {"机关": [body], "网点": [PLACES["网点"][0]]})
    assert found == {("机关", 4, "F（办件编号字母）", "not_case_letters")}


def test_divisions_tell_the_row_of_the_workbook() -> None:
    rows = [list(line) for line in DIVISIONS["行政区划"]]
    rows[3][0] = "640121200"
    rows[4][3] = "640121200999"
    assert told("divisions", {"行政区划": rows}) == {
        ("行政区划", 7, "A（区划代码）", "not_a_code_of_its_level"),
        ("行政区划", 8, "D（上级代码）", "unknown_parent"),
    }
    assert not Division.objects.exists()


def test_divisions_come_as_the_official_csv_too() -> None:
    csv = "code,name,level,parent_code,valid_from\n640000,宁夏回族自治区,province,,2026-01-01\n"
    looked = try_import(KEEPER, "divisions", csv.encode())
    assert (looked.faults, looked.new) == ((), 1)
    wrong = try_import(KEEPER, "divisions", csv.replace("province", "state").encode())
    assert [(fault.row, fault.column, fault.code) for fault in wrong.faults] == [(2, "level", "not_a_level")]


def test_overlapping_hours_and_unknown_positions_are_told_by_their_own_row() -> None:
    everything()
    rows: Rows = {
        "岗位": [["NONE", "agency", "代办岗"]],
        "窗口": [["SLZX", "1", "social_security"], ["SLZX", "1", "nobody_here"]],
        "工作时间": [
            ["SLZX", "12345", "09:00", "12:00"],
            ["SLZX", "5", "11:00", "13:00"],
            ["XW", "1", "9点", "10:00"],
        ],
    }
    assert told("inside", rows) == {
        ("岗位", 4, "A（网点编码）", "no_such_site"),
        ("窗口", 5, "B（窗口号）", "window_twice"),
        ("窗口", 5, "C（岗位编码）", "no_such_position"),
        ("工作时间", 5, "C（几点开门）", "hours_overlap"),
        ("工作时间", 6, "C（几点开门）", "not_a_time_of_day"),
    }


def test_administrators_are_not_appointed_by_a_file() -> None:
    everything()
    day = time.today().isoformat()
    line = ["SL09", "马九", None, "SLZX", "social_security", "system_admin", "A", day, None]
    assert told("staff", {"人员和任职": [line]}) == {("人员和任职", 4, "F（角色）", "cell_not_option")}


def test_what_was_looked_at_is_what_is_loaded() -> None:
    load("divisions", DIVISIONS)
    data = book("places", PLACES)
    looked = try_import(KEEPER, "places", data)
    load("places", {"机关": PLACES["机关"]})  # meanwhile somebody loads a part of it
    with pytest.raises(Refusal) as refused:
        load_import(KEEPER, "places", data, outlook=looked.outlook, idempotency_key="k")
    assert refused.value.code == "import_outlook_changed"


@pytest.mark.parametrize("role", ["security_admin", "auditor", "clerk", "approver"])
def test_only_the_systems_administrator_takes_files_in(role: str) -> None:
    actor = StaffActor(1, 1, role, "A", 1, "office", 1, 1, "某某")
    with pytest.raises(NotAuthorized):
        try_import(actor, "places", b"")
    with pytest.raises(NotAuthorized):
        load_import(actor, "places", b"", outlook="", idempotency_key="k")


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def many_rows() -> bytes:
    work = Workbook(write_only=True)
    page = work.create_sheet("机关")
    for _ in range(MOST_ROWS + 10):
        page.append(["x"])
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def with_formula() -> bytes:
    work = load_workbook(io.BytesIO(step_template("places")))
    work["机关"].append(["=1+1", '=HYPERLINK("http://example.com")'])
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


HOSTILE = {
    "macros": (lambda: with_part(step_template("places"), "xl/vbaProject.bin", b"x"), "has_macros"),
    "links": (
        lambda: with_part(step_template("places"), "xl/externalLinks/externalLink1.xml", b"<a/>"),
        "external_link",
    ),
    "bomb": (
        lambda: with_part(step_template("places"), "xl/media/a.xml", b"<" + bytes(9_000_000)),
        "archive_bomb",
    ),
    "entities": (
        lambda: with_part(step_template("places"), "xl/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "xml_doctype",
    ),
    "rows": (many_rows, "too_many_rows"),
    "not a workbook": (lambda: b"PK\x03\x04" + b"x" * 100, "not_an_archive"),
    "text": (lambda: b"hello", "not_an_archive"),
    "empty": (lambda: b"", "empty_file"),
    "large": (lambda: b"x" * 1_000_001, "too_large"),
    "formula": (with_formula, "formula"),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_hostile_file_is_refused_with_a_reason(kind: str) -> None:
    make, code = HOSTILE[kind]
    found = try_import(KEEPER, "places", make()).faults
    assert code in {fault.code for fault in found}
    assert not Body.objects.exists()

"""Files of divisions: row by row, all or nothing, a changed code as two rows, a whole country in one go."""

import argparse
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from tongban.directory.commands import check_division_file, load_division_file
from tongban.directory.models import Division
from tongban.directory.queries.division_check import check_divisions
from tongban.kernel.actors import Public, System
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.command_line import divisions as command_line

pytestmark = pytest.mark.django_db

OPERATOR = System("operator")
HEADER = "code,name,level,parent_code,valid_from,valid_to\n"
ABOVE = (
    "640000,宁夏回族自治区,province,,2023-01-01,\n"
    "640100,银川市,prefecture,640000,2023-01-01,\n"
    "640121,永宁县,county,640100,2023-01-01,\n"
)
TOWNSHIP = "640121200000,胜利乡,township,640121,2023-01-01,\n"


def written(folder: Path, text: str, name: str = "d.csv") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def codes_of(fault: InputFaults) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in fault.faults]


def test_what_is_loaded_again_is_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER + ABOVE + TOWNSHIP)
    first = load_division_file(OPERATOR, file, idempotency_key="a")
    again = load_division_file(OPERATOR, file, idempotency_key="b")
    assert (first.new, again.new, again.same) == (4, 0, 4)
    assert verify().holds


def test_the_shipped_county_is_sound() -> None:
    demo.load(items=[])
    found = check_divisions()
    assert found.faults == ()
    assert found.counts["village"] == 96


def test_a_changed_code_is_closed_and_followed(tmp_path: Path) -> None:
    load_division_file(OPERATOR, written(tmp_path, HEADER + ABOVE + TOWNSHIP), idempotency_key="a")
    closed = "640121200000,胜利乡,township,640121,2023-01-01,2027-06-30\n"
    follows = "640121200000,胜利镇,township,640121,2027-07-01,\n"
    done = load_division_file(OPERATOR, written(tmp_path, HEADER + follows + closed), idempotency_key="b")
    assert (done.new, done.closed) == (1, 1)
    rows = Division.objects.filter(code="640121200000").order_by("valid_from")
    assert list(rows.values_list("name", "valid_to")) == [("胜利乡", date(2027, 6, 30)), ("胜利镇", None)]


@pytest.mark.parametrize(
    ("rows", "field", "code"),
    [
        ("640121200000,胜利镇,township,640121,2024-01-01,\n", "rows.2.valid_from", "overlaps"),
        ("640121200000,胜利镇,township,640121,2023-01-01,\n", "rows.2", "differs_from_loaded"),
        ("640121201000,某乡,township,640122,2024-01-01,\n", "rows.2.parent_code", "unknown_parent"),
        ("640121201000,某乡,township,640121200000,2024-01-01,\n", "rows.2.parent_code", "parent_not_above"),
        ("640121201000,某乡,village,640121,2024-01-01,\n", "rows.2.code", "not_a_code_of_its_level"),
        ("64012x,某县,county,640100,2024-01-01,\n", "rows.2.code", "not_a_code_of_its_level"),
        ("６４０１２２,某县,county,640100,2024-01-01,\n", "rows.2.code", "not_a_code_of_its_level"),
        ("640122,,county,640100,2024-01-01,\n", "rows.2.name", "required"),
        ("640122,某县,district,640100,2024-01-01,\n", "rows.2.level", "not_a_level"),
        ("640122,某县,county,640100,2024-02-30,\n", "rows.2.valid_from", "not_a_date"),
        ("640122,某县,county,640100,2024-02-01,2024-01-31\n", "rows.2.valid_to", "ends_before_it_begins"),
        ("640122,某县,county,640100\n", "rows.2", "number_of_cells"),
        ("640122,某县,county,640100,2024-01-01,,x\n", "rows.2", "number_of_cells"),
        ('640122,"某\0县",county,640100,2024-01-01,\n', "rows.2.name", "not_plain_text"),
        ("640122,某县,county,,2024-01-01,\n", "rows.2.parent_code", "parent_missing"),
    ],
)
def test_one_wrong_row_and_nothing_is_loaded(tmp_path: Path, rows: str, field: str, code: str) -> None:
    load_division_file(OPERATOR, written(tmp_path, HEADER + ABOVE + TOWNSHIP), idempotency_key="a")
    before = list(Division.objects.order_by("id").values())
    sound = "640123,另一县,county,640100,2024-01-01,\n"
    with pytest.raises(InputFaults) as refused:
        load_division_file(OPERATOR, written(tmp_path, HEADER + rows + sound), idempotency_key="b")
    assert codes_of(refused.value) == [(field, code)]
    assert list(Division.objects.order_by("id").values()) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("代码,名称\n640000,宁夏\n".encode(), "columns"),
        (HEADER.encode() + "640000,宁夏,province,,2023-01-01,\n".encode("gb18030"), "not_utf8"),
        (HEADER.encode() + b'640000,"ningxia', "not_csv"),
        (b"", "columns"),
    ],
)
def test_a_file_of_another_kind_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "d.csv"
    file.write_bytes(content)
    assert [fault.code for fault in check_division_file(file)][-1] == code


def test_a_hundred_faults_are_told_and_no_more(tmp_path: Path) -> None:
    rows = "".join(f"{number},某县,county,640100,2024-01-01,\n" for number in range(1000))
    assert len(check_division_file(written(tmp_path, HEADER + rows))) == 101


def test_nobody_but_the_set_up_loads_divisions(tmp_path: Path) -> None:
    with pytest.raises(NotAuthorized):
        load_division_file(Public(), written(tmp_path, HEADER + ABOVE), idempotency_key="a")


def test_fifty_thousand_rows_take_seconds(tmp_path: Path) -> None:
    townships = [f"6401{county:02d}{town:03d}000" for county in range(21, 31) for town in range(100, 199)]
    rows = [f"6401{county:02d},县{county},county,640100,2023-01-01,\n" for county in range(21, 31)]
    rows += [f"{code},乡,township,{code[:6]},2023-01-01,\n" for code in townships]
    rows += [
        f"{code[:9]}{village:03d},村{village},village,{code},2023-01-01,\n"
        for code in townships
        for village in range(201, 251)
    ]
    above = "".join(ABOVE.splitlines(keepends=True)[:2])
    file = written(tmp_path, HEADER + above + "".join(rows))
    started = monotonic()
    done = load_division_file(OPERATOR, file, idempotency_key="a")
    assert done.new == len(rows) + 2 > 50_000
    assert monotonic() - started < 30


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_line_names_the_row_and_what_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    def divisions(*words: str) -> int:
        parser = argparse.ArgumentParser()
        command_line.add_arguments(parser, lang)
        return command_line.run(parser.parse_args(words), lang)

    good = written(tmp_path, HEADER + ABOVE)
    bad = written(tmp_path, HEADER + "640122,某县,county,640900,2024-01-01,\n", "bad.csv")
    assert divisions("check", str(good)) == 0
    assert divisions("load", str(good)) == 0
    assert divisions("load", str(bad)) == 3
    told = capsys.readouterr()
    assert ("第 2 行，parent_code：" if lang == "zh" else "Row 2, parent_code: ") in told.err
    assert ("什么也没有装入" if lang == "zh" else "Nothing was loaded") in told.err
    assert divisions("check") == 0
    assert divisions("load", str(tmp_path / "none.csv")) == 2
    Division.objects.filter(code="640100").update(valid_to=date(2023, 1, 2))
    assert divisions("check") == 1
    assert "640121" in capsys.readouterr().err

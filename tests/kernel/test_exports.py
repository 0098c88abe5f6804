"""What leaves the program: no cell runs as a formula, every file says who took it out, and the log knows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tongban.kernel import exports
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults
from tongban.kernel.exports import Table, as_csv, as_xlsx, release, safe_cell
from tongban.kernel.models import AccessEntry

AUDITOR = Staff(7, 70, "auditor", "A", 1, "audit", 2, 3, "曹国平（审计员）")
ATTACKS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+86",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =HYPERLINK(1)",
    "＝1+1",
    "\u3000=1",
)


def table(*cells: str) -> Table:
    return Table("access_log", "访问记录[1/2]", ("甲", "乙"), [(cell, "x") for cell in cells])


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_csv_cell_that_would_run_gets_an_apostrophe(attack: str) -> None:
    rows = cells_of(b"".join(as_csv(table(attack), "水印")))
    assert rows[2][0] == "'" + attack


@pytest.mark.parametrize("plain", ["", "马秀兰", "1-2", "a=b", "'=1", "640121 "])
def test_other_cells_stay_as_they_are(plain: str) -> None:
    assert safe_cell(plain) == plain


@given(st.text(max_size=40))
def test_no_text_begins_a_formula_in_csv(text: str) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("attack", [*ATTACKS, "a\x00b\x07c", "x" * 40_000])
def test_every_xlsx_cell_is_text(attack: str) -> None:
    book = load_workbook(io.BytesIO(b"".join(as_xlsx(table(attack), "=水印&A"))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book.active.oddHeader.center.text.startswith("=水印")


def test_the_watermark_opens_and_closes_the_file() -> None:
    rows = cells_of(b"".join(as_csv(table("x"), "水印")))
    assert rows[0] == rows[-1] == ["水印"]
    assert rows[1] == ["甲", "乙"]


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_is_on_record_before_a_byte_is_out(file_format: str) -> None:
    released = release(AUDITOR, table("a", "b", "c"), reason=" 月度\n审计 ", file_format=file_format)
    entry = AccessEntry.objects.get()  # nothing was read of `chunks` yet
    assert (entry.kind, entry.subject, entry.field, entry.rows) == (
        "export",
        released.number,
        "access_log",
        3,
    )
    assert released.number in released.watermark and "事由：月度 审计" in released.watermark
    assert "曹国平" in released.watermark and "任职 70" in released.watermark
    assert b"".join(released.chunks)
    assert released.file_name == f"access_log-{released.number}.{file_format}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "file_format", "code"),
    [
        ("", "csv", "reason_too_short"),
        ("查", "csv", "reason_too_short"),
        ("长" * 201, "csv", "too_long"),
        ("月度审计", "exe", "not_an_option"),
    ],
)
def test_without_a_reason_or_of_an_unknown_kind_nothing_leaves(
    reason: str, file_format: str, code: str
) -> None:
    with pytest.raises(InputFaults) as refused:
        release(AUDITOR, table("a"), reason=reason, file_format=file_format)
    assert refused.value.faults[0].code == code
    assert not AccessEntry.objects.exists()


@pytest.mark.django_db
def test_too_many_rows_do_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    with pytest.raises(InputFaults) as refused:
        release(AUDITOR, table("a", "b", "c"), reason="月度审计", file_format="csv")
    assert refused.value.faults[0].code == "export_too_large"
